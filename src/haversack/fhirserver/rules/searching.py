"""What does somebody who searches want, and may it be asked? Parameters in, criteria or a reason out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .criteria import Criterion, Kind, Ref, Token, Value
from .spans import span

MOST, USUAL = 200, 50  # entries a page
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_BAR = re.compile(r"(.*)(?<!\\)\|(.*)", re.DOTALL)  # between system and code; "\|" is a bar within one
_TYPE = re.compile(r"[A-Z][A-Za-z]{1,63}")
_LONGEST, _MOST_VALUES, _MOST_CRITERIA = 500, 100, 20
_MODIFIERS: Mapping[str, tuple[str, ...]] = {
    "token": ("not", "missing"),
    "date": ("missing",),
    "reference": ("missing",),
    "string": ("exact", "contains", "missing"),
    "id": (),
}
_RESULT = ("_count", "_include", "_revinclude", "_total", "_cursor", "_format", "_pretty", "_summary", "_elements")


class CannotSearch(Exception):
    """The search makes no sense, or is not done here. Whoever wrote the app can put it right; the text says how."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A whole search. ignored: parameters that nobody here knows, left out of what is answered."""

    criteria: tuple[Criterion, ...]
    count: int
    total: bool
    cursor: str
    includes: tuple[str, ...]
    revincludes: tuple[str, ...]
    ignored: tuple[str, ...]


def read(
    asked: Mapping[str, Sequence[str]], *, params: Mapping[str, Kind], includes: Sequence[str],
    revincludes: Sequence[str], base: str, strict: bool,
) -> Wanted:  # fmt: skip
    """Read the parameters of a search of one type. Raises CannotSearch.

    strict: what is not known is refused instead of ignored (Prefer: handling=strict).
    """
    criteria: list[Criterion] = []
    ignored: list[str] = []
    for full, given in asked.items():
        name, _, modifier = full.partition(":")
        if name in _RESULT:
            continue
        kind = params.get(name)
        if kind is None:
            ignored.append(name if re.fullmatch(r"[\w.-]{1,60}", name) else "?")
            continue
        criteria += [_said(name, kind, modifier, text, base) for text in given if text]
    if len(criteria) > _MOST_CRITERIA:
        raise CannotSearch(f"At most {_MOST_CRITERIA} parameters can be asked for at once.")
    if ignored and strict:
        raise CannotSearch(f"This server does not search by {', '.join(ignored)}.")
    return Wanted(
        tuple(criteria),
        _count(asked),
        (asked.get("_total") or [""])[0] != "none",
        (asked.get("_cursor") or [""])[0],
        _listed("_include", asked.get("_include", ()), includes, strict),
        _listed("_revinclude", asked.get("_revinclude", ()), revincludes, strict),
        tuple(ignored),
    )


def _said(name: str, kind: Kind, modifier: str, text: str, base: str) -> Criterion:
    if kind == "reference" and _TYPE.fullmatch(modifier):
        text, modifier = ",".join(f"{modifier}/{each.rpartition('/')[2]}" for each in _parts(text, name)), ""
    if modifier and modifier not in _MODIFIERS[kind]:
        raise CannotSearch(f"{name} cannot be asked for in this way: neither chained, nor with such a modifier.")
    if modifier == "missing":
        if text not in ("true", "false"):
            raise CannotSearch(f"{name}:missing must be true or false.")
        return Criterion(name, kind, (text,), modifier)
    return Criterion(name, kind, tuple(_value(name, kind, part, base) for part in _parts(text, name)), modifier)


def _parts(text: str, name: str) -> list[str]:
    """The values between commas; "\\," is a comma within one."""
    if len(text) > _LONGEST * 10 or "\0" in text:
        raise CannotSearch(f"The value of {name} is too long, or holds what no value may hold.")
    parts = re.split(r"(?<!\\),", text)
    if len(parts) > _MOST_VALUES or any(len(part) > _LONGEST for part in parts):
        raise CannotSearch(f"{name} has too many values, or too long ones.")
    return [part for part in parts if part] or [""]


def _value(name: str, kind: Kind, text: str, base: str) -> Value:
    if kind == "date":
        found = span(text)
        if found is None:
            raise CannotSearch(f"{name} is not a date such as 2024, 2024-05, 2024-05-17 or 2024-05-17T08:30:00Z.")
        return found
    plain = _unescaped(text)
    if kind == "token":
        return _token(name, text)
    if kind == "reference":
        return _reference(name, plain, base)
    if kind == "id":
        if not _ID.fullmatch(plain):
            raise CannotSearch(f"{name} is not an id.")
        return plain
    if not plain.strip():
        raise CannotSearch(f"{name} is empty.")
    return plain


def _token(name: str, text: str) -> Token:
    split = _BAR.fullmatch(text)
    system, code = split.groups() if split else (None, text)
    if not (code or system):
        raise CannotSearch(f"{name} needs a code.")
    return Token(_unescaped(system) if system is not None else None, _unescaped(code))


def _unescaped(text: str) -> str:
    return re.sub(r"\\([,$|\\])", r"\1", text)


def _reference(name: str, text: str, base: str) -> Ref:
    root = base.rstrip("/") + "/"
    inside = text.removeprefix(root)
    resource_type, slash, identity = inside.rpartition("/")
    if not _ID.fullmatch(identity) or (slash and not _TYPE.fullmatch(resource_type)):
        raise CannotSearch(f"{name} is not a reference on this server, such as Patient/123.")
    return Ref(resource_type, identity)


def _count(asked: Mapping[str, Sequence[str]]) -> int:
    text = (asked.get("_count") or [str(USUAL)])[-1]
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise CannotSearch("_count is not a number.")
    return min(int(text), MOST)


def _listed(name: str, given: Sequence[str], known: Sequence[str], strict: bool) -> tuple[str, ...]:
    found: list[str] = []
    for text in (part for each in given for part in each.split(",") if part):
        match = next((each for each in known if text == each or text.startswith(each + ":")), None)
        if match is not None:
            found.append(text)
        elif strict:
            raise CannotSearch(f"This server does not do this {name}.")
    return tuple(dict.fromkeys(found))
