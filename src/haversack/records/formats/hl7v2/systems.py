"""Which code system does the short name in an HL7 v2 code mean, by the address that FHIR gives it?

Source: HL7 table 0396 and the CodeSystem map of the HL7 v2-to-FHIR guide. A name that is the sender's own ("L",
"99LAB") means something only beside the sender's name, and is written so.
"""

from __future__ import annotations

import re
from urllib.parse import quote

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
CVX = "http://hl7.org/fhir/sid/cvx"
NDC = "http://hl7.org/fhir/sid/ndc"
UCUM = "http://unitsofmeasure.org"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203"

_NAMES = {
    "LN": LOINC, "LOINC": LOINC, "LNC": LOINC,
    "SCT": SNOMED, "SNOMED": SNOMED, "SNOMEDCT": SNOMED, "SCTUSX": SNOMED,
    "CVX": CVX, "NDC": NDC, "MVX": "http://hl7.org/fhir/sid/mvx",
    "RXNORM": "http://www.nlm.nih.gov/research/umls/rxnorm", "RXN": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "UCUM": UCUM,
    "I9": "http://hl7.org/fhir/sid/icd-9-cm", "I9C": "http://hl7.org/fhir/sid/icd-9-cm",
    "I9CDX": "http://hl7.org/fhir/sid/icd-9-cm", "I9CM": "http://hl7.org/fhir/sid/icd-9-cm",
    "I9M": "http://hl7.org/fhir/sid/icd-9-cm", "I9CP": "http://hl7.org/fhir/sid/icd-9-cm",
    "I10": "http://hl7.org/fhir/sid/icd-10", "ICD10": "http://hl7.org/fhir/sid/icd-10",
    "I10C": "http://hl7.org/fhir/sid/icd-10-cm", "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "I10P": "http://www.cms.gov/Medicare/Coding/ICD10",
    "C4": "http://www.ama-assn.org/go/cpt", "CPT": "http://www.ama-assn.org/go/cpt",
    "CPT4": "http://www.ama-assn.org/go/cpt", "HCPCS": "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "ATC": "http://www.whocc.no/atc", "WC": "http://www.whocc.no/atc", "UNII": "http://fdasis.nlm.nih.gov",
    "NCIT": "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "DCM": "http://dicom.nema.org/resources/ontology/DCM",
    "CDCREC": "urn:oid:2.16.840.1.113883.6.238", "CDCPHINVS": "urn:oid:2.16.840.1.114222.4.5.274",
    "MDC": "urn:iso:std:iso:11073:10101", "ISO3166_1": "urn:iso:std:iso:3166",
}  # fmt: skip
_TABLE = re.compile(r"HL7-?(\d{3,4})")
_OID = re.compile(r"[0-2](?:\.(?:0|[1-9]\d*))+")
_URI = re.compile(r"(?:https?|urn):\S+")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def system_of(name: str, oid: str, sender: str) -> str:
    """The address of a code system that is named so; `oid` where the message gives one too; "" for no name."""
    plain = name.upper().replace(" ", "").replace("_", "").replace("-", "")
    known = _NAMES.get(name.upper()) or _NAMES.get(plain)
    if known:
        return known
    if table := _TABLE.fullmatch(name.upper()):
        return f"http://terminology.hl7.org/CodeSystem/v2-{table[1]:0>4}"
    if said := address_of(oid) or address_of(name):
        return said
    return f"urn:hl7v2:{quote(sender, safe='')}:{quote(name, safe='')}" if name else ""


def address_of(identifier: str, kind: str = "") -> str:
    """An OID, UUID, address or DNS name as a URI; "" for what is none of them."""
    if _OID.fullmatch(identifier):
        return f"urn:oid:{identifier}"
    if _URI.fullmatch(identifier):
        return identifier
    if _UUID.fullmatch(identifier):
        return f"urn:uuid:{identifier.lower()}"
    return f"urn:dns:{quote(identifier, safe='.-')}" if identifier and kind == "DNS" else ""


def table(number: str, code: str, display: str = "") -> dict[str, str]:
    """A Coding of one of HL7's own tables."""
    found = {"system": f"http://terminology.hl7.org/CodeSystem/v2-{number}", "code": code}
    return {**found, "display": display} if display else found
