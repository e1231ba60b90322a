"""How is a member of an older or newer resource brought to the place and shape that R4 gives it?

Every function changes a resource that is a copy already, and leaves alone what is not there or of another type: what
cannot be read costs itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Doc = dict[str, Any]
# Types that R4 calls otherwise, so that what referred to them still does.
RENAMED = {
    "DeviceUsage": "DeviceUseStatement", "DeviceUseRequest": "DeviceRequest", "DiagnosticOrder": "ServiceRequest",
    "MedicationOrder": "MedicationRequest", "ProcedureRequest": "ServiceRequest", "ReferralRequest": "ServiceRequest",
}  # fmt: skip
SYSTEM = "http://terminology.hl7.org/CodeSystem/"


def move(doc: Doc, **names: str) -> None:
    """Rename members, old="new". What R4's own name holds already stays."""
    for old, new in names.items():
        if old in doc:
            value = doc.pop(old)
            doc.setdefault(new, value)


def in_list(doc: Doc, *names: str) -> None:
    """What may stand more than once in R4, and stood alone."""
    for name in names:
        if name in doc and type(doc[name]) is not list:
            doc[name] = [doc[name]]


def first_of(doc: Doc, *names: str) -> None:
    """What stands alone in R4, and stood in a list."""
    for name in names:
        if type(doc.get(name)) is list:
            doc[name] = doc[name][0] if doc[name] else None
            if doc[name] is None:
                del doc[name]


def noted(doc: Doc, *names: str) -> None:
    """Comments that were plain text, as Annotations."""
    for name in names:
        said = doc.get(name)
        if type(said) is str:
            doc.pop(name)
            add(doc, "note", {"text": said})
        elif name == "note":
            in_list(doc, "note")
        elif said is not None:
            move(doc, **{name: "note"})


def add(doc: Doc, name: str, *values: Any) -> None:
    """Put more into a list that may not be there yet."""
    in_list(doc, name)
    doc[name] = [*doc.get(name, []), *values]


def word(doc: Doc, name: str) -> str:
    """A member that is text; "" for anything else."""
    found = doc.get(name)
    return found if type(found) is str else ""


def taken(doc: Doc, name: str) -> Doc | None:
    """A member that is one object, taken out; None, and nothing changed, for anything else."""
    found = doc.get(name)
    return doc.pop(name) if type(found) is dict else None


def codes_in(concept: Any) -> list[str]:
    """The codes of a CodeableConcept."""
    found = (coding.get("code") for one in objects(concept) for coding in objects(one.get("coding")))
    return [code for code in found if type(code) is str]


def coded(doc: Doc, name: str, system: str, words: Mapping[str, str] | None = None) -> None:
    """A plain code as the CodeableConcept that R4 wants; `words` gives R4's code for the older one, "" for none."""
    code = doc.get(name)
    if type(code) is not str:
        return
    meant = words.get(code, code) if words is not None else code
    if meant:
        doc[name] = {"coding": [{"system": SYSTEM + system, "code": meant}]}
    else:
        del doc[name]


def objects(value: Any) -> Iterator[Doc]:
    """The objects of a list, or the lone one."""
    for item in value if type(value) is list else (value,):
        if type(item) is dict:
            yield item


def copied(value: Any) -> Any:
    """A copy all through, so that what came stays as it came."""
    if type(value) is dict:
        return {name: copied(item) for name, item in value.items()}
    return [copied(item) for item in value] if type(value) is list else value


def same_names(value: Any) -> None:
    """Write as R4 does, in place: the addresses of HL7's own code systems (http://hl7.org/fhir/v2/0203), and the types
    of what is referred to (MedicationOrder/1).
    """
    if type(value) is list:
        for item in value:
            same_names(item)
    elif type(value) is dict:
        system = value.get("system")
        if type(system) is str and system.startswith("http://hl7.org/fhir/"):
            value["system"] = _system(system)
        elif type(system) is str and system in _OTHER_ADDRESSES:
            value["system"] = _OTHER_ADDRESSES[system]
        reference = value.get("reference")
        if type(reference) is str:
            kind, slash, rest = reference.partition("/")
            value["reference"] = f"{RENAMED.get(kind, kind)}{slash}{rest}"
        for item in value.values():
            same_names(item)


_OTHER_ADDRESSES = {
    "http://www2a.cdc.gov/vaccines/IIS/IISStandards/vaccines.asp?rpt=cvx": "http://hl7.org/fhir/sid/cvx",
    "http://www2a.cdc.gov/vaccines/iis/iisstandards/vaccines.asp?rpt=cvx": "http://hl7.org/fhir/sid/cvx",
    "http://loinc.org/": "http://loinc.org",
}
_MOVED = frozenset({
    "observation-category", "condition-category", "condition-clinical", "condition-ver-status", "data-absent-reason",
    "diagnosis-role", "discharge-disposition", "admit-source", "location-physical-type", "organization-type",
    "goal-category", "goal-priority", "allergyintolerance-clinical", "immunization-origin", "practitioner-role",
    "encounter-type", "participant-type", "reaction-event-certainty", "medication-statement-category",
    "adverse-event-category", "service-type", "service-category",
})  # fmt: skip


def _system(system: str) -> str:
    name = system.removeprefix("http://hl7.org/fhir/")
    for table in ("v2/", "v3/"):
        if name.startswith(table):
            return f"{SYSTEM}{table[:2]}-{name[3:].split('/', 1)[-1] if name[3:].startswith('vs/') else name[3:]}"
    return f"{SYSTEM}{name}" if name in _MOVED else system
