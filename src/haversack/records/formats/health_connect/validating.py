"""Would Android take this resource, and if not, why?

Source: developer.android.com, "Medical records: data format", table 2, and AOSP's MedicalResourceValidator; values by
the regular expressions of FHIR R4 (datatypes.html). What is deeper than the first level is not looked at, as there.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from haversack.records.categories import category_of
from haversack.records.digits import Digits, decode
from haversack.records.formats.fhir_r4.read import read_resource
from haversack.records.formats.health_connect import words
from haversack.records.formats.health_connect.fields import Field, Type, types

VERSIONS = ("4.0.1", "4.3.0")
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}", re.ASCII)
_NAME = re.compile(r"_?[A-Za-z][A-Za-z0-9]{0,59}", re.ASCII)
_YEAR = r"(?:\d(?:\d(?:\d[1-9]|[1-9]0)|[1-9]00)|[1-9]000)"
_DATE = rf"{_YEAR}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[1-2]\d|3[0-1]))?)?"
_DAY = rf"{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[1-2]\d|3[0-1])"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_WRITTEN = {
    "code": re.compile(r"\S+(?:\s\S+)*"),
    "uri": re.compile(r"\S*"),
    "canonical": re.compile(r"\S*"),
    "string": re.compile(r"[ \r\n\t\S]+"),
    "date": re.compile(_DATE, re.ASCII),
    "dateTime": re.compile(rf"{_DATE}|{_DAY}T{_CLOCK}{_ZONE}", re.ASCII),
    "instant": re.compile(rf"{_DAY}T{_CLOCK}{_ZONE}", re.ASCII),
    "time": re.compile(_CLOCK, re.ASCII),
}


class Refusal(NamedTuple):
    """code: for a program; what: the sentence with the field in it; field: its name, "" where it is about none."""

    code: str
    what: str
    field: str = ""


class Verdict(NamedTuple):
    """What Android says: the refusal, or the decoded resource with its category's slug (records/categories.py)."""

    refusal: Refusal | None
    doc: dict[str, Any] | None = None
    category: str = ""


def refusal(sentence: str, field: str = "") -> Refusal:
    """A refusal in these words; a field that is not named as FHIR names fields is not quoted."""
    shown = field if _NAME.fullmatch(field.removesuffix("[x]")) else "?"
    return Refusal(words.MACHINE[sentence], sentence.format(shown), shown if field else "")


def judge(raw: bytes, version: str) -> Verdict:
    """What Android says to the bytes of one resource that is declared to be of this FHIR version."""
    try:
        doc = decode(raw)
    except (ValueError, RecursionError):
        return Verdict(refusal(words.INVALID_JSON))
    if type(doc) is not dict:
        return Verdict(refusal(words.INVALID_JSON))
    verdict = judge_decoded(doc, version)
    if verdict.refusal is None and read_resource(raw)[0] is None:  # such as a name that stands twice, with two values
        return Verdict(refusal(words.INVALID_JSON))
    return verdict


def judge_decoded(doc: dict[str, Any], version: str = VERSIONS[0]) -> Verdict:
    """The same for a decoded resource."""
    if version not in VERSIONS:
        return Verdict(refusal(words.UNSUPPORTED_VERSION), doc)
    kind = doc.get("resourceType")
    known = types().get(kind) if type(kind) is str else None
    if known is None:
        return Verdict(refusal(words.UNSUPPORTED_TYPE), doc)
    if (wrong := _wrong_id(doc) or _wrong_field(doc, known)) is not None:
        return Verdict(wrong, doc)
    category = category_of(doc, strict=True)
    if category is None:
        return Verdict(refusal(words.NO_CATEGORY), doc)
    return Verdict(None, doc, category)


def _wrong_id(doc: dict[str, Any]) -> Refusal | None:
    own = doc.get("id")
    if own is None or own == "":
        return refusal(words.MISSING_ID)
    if type(own) is not str or _ID.fullmatch(own) is None:
        return refusal(words.INVALID_ID)
    return refusal(words.CONTAINED) if doc.get("contained", []) != [] else None


def _wrong_field(doc: dict[str, Any], known: Type) -> Refusal | None:
    chosen: dict[str, str] = {}
    for name, value in doc.items():
        if name in ("resourceType", "id", "contained"):
            continue
        plain = name.removeprefix("_") if name.startswith("_") else name
        if plain == "id":
            field: Field | None = Field("id", "string", False, "")
        else:
            field = known.fields.get(plain)
        if field is None or (plain != name and not _is_primitive(field.kind)):
            return refusal(words.UNKNOWN_FIELD, name)
        if value is None:
            return refusal(words.NULL_VALUE, name)
        if (wrong := _wrong_value(name, value, field)) is not None:
            return wrong
        if field.choice and chosen.setdefault(field.choice, plain) != plain:
            return refusal(words.SEVERAL_CHOICES, field.choice)
    for name in known.required:
        if not (name in chosen or name in doc or f"_{name}" in doc):
            return refusal(words.MISSING_FIELD, name)
    return None


def _wrong_value(name: str, value: Any, field: Field) -> Refusal | None:
    is_beside = name.startswith("_")  # the extensions of a primitive
    if not field.repeats:
        values = [value]
    elif type(value) is not list:
        return refusal(words.NOT_A_LIST, name)
    else:
        values = value
    for one in values:
        if one is None and is_beside and field.repeats:
            continue
        if one is None:
            return refusal(words.NULL_VALUE, name)
        if is_beside or not _is_primitive(field.kind):
            if type(one) is not dict:
                return refusal(words.NOT_AN_OBJECT, name)
        elif (sentence := _wrong_primitive(one, field.kind)) is not None:
            return refusal(sentence, name)
    return None


def _is_primitive(kind: str) -> bool:
    return kind[0].islower()


def _wrong_primitive(value: Any, kind: str) -> str | None:
    if kind == "boolean":
        return None if type(value) is bool else words.WRONG_TYPE
    if kind == "integer":
        return None if type(value) is int and abs(value) < 2**31 else words.WRONG_TYPE
    if type(value) is not str or type(value) is Digits:
        return words.WRONG_TYPE
    return None if _WRITTEN[kind].fullmatch(value) else words.INVALID_VALUE
