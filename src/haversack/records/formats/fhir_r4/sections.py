"""On which list does a document put the findings that do not say their own kind?

An International Patient Summary (and any FHIR document) sorts its entries by sections; an Observation in one need not
repeat it as its category. Source: HL7 IPS 2.0, Composition.section; LOINC codes of its sections.
"""

from __future__ import annotations

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.fields import Doc, concept, objs, text

_LISTS = {
    "30954-2": "labs",
    "11493-4": "labs",
    "8716-3": "vitals",
    "29762-2": "social-history",
    "10162-6": "pregnancy",
}
_DEEPEST = 8


def sections_of(composition: Doc) -> dict[str, str]:
    """Reference, as the Composition writes it, to the list of the section that it stands in."""
    found: dict[str, str] = {}
    _gather(composition, "", found, _DEEPEST)
    return found


def _gather(holder: Doc, above: str, found: dict[str, str], deep: int) -> None:
    for section in objs(holder.get("section")):
        codes = (coding.code for coding in concept(section.get("code")).codes)
        slug = next((_LISTS[code] for code in codes if code in _LISTS), above)
        if slug:
            references = (text(one.get("reference")) for one in objs(section.get("entry")))
            found.update(dict.fromkeys(filter(None, references), slug))
        if deep:
            _gather(section, slug, found, deep - 1)


def put_on_its_list(entry: Entry, doc: Doc, slug: str) -> None:
    """Move an entry to the list of its section, where the resource itself says nothing of its kind."""
    if doc.get("category") or (slug == "labs" and not _is_measured(doc)):
        return
    if (entry.type == "Observation" and entry.category == "other") or (
        entry.type == "DiagnosticReport" and entry.category == "documents" and slug == "labs"
    ):
        entry.category = slug


_MEASURED = ("valueQuantity", "valueRange", "valueRatio", "component", "hasMember", "referenceRange")


def _is_measured(doc: Doc) -> bool:
    """Results are more than a laboratory's: what somebody saw or was told stands among them too."""
    return doc.get("resourceType") != "Observation" or any(name in doc for name in _MEASURED)
