"""Which code system does an OID in a C-CDA document mean, by the address that FHIR gives it?

Source: FHIR R4, 4.3 "Using code systems"; HL7 v3 and v2 tables by the addresses of terminology.hl7.org (THO). What FHIR
has no address for keeps its OID.
"""

from __future__ import annotations

from functools import lru_cache

from haversack.records.coding_systems import system_of as known_system
from haversack.records.digits import is_whole
from haversack.records.formats.hl7v2.systems import address_of
from haversack.records.formats.hl7v2.systems import system_of as named_system

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
RACES = "urn:oid:2.16.840.1.113883.6.238"
THO = "http://terminology.hl7.org/CodeSystem/"
ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
SSN = "2.16.840.1.113883.4.1"
NPI = "2.16.840.1.113883.4.6"
IDENTIFIERS = {SSN: "http://hl7.org/fhir/sid/us-ssn", NPI: "http://hl7.org/fhir/sid/us-npi"}

_HL7 = "2.16.840.1.113883."
_TABLES = f"{_HL7}12."
_OIDS = {
    f"{_HL7}6.8": UCUM,
    f"{_HL7}6.13": "http://www.ada.org/cdt",
    f"{_HL7}6.14": "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    f"{_HL7}6.42": "http://hl7.org/fhir/sid/icd-9-cm",
    f"{_HL7}6.104": "http://hl7.org/fhir/sid/icd-9-cm",
    f"{_HL7}6.101": "http://nucc.org/provider-taxonomy",
    f"{_HL7}3.26.1.1": "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
    f"{_HL7}12.227": "http://hl7.org/fhir/sid/mvx",
    f"{_HL7}6.59": "http://hl7.org/fhir/sid/cvx",
    f"{_HL7}6.209": "http://hl7.org/fhir/ndfrt",
    "1.2.840.10008.2.16.4": "http://dicom.nema.org/resources/ontology/DCM",
    "1.3.6.1.4.1.12009.10.2.3": f"{THO}adms",
    **{
        f"{_HL7}5.{number}": f"{THO}v3-{name}"
        for number, name in {
            1: "AdministrativeGender", 2: "MaritalStatus", 4: "ActCode", 6: "ActClass", 7: "ActPriority",
            8: "ActReason", 14: "ActStatus", 25: "Confidentiality", 60: "LanguageAbilityMode",
            83: "ObservationInterpretation",
            84: "ObservationMethod", 88: "ParticipationFunction", 90: "ParticipationType", 110: "RoleClass",
            111: "RoleCode", 112: "RouteOfAdministration", 139: "TimingEvent", 1008: "NullFlavor",
            1063: "ObservationValue", 1076: "ReligiousAffiliation", 1119: "AddressUse",
        }.items()
    },
}  # fmt: skip


@lru_cache(maxsize=4096)
def system_of(oid: str, name: str = "") -> str:
    """The address of a code system by its OID, else by the name that the document gives it; "" for neither."""
    found = _OIDS.get(oid)
    if found:
        return found
    if oid:
        if oid.startswith(_TABLES) and is_whole(oid[len(_TABLES) :]):
            number = int(oid[len(_TABLES) :])
            if number != 292:
                return f"{THO}v2-{number:04}"
        if address := address_of(oid):
            return known_system(address)
    by_name = named_system(name, "", "") if name else ""
    return "" if by_name.startswith("urn:hl7v2:") else by_name


@lru_cache(maxsize=4096)
def namespace_of(root: str) -> str:
    """The address of who gives out identifiers under a root."""
    return IDENTIFIERS.get(root) or address_of(root)
