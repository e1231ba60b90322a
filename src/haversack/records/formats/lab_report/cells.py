"""What stands in one cell of a table of results: a number, a word, a flag, a unit, a range? Nothing is guessed."""

from __future__ import annotations

import re
from typing import NamedTuple

from haversack.records.formats.lab_report.terms import JOINED_FLAGS, RESULT_WORDS, flag_in

_COMPARED = r"(?:[<>] ?OR ?=|<=|>=|≤|≥|<|>|=)"
_NUMBER = r"[-−]?\d[\d.,]{0,18}(?:[eE][-+]?\d{1,2})?"
_VALUE = re.compile(rf"(?P<compared>{_COMPARED})?\s*(?P<number>{_NUMBER})(?P<rest>.*)", re.DOTALL)
_RATIO = re.compile(r"\d{1,4}\s*[:/]\s*\d{1,6}")
_SPAN = re.compile(rf"(?P<low>{_NUMBER})\s*(?:-|–|—|−|to|bis|a|hasta)\s*(?P<high>{_NUMBER})(?P<rest>.*)", re.DOTALL)
_BOUND = re.compile(
    rf"(?P<compared>{_COMPARED}|up to|less than|more than|greater than|bis|hasta|menor de|mayor de|unter|über)\s*"
    rf"(?P<number>{_NUMBER})(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_SIGNS = {
    "≤": "<=", "≥": ">=", "up to": "<=", "less than": "<", "more than": ">", "greater than": ">", "bis": "<=",
    "hasta": "<=", "menor de": "<", "mayor de": ">", "unter": "<", "über": ">",
}  # fmt: skip
_UNIT = re.compile(
    r"%|‰|[a-zA-Zµμ%°\d.^*×⁰¹²³⁴⁵⁶⁷⁸⁹]{1,12}(?:/[a-zA-Zµμ\d.^*²³]{1,12}){1,3}|"
    r"(?:[x×]\s?)?10(?:\^|\*|E)?\d{1,2}\s?/[a-zA-Zµμ]{1,3}|(?:thousand|million|k|m)/[a-zA-Zµμ]{1,4}|"
    r"/[a-zA-Zµμ]{1,4}|mL/min/1\.73\s?m(?:2|²|\^2)?|"
    r"(?:mg|g|kg|µg|mcg|ug|ng|pg|mL|L|dL|fL|fl|mmol|µmol|nmol|pmol|mol|mEq|IU|U|mIU|µIU|uIU|sec|s|seconds|min|mm|cm|"
    r"mmHg|mosm|ratio|index|score|titer|cells|copies|kU|pH|SD|COI|S/CO|AU|RLU|Sek\.?|seg\.?|°C|M|K)",
)
_POWER = re.compile(r"10(?:\^|\*|E)\d{1,2}\s?/")  # a unit that begins with digits
_SIGNED = frozenset({"+", "++", "-", "−", "--"})  # how German laboratories mark what lies outside, behind a space
_BRACKETED = re.compile(r"\s*[(\[](?P<unit>[^()\[\]]{1,24})[)\]]\s*")


class Result(NamedTuple):
    """value: digits with a point, or words; compared: "<", ">=" ...; doubt: why a person should look twice."""

    compared: str
    value: str
    flag: str
    unit: str
    doubt: str = ""

    @property
    def written(self) -> str:
        return f"{self.compared} {self.value}".strip()


AMBIGUOUS = "separator"  # 1,200 may be a thousand or a little more than one
IN_WORDS = "words"  # a result in words that are not usual for one
NO_UNIT = "unit"  # what stands in the column of units reads like none


def digits_of(written: str, decimal: str) -> str | None:
    """The number with a point before its decimals; None where it cannot be told what the separators mean."""
    text = written.replace("−", "-")
    comma, point = text.count(","), text.count(".")
    if not comma and not point:
        return text
    if comma + point == 1:
        mark = "," if comma else "."
        behind = re.split(r"[.,]", re.split("[eE]", text)[0])[1]
        if not behind:
            return None
        if decimal == mark or (not decimal and len(behind) != 3):
            return text.replace(mark, ".")
        if decimal == "." and mark == "," and re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text):
            return text.replace(",", "")
        return None
    if decimal == "." and re.fullmatch(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", text):
        return text.replace(",", "")
    if decimal == "," and re.fullmatch(r"-?[1-9]\d{0,2}(?:\.\d{3})+,\d+", text):
        return text.replace(".", "").replace(",", ".")
    return None


def sign_of(written: str) -> str:
    """The comparator of FHIR for a sign or words."""
    folded = re.sub(r"\s*or\s*", "", written.lower()) if written.endswith("=") else written.lower()
    return "" if folded == "=" else _SIGNS.get(folded, folded)


def is_unit(text: str) -> bool:
    """Whether this reads like a unit of measurement."""
    return bool(_UNIT.fullmatch(" ".join(text.split()))) and not re.fullmatch(r"[\d./]+", text)


def result_in(text: str, decimal: str) -> Result | None:
    """What the cell of a result says; None for a cell that says nothing, or too much."""
    said = " ".join(text.split())
    if not said or len(said) > 80:
        return None
    before, flag = _flag_before(said)
    if _RATIO.fullmatch(before):
        return Result("", before.replace(" ", ""), flag, "")
    found = _VALUE.fullmatch(before)
    if found is not None:
        return _number(found, flag, decimal)
    words, trailing = _flag_behind(before)
    known = words.lower() in RESULT_WORDS
    return Result("", words, flag or trailing, "", "" if known else IN_WORDS)


def _flag_before(said: str) -> tuple[str, str]:
    first, _, rest = said.partition(" ")
    if rest and first.lower() in JOINED_FLAGS and re.match(rf"{_COMPARED}?\s*\d", rest):
        return rest, flag_in(first)
    if said[0] == "*" and re.match(r"\*{1,2}\s*[<>]?\d", said):
        return said.lstrip("* "), "A"
    return said, ""


def _flag_behind(said: str) -> tuple[str, str]:
    words, _, last = said.rpartition(" ")
    if words and last.lower() in JOINED_FLAGS:
        return words, flag_in(last)
    return said, ""


def _number(found: re.Match[str], flag: str, decimal: str) -> Result | None:
    rest = found["rest"].strip()
    if found["rest"][:1] in ("-", "–") or (rest and rest[0].isdigit() and not _POWER.match(rest)):
        return None  # a range, a date, two numbers
    unit = ""
    if rest in _SIGNED and found["rest"][0] == " " and len(found["number"]) > 1:
        flag, rest = flag_in(rest), ""
    if rest.lower() in JOINED_FLAGS:
        flag, rest = flag_in(rest), ""
    elif rest:
        first, _, last = rest.rpartition(" ")
        if first and last.lower() in JOINED_FLAGS and is_unit(first):
            unit, flag, rest = first, flag_in(last), ""
        else:
            head, _, tail = rest.partition(" ")
            if tail and head.lower() in JOINED_FLAGS and is_unit(tail):
                unit, flag, rest = tail, flag_in(head), ""
            elif is_unit(rest):
                unit, rest = rest, ""
    if rest == "+" and not found["compared"]:  # "2+" of a strip
        return Result("", f"{found['number']}+", flag, "")
    if rest:
        return None
    compared = sign_of(found["compared"] or "")
    digits = digits_of(found["number"], decimal)
    if digits is None:
        return Result(compared, found["number"], flag, unit, AMBIGUOUS)
    return Result(compared, digits, flag, unit)


def range_in(text: str, decimal: str) -> tuple[str, str]:
    """A range as it will be shown and can be read again ("3.5–5.1", "< 5.0", "Negative"), and the unit behind it."""
    said = " ".join(text.split())
    bare = said[1:-1].strip() if said[:1] in ("(", "[") and said[-1:] in (")", "]") else said
    for pattern in (_SPAN, _BOUND):
        found = pattern.fullmatch(bare)
        if found is None:
            continue
        rest = found["rest"].strip()
        if rest and not is_unit(rest):
            break
        numbers = [digits_of(found[name], decimal) for name in ("low", "high", "number") if name in found.groupdict()]
        if None in numbers:
            break
        if pattern is _SPAN:
            return "–".join(str(one) for one in numbers), rest
        return f"{sign_of(found['compared'])} {numbers[0]}", rest
    return bare, ""


def limits_in(text: str) -> tuple[str | None, str | None, str]:
    """(low, high, "") of a range that was written by `range_in` or by a person; (None, None, text) of one in words.

    Both ends of a FHIR range belong to it: "< 5.0" leaves 5.0 out, so that only its words are true.
    """
    said = " ".join(text.split())
    found = _SPAN.fullmatch(said)
    if found and not found["rest"].strip():
        low, high = digits_of(found["low"], ""), digits_of(found["high"], "")
        if low is not None and high is not None:
            return low, high, ""
    bound = _BOUND.fullmatch(said)
    if bound and not bound["rest"].strip() and (digits := digits_of(bound["number"], ".")) is not None:
        sign = sign_of(bound["compared"])
        if sign == "<=":
            return None, digits, ""
        if sign == ">=":
            return digits, None, ""
    return None, None, said


def unit_behind(name: str) -> tuple[str, str]:
    """A test's name without the unit in brackets behind it, and that unit."""
    for found in reversed(list(_BRACKETED.finditer(name))):
        if is_unit(found["unit"]) and found.end() == len(name):
            return name[: found.start()].rstrip(), found["unit"]
    return name, ""
