"""Are these bytes one FHIR R4 resource, and if not, what is wrong with them?"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any, NamedTuple

from haversack.records import digits
from haversack.records.canonical import canonical
from haversack.records.entry import Severity
from haversack.records.formats.fhir_r4.versions import R4_TYPES, version_of_type

# Far more than FHIR needs (R4 resources nest 10 to 20 deep), far less than what exhausts the stack of whoever walks it.
DEEPEST = 200
# A large resource is large by a scan or a narrative in it. Millions of members only serve to exhaust memory, of which
# each takes 60 bytes and more.
MOST_PARTS = 1_000_000
_LARGE = 4 << 20
# To say what is wrong with broken JSON takes ten times its size in memory.
_LARGEST_EXAMINED = 16 << 20

_TYPE = re.compile(r"[A-Z][A-Za-z]{1,63}", re.ASCII)
_NOT_A_NUMBER = re.compile(rb"[:,\[]\s*-?(?:NaN|Infinity)\b")
_LONE_HALF = re.compile(rb"\\u[dD][89a-fA-F]")

NOT_AN_OBJECT = "This is JSON, but not a FHIR resource: a resource is an object in braces."
NO_TYPE = "This does not say what type of resource it is (resourceType is missing or not a name)."
TOO_DEEP = f"This is nested more than {DEEPEST} levels deep, which no health record is."
TOO_MANY_PARTS = f"This consists of more than {MOST_PARTS:,} parts, which no health record does."
TWICE = "This gives two different values for the same name, so what it says is not certain."
CUT_OFF = "This ends in the middle: it was cut off, perhaps by a download that did not finish. Fetch it again."
NAN = "This holds NaN or Infinity, which JSON does not have. Whoever made the file wrote a number that is none."
WRONG_ENCODING = (
    "The characters are not UTF-8, which FHIR asks for. The file was saved in another encoding, such as Latin-1."
)
HALF_CHARACTER = "This holds half of a character (a lone surrogate), so its text cannot be read."
CONTROL = "This holds a control character or a NUL byte inside its text, which JSON forbids."
TOO_LONG_A_NUMBER = "This holds a number of thousands of digits."
BROKEN = "This is not valid JSON: a comma, quotation mark or bracket is missing or misplaced."
UNKNOWN_TYPE = "{0} is not a type of resource that FHIR R4 has. It is kept, and shown in no list."
OTHER_TYPE = "{0} is a type of resource of FHIR {1}, another version than R4. It is kept, and shown in no list."
OTHER_VERSION = (
    "This is written in FHIR {0}, another version than R4. It is kept as it came, and read as R4 would have it."
)
OUTCOME = "This is a message of the server, not a health record. What was asked for may be missing from the file."


class Read(NamedTuple):
    """One resource as it was read. `doc` is None where it could not be, and `remark` says why; with a `doc`, `remark`
    is a warning or "". `content` is its content hash (identity.py), b"" without a `doc`.
    """

    doc: dict[str, Any] | None
    remark: str
    severity: Severity = "error"
    content: bytes = b""


def read_resource(raw: bytes) -> Read:
    """Decode the bytes of one resource. Never raises for what they are.

    Numbers keep their digits (digits.py). What is sure to be read wrongly is not read: names that stand twice with
    different values, text that is not UTF-8.
    """
    if len(raw) > _LARGE and raw.count(b",") + raw.count(b"{") + raw.count(b"[") > MOST_PARTS:
        return Read(None, TOO_MANY_PARTS)
    try:
        doc = digits.decode(raw)
    except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
        return Read(None, why_unreadable(raw))
    if type(doc) is not dict:
        return Read(None, NOT_AN_OBJECT)
    if raw.count(b"{") + raw.count(b"[") > DEEPEST and _is_too_deep(doc):
        return Read(None, TOO_DEEP)
    said, left_out = canonical(doc)  # also what is hashed: a resource is written down once
    if _may_have_lost(raw, said, left_out) and _disagrees(raw):
        return Read(None, TWICE)
    content, kind = sha256(said).digest(), doc.get("resourceType")
    if kind in R4_TYPES if type(kind) is str else False:
        return Read(doc, "", "error", content) if kind != "OperationOutcome" else Read(doc, OUTCOME, "warning", content)
    if type(kind) is not str or not _TYPE.fullmatch(kind):
        return Read(None, NO_TYPE)
    version = version_of_type(kind)
    return Read(doc, OTHER_TYPE.format(kind, version) if version else UNKNOWN_TYPE.format(kind), "warning", content)


def _may_have_lost(raw: bytes, said: bytes, left_out: bytes) -> bool:
    """Whether a name may stand twice, of which decoding kept one. `said`, `left_out`: as `canonical` gives them.

    What is written down is as short as JSON can be: where nothing shrank, nothing is missing. Else quotation marks are
    counted, of which a lost name takes some with it; an escaped one may hide that.
    """
    # In the list that `left_out` is, members stand as in their object, but for one comma where there are any.
    if len(raw) == len(said) + max(len(left_out) - 1, 0):
        return False
    return raw.count(b'"') > said.count(b'"') + left_out.count(b'"') or (b"\\" in raw and b"\\u0022" in raw)


def _is_too_deep(doc: dict[str, Any]) -> bool:
    level: list[Any] = [doc]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return False
    return True


class _Disagreement(Exception):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        for name, value in pairs:
            if digits.encode(found[name]) != digits.encode(value):  # to Python, 1 is True
                raise _Disagreement
    return found


def _disagrees(raw: bytes) -> bool:
    """Whether an object anywhere in it has a name twice, with different values. Numbers are compared as written."""
    try:
        json.loads(raw, object_pairs_hook=_once, parse_float=digits.Digits)
    except _Disagreement:
        return True
    return False


def why_unreadable(raw: bytes) -> str:
    """What a person needs to know about JSON that cannot be decoded; the error's own text may quote the record."""
    try:
        raw.decode()
    except UnicodeDecodeError as wrong:
        return CUT_OFF if wrong.end == len(raw) and wrong.reason == "unexpected end of data" else WRONG_ENCODING
    if len(raw) > _LARGEST_EXAMINED:
        return BROKEN
    try:
        json.loads(raw)
    except RecursionError:
        return TOO_DEEP
    except json.JSONDecodeError as found:
        if found.msg.startswith("Unterminated string") or found.pos >= len(raw.decode().rstrip()):
            return CUT_OFF
        return CONTROL if found.msg.startswith("Invalid control character") else BROKEN
    except ValueError:
        return TOO_LONG_A_NUMBER
    # Python's own reader took it: it is fond of NaN and of half characters.
    return NAN if _NOT_A_NUMBER.search(raw) else HALF_CHARACTER if _LONE_HALF.search(raw) else BROKEN


def place_of_break(raw: bytes) -> str:
    """Where a document's JSON stops making sense: "line 12", or "byte 1034" where all is on one line; "" unknown."""
    if len(raw) > _LARGEST_EXAMINED:
        return ""
    try:
        json.loads(raw)
    except UnicodeDecodeError as wrong:
        return f"byte {wrong.start}"
    except json.JSONDecodeError as broken:
        return f"line {broken.lineno}" if b"\n" in raw.rstrip() else f"byte {broken.pos}"
    except (ValueError, RecursionError):
        pass
    return ""
