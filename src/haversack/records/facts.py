"""Do two lines of a record, told by two sources, state the same fact?

Invariant 3: facts merge by themselves only on equal code, date at equal precision, value and unit; anything weaker is a
suggestion for a person to decide on. Each line gets a text of its own, from itself alone, and lines with equal texts
merge: so the outcome cannot depend on which arrived first.

What counts beside the code, by kind: an allergy's status, criticality and reactions; a condition's status, severity,
stage, place and end; a medicine's status, intent, end and dosage (another dose is a conflict to show); a procedure's
status, place and end; a visit's class, status, start and end. A vaccine's lot does not count: registries leave it out,
and the same vaccine is not given twice on one day. Reports and plans state no fact that sources share. A document of
sections (Composition) is the same in two sources where its number, its date and its words are: the number stays when
the document changes, so that another date or other words are another version, which stands by itself.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from haversack.records.coding_systems import principal
from haversack.records.entry import Component, Entry, Value
from haversack.records.instants import instant

_DIVIDER = "\x1f"
_WITH_TIME = frozenset({"minute", "second", "fraction"})
_MEDICINES = frozenset({"MedicationRequest", "MedicationStatement", "MedicationDispense", "MedicationAdministration"})
# The details that are part of what is stated, by type of resource. A type that is not here never merges by itself.
_STATED = {
    "Observation": ("body-site",),
    "AllergyIntolerance": ("criticality",),
    "Condition": ("severity", "stage", "body-site"),
    "Immunization": (),
    "Procedure": ("body-site",),
    "Encounter": ("class",),
    **dict.fromkeys(_MEDICINES, ("dosage", "intent")),
}
_STATUS_COUNTS = frozenset({"AllergyIntolerance", "Condition", "Procedure", "Encounter"}) | _MEDICINES
# A problem can be known without a day. Everything else happened on one.
_MAY_BE_UNDATED = frozenset({"AllergyIntolerance", "Condition"})
# Planned, called off, or not known to be: the source does not state that it happened.
_NOTHING_STATED = frozenset({"registered", "cancelled", "unknown"})


def fact_key(entry: Entry) -> str | None:
    """Equal text: the same fact, merged across sources. None: this line never merges by itself."""
    stated = _STATED.get(entry.type)
    if stated is None or entry.standing == "entered-in-error":
        return None
    codes = principal(entry.codes)
    if not codes or (not entry.date and entry.type not in _MAY_BE_UNDATED):
        return None
    if entry.type == "Observation" and (
        entry.status in _NOTHING_STATED
        or not (_says(entry.value) or any(_says(part.value) for part in entry.components))
    ):
        return None
    # On one day a person may well be seen in two places; to the minute, hardly.
    if entry.type == "Encounter" and not (entry.precision in _WITH_TIME and entry.end):
        return None
    parts = [entry.type, entry.category, entry.standing, codes, _when(entry.date), _when(entry.end)]
    if entry.type in _STATUS_COUNTS:
        parts.append(entry.status)
    parts.append(_value(entry.value))
    if entry.components:
        parts.extend(sorted(map(_component, entry.components)))
    if stated or entry.type in _MAY_BE_UNDATED:
        details = dict(entry.details)
        parts.extend([f"{name}={_folded(details[name])}" for name in stated if name in details])
        if entry.type in _MAY_BE_UNDATED and (doubt := _doubt(details.get("verification", ""))):
            parts.append(doubt)
    return _DIVIDER.join(parts)


def document_key(doc: dict[str, Any], entry: Entry) -> str | None:
    """Equal text: the same document, told by two sources. None for what is no Composition, or has no number.

    R4 Composition.identifier "remains constant as the composition changes over time".
    """
    number = doc.get("identifier") if doc.get("resourceType") == "Composition" else None
    if type(number) is not dict or not number.get("value") or not entry.date or entry.standing != "fact":
        return None
    named = (str(number.get("system") or ""), str(number["value"]))
    words = sha256("\x1e".join((entry.title, entry.text)).encode("utf-8", "replace")).hexdigest()
    return _DIVIDER.join((entry.type, *named, entry.status, _when(entry.date), words))


def claimed_key(entry: Entry) -> str | None:
    """Equal text: two claims tell of the same thing, on the same day. None for what has no code.

    An adjusted claim repeats what the first one told of, and a second insurer what the first did. What a clinic
    recorded has a key of another kind: a fill that was billed and the prescription behind it are two things to know.
    """
    codes = principal(entry.codes)
    if not codes or not entry.date:
        return None
    return _DIVIDER.join(("claimed", entry.type, codes, entry.date[:10]))


def _doubt(verification: str) -> str:
    """Unconfirmed, provisional, differential. Silence means confirmed."""
    folded = _folded(verification)
    return "" if folded in ("", "confirmed") else f"doubt={folded}"


def _says(value: Value | None) -> bool:
    return value is not None and value.text != ""


def _when(written: str) -> str:
    """A time with its zone as an instant in UTC; anything else as written, so that precision counts."""
    return instant(written) or written if "T" in written else written


def _value(value: Value | None) -> str:
    if value is None:
        return ""
    said = (principal(value.codes) if value.codes else "") or value.text
    when = _when(said) if value.kind == "date" else said
    return "\x1e".join((value.kind, value.comparator, when, value.ucum or value.unit))


def _component(part: Component) -> str:
    named = principal(part.codes) or _folded(part.title)
    return f"{named}: {_value(part.value) if part.value else part.absent and 'absent'}"


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
