"""What would a doctor who has never met this person want to read first? An International Patient Summary.

A FHIR R4 document Bundle after HL7 IPS 2.0 (http://hl7.org/fhir/uv/ips): a Composition of type LOINC 60591-5, a section
for each kind of fact, each readable without software. Problems, allergies and medicines always have their section; one
without entries says that nothing is known here, which is not the same as "none". Results and vital signs are the newest
of each test: the whole record is in the export beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree

from .digits import encode
from .enclosing import Held, Shelf, enclosed, urn
from .entry import Entry
from .ranges import written

LOINC = "http://loinc.org"
DOCUMENT = "60591-5"
PROFILE = "http://hl7.org/fhir/uv/ips/StructureDefinition/"
XHTML = "http://www.w3.org/1999/xhtml"


class Person(NamedTuple):
    """Whom the summary is about. `born` is a FHIR date and `gender` an AdministrativeGender, "" when not known."""

    name: str
    born: str = ""
    gender: str = ""


class Accepted(NamedTuple):
    """An accepted resource: its source, what it says, and its line; None for what no list shows (Practitioner ...)."""

    source: str
    doc: dict[str, Any]
    entry: Entry | None


class Section(NamedTuple):
    """One section: which entries belong to it, and whether it stands there even without any (IPS ips-comp-1)."""

    loinc: str
    title: str
    holds: Callable[[Entry], bool]
    required: bool = False
    newest_only: bool = False


def _of(category: str, *types: str) -> Callable[[Entry], bool]:
    return lambda entry: entry.category == category and entry.standing == "fact" and entry.type in types


SECTIONS = (
    Section("11450-4", "Active problems", lambda e: _of("conditions", "Condition")(e) and e.current, required=True),
    Section("48765-2", "Allergies and intolerances", lambda e: _allergy(e), required=True),
    Section("10160-0", "Medicines", lambda e: _medicine(e) and e.current, required=True),
    Section("11369-6", "Vaccines", _of("vaccines", "Immunization")),
    Section("30954-2", "Results", _of("labs", "Observation", "DiagnosticReport"), newest_only=True),
    Section("47519-4", "Procedures", _of("procedures", "Procedure")),
    Section("8716-3", "Vital signs", _of("vitals", "Observation"), newest_only=True),
    Section("11348-0", "Past problems", lambda e: _of("conditions", "Condition")(e) and not e.current),
    Section("10162-6", "Pregnancies", _of("pregnancy", "Observation")),
    Section("29762-2", "Social history", _of("social-history", "Observation"), newest_only=True),
)


def _allergy(entry: Entry) -> bool:
    """Also "no known allergies", which IPS prefers to an empty section."""
    return entry.type == "AllergyIntolerance" and entry.standing in ("fact", "negated")


def _medicine(entry: Entry) -> bool:
    return _of("medications", "MedicationRequest", "MedicationStatement")(entry)


def summary(records: Iterable[Accepted], person: Person, *, at: str, words: Mapping[str, str] | None = None) -> bytes:
    """The summary as JSON, made at the instant `at`; `words` gives section titles in another language, by LOINC code.

    Digits leave as they came. Raises nothing for ragged records: what has no id cannot be pointed at and is left out.
    """
    known = [one for one in records if one.doc.get("id") and one.doc.get("resourceType")]
    shelf = Shelf(Held(one.source, one.doc) for one in known)
    patient, composition = urn("person", person.name, person.born), urn("composition", person.name, person.born, at)
    chosen: dict[str, Held] = {}
    sections = []
    for section in SECTIONS:
        held = _held(section, known)
        if held or section.required:
            chosen.update((found.urn, found) for found, _ in held)
            sections.append(_section(section, held, (words or {}).get(section.loinc, section.title)))
    bundle = {
        "resourceType": "Bundle",
        "meta": {"profile": [f"{PROFILE}Bundle-uv-ips"]},
        "identifier": {"system": "urn:ietf:rfc:3986", "value": urn("bundle", composition)},
        "type": "document",
        "timestamp": at,
        "entry": [
            {"fullUrl": composition, "resource": _composition(composition, patient, at, sections)},
            {"fullUrl": patient, "resource": _patient(patient, person)},
            *enclosed(chosen.values(), shelf, patient),
        ],
    }
    return encode(bundle)


def _held(section: Section, known: Iterable[Accepted]) -> list[tuple[Held, Entry]]:
    """What belongs to a section, newest first; of each test only the newest where the section says so."""
    held = [(Held(one.source, one.doc), one.entry) for one in known if one.entry and section.holds(one.entry)]
    held.sort(key=lambda pair: (pair[1].date, pair[0].urn), reverse=True)
    if not section.newest_only:
        return held
    newest: dict[object, tuple[Held, Entry]] = {}
    for found, entry in held:
        newest.setdefault(entry.codes[:1] or entry.title, (found, entry))
    return list(newest.values())


def _section(section: Section, held: list[tuple[Held, Entry]], title: str) -> dict[str, Any]:
    built: dict[str, Any] = {
        "title": title,
        "code": {"coding": [{"system": LOINC, "code": section.loinc}]},
        "text": {"status": "generated", "div": _narrative([_sentence(entry) for _, entry in held] or ["–"])},
    }
    if held:
        return {**built, "entry": [{"reference": found.urn} for found, _ in held]}
    reason = {"system": "http://terminology.hl7.org/CodeSystem/list-empty-reason", "code": "unavailable"}
    return {**built, "emptyReason": {"coding": [reason]}}


def _sentence(entry: Entry) -> str:
    value = entry.value
    result = f"{value.comparator}{value.text} {value.unit}".strip() if value else ""
    parts = "; ".join(
        f"{part.title} {part.value.text} {part.value.unit}".strip() for part in entry.components if part.value
    )
    given = f"({written(entry.range)})" if entry.range and written(entry.range) else ""
    return ", ".join(piece for piece in (entry.title, f"{result} {given}".strip(), parts, entry.date) if piece)


def _narrative(sentences: list[str]) -> str:
    """A list in XHTML, built as a tree so that nothing in a record can become markup."""
    div = ElementTree.Element("div", xmlns=XHTML)
    lines = ElementTree.SubElement(div, "ul")
    for sentence in sentences:
        ElementTree.SubElement(lines, "li").text = "".join(sign for sign in sentence if sign.isprintable())
    return ElementTree.tostring(div, encoding="unicode")


def _composition(own: str, patient: str, at: str, sections: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "resourceType": "Composition",
        "id": own.removeprefix("urn:uuid:"),
        "meta": {"profile": [f"{PROFILE}Composition-uv-ips"]},
        "status": "final",
        "type": {"coding": [{"system": LOINC, "code": DOCUMENT, "display": "Patient summary Document"}]},
        "subject": {"reference": patient},
        "date": at,
        "author": [{"reference": patient}],  # the person handed it out; no provider vouches for the selection
        "title": "International Patient Summary",
        "section": sections,
    }


def _patient(own: str, person: Person) -> dict[str, Any]:
    unknown = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
    born = {"birthDate": person.born} if person.born else {"_birthDate": {"extension": [unknown]}}
    return {
        "resourceType": "Patient",
        "id": own.removeprefix("urn:uuid:"),
        "meta": {"profile": [f"{PROFILE}Patient-uv-ips"]},
        "name": [{"text": person.name}],
        **({"gender": person.gender} if person.gender else {}),
        **born,
    }
