"""Which of the codes that a thing was given says what it is, so that two sources can be compared?"""

from __future__ import annotations

import re
from functools import lru_cache

from haversack.records.entry import Coding

# From the most exact to the least, for the things a record holds. A thing coded in several is compared in the first.
_RANK = (
    "http://loinc.org",
    "http://snomed.info/sct",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://hl7.org/fhir/sid/cvx",
    "http://hl7.org/fhir/sid/icd-10-cm",
    "http://hl7.org/fhir/sid/icd-10",
    "http://www.cms.gov/Medicare/Coding/ICD10",
    "http://www.ama-assn.org/go/cpt",
    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "http://hl7.org/fhir/sid/icd-9-cm",
    "http://www.whocc.no/atc",
    "http://hl7.org/fhir/sid/ndc",
    "http://fdasis.nlm.nih.gov",
    "http://hl7.org/fhir/ndfrt",
)
_PLACE = {system: place for place, system in enumerate(_RANK)}
# FHIR R4, 4.3.0.2 "Using code systems": what older feeds write for the same systems.
_SAME_AS = {
    "urn:oid:2.16.840.1.113883.6.1": "http://loinc.org",
    "urn:oid:2.16.840.1.113883.6.96": "http://snomed.info/sct",
    "urn:oid:2.16.840.1.113883.6.88": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "urn:oid:2.16.840.1.113883.12.292": "http://hl7.org/fhir/sid/cvx",
    "urn:oid:2.16.840.1.113883.6.90": "http://hl7.org/fhir/sid/icd-10-cm",
    "urn:oid:2.16.840.1.113883.6.3": "http://hl7.org/fhir/sid/icd-10",
    "urn:oid:2.16.840.1.113883.6.4": "http://www.cms.gov/Medicare/Coding/ICD10",
    "urn:oid:2.16.840.1.113883.6.12": "http://www.ama-assn.org/go/cpt",
    "urn:oid:2.16.840.1.113883.6.285": "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "urn:oid:2.16.840.1.113883.6.103": "http://hl7.org/fhir/sid/icd-9-cm",
    "urn:oid:2.16.840.1.113883.6.73": "http://www.whocc.no/atc",
    "urn:oid:2.16.840.1.113883.6.69": "http://hl7.org/fhir/sid/ndc",
    "urn:oid:2.16.840.1.113883.4.9": "http://fdasis.nlm.nih.gov",
    "urn:oid:2.16.840.1.113883.3.26.1.5": "http://hl7.org/fhir/ndfrt",
}
_SNOMED_EDITION = re.compile(r"http://snomed\.info/sct/\d+(?:/version/\d+)?", re.ASCII)


def system_of(written: str) -> str:
    """A code system by the address FHIR R4 gives it, also when named by its OID or by an edition of SNOMED CT."""
    found = written.rstrip("/")
    if _SNOMED_EDITION.fullmatch(found):
        return "http://snomed.info/sct"
    return _SAME_AS.get(found, found)


@lru_cache(maxsize=16_384)
def principal(codes: tuple[Coding, ...]) -> str:
    """The best known system among the codes and all codes in it, as text: "http://loinc.org|4548-4"; "" without any.

    Codes without a system name nothing, for every source may use them its own way. Displays do not count. Of systems
    that we do not rank, the first by alphabet.
    """
    held: dict[str, set[str]] = {}
    for coding in codes:
        if coding.system and coding.code:
            held.setdefault(system_of(coding.system), set()).add(coding.code)
    if not held:
        return ""
    system = min(held, key=lambda system: (_PLACE.get(system, len(_RANK)), system))
    return f"{system}|{','.join(sorted(held[system]))}"
