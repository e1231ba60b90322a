"""What is a code system called among people?"""

from __future__ import annotations

from haversack.records.entry import Coding

SYSTEMS = {
    "http://loinc.org": "LOINC",
    "http://snomed.info/sct": "SNOMED CT",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://hl7.org/fhir/sid/cvx": "CVX",
    "http://hl7.org/fhir/sid/ndc": "NDC",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
    "http://hl7.org/fhir/sid/icd-9-cm": "ICD-9-CM",
    "http://www.ama-assn.org/go/cpt": "CPT",
    "http://www.whocc.no/atc": "ATC",
    "http://unitsofmeasure.org": "UCUM",
}


def code_words(coding: Coding) -> str:
    """ "LOINC 4548-4, Hemoglobin A1c/Hemoglobin.total in Blood"."""
    system = SYSTEMS.get(coding.system, coding.system.rstrip("/").rsplit("/", 1)[-1] if coding.system else "")
    head = f"{system} {coding.code}".strip()
    return f"{head}, {coding.display}" if coding.display else head
