"""What becomes of a Patient whom a message describes with less, or otherwise, than is on file? (HL7 v2)

A laboratory knows a name, a birth date and a number. Whatever is on file and the message says nothing of stays; what
is on file and the message says otherwise stays too, and is named as a problem: which of the two is right, people find
out. What the message adds is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from haversack.records.people import identity_of_patient, same_person

from .profile import Doc

# Elements that say one thing under one of several names (FHIR's choice of types).
_CHOICES = (("deceasedDateTime", "deceasedBoolean"), ("multipleBirthInteger", "multipleBirthBoolean"))
_BY_KEY = {"extension": ("url",), "identifier": ("system", "value"), "telecom": ("system", "value")}
_NOT_COMPARED = frozenset({"resourceType", "id", "meta", "text"})
# What shows two people to be two, or one of the systems to be wrong.
CONTRADICTIONS = {
    "birthDate": "birth date",
    "name": "name",
    "gender": "sex",
}


def merged(on_file: Doc, said: Doc) -> Doc:
    """What is on file with what the message adds; on file it has the id and stamps that it has."""
    found = dict(on_file)
    kept = _NOT_COMPARED | ({"name"} if CONTRADICTIONS["name"] in contradictions(on_file, said) else set())
    for key, value in said.items():
        if key in kept or any(other in on_file for other in _others(key)):
            continue
        if key not in found:
            found[key] = value
        elif isinstance(found[key], list) and isinstance(value, list):
            found[key] = [*found[key], *(one for one in value if not _is_there(one, found[key], _BY_KEY.get(key)))]
    if found.get("deceasedBoolean") is True and "deceasedDateTime" in said:
        found["deceasedDateTime"] = said["deceasedDateTime"]
        del found["deceasedBoolean"]
    return found


def contradictions(on_file: Doc, said: Doc) -> list[str]:
    """In which of birth date, name and sex the two differ, in words; what one of them leaves out differs in nothing."""
    one, other = identity_of_patient(on_file), identity_of_patient(said)
    nameless = {"names": ()}
    found = []
    born = bool(one.born and other.born) and not same_person(_with(one, **nameless), _with(other, **nameless))
    named = bool(one.names and other.names) and not same_person(_with(one, born=""), _with(other, born=""))
    sexes = {on_file.get("gender"), said.get("gender")} - {None, "", "unknown"}
    for key, differs in (("birthDate", born), ("name", named), ("gender", len(sexes) > 1)):
        if differs:
            found.append(CONTRADICTIONS[key])
    return found


def _others(key: str) -> Sequence[str]:
    return [name for group in _CHOICES if key in group for name in group if name != key]


def _with(identity: Any, **changed: Any) -> Any:
    values = {"names": identity.names, "born": identity.born, "id": identity.id}
    return type(identity)(**values | changed)


def _is_there(one: object, others: Sequence[object], keys: Sequence[str] | None) -> bool:
    """Whether the list says so already: all of it, or, of what has a key, something under the same key."""
    if not isinstance(one, Mapping):
        return one in others
    known = [other for other in others if isinstance(other, Mapping)]
    if keys is not None:
        return any(all(_agrees(one.get(key), other.get(key)) for key in keys) for other in known)
    return any(_says_all_of(other, one) for other in known)


def _agrees(one: object, other: object) -> bool:
    return one == other or one is None or other is None


def _says_all_of(other: object, one: object) -> bool:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(key in other and _says_all_of(other[key], value) for key, value in one.items() if key != "use")
    if isinstance(one, list) and isinstance(other, list):
        return all(any(_says_all_of(there, value) for there in other) for value in one)
    return _folded(one) == _folded(other)


def _folded(value: object) -> object:
    return " ".join(value.casefold().split()) if isinstance(value, str) else value
