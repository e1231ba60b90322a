"""Which cards are read in these tests? Ones made here, of invented people."""

from __future__ import annotations

from typing import Any

from haversack.records.cards.keys import new_key, published
from haversack.records.cards.minimal import claims
from haversack.records.cards.signing import sign

ISSUER, NOW = "https://portal.hospital.example", 1_790_000_000
KEY = new_key()
JWKS = {"keys": [published(KEY, updates=1)]}
NO_RIDS = {"kid": KEY.thumbprint(), "method": "rid", "ctr": 1, "rids": []}
PATIENT = {
    "resourceType": "Patient",
    "id": "1",
    "name": [{"use": "official", "family": "Núñez", "given": ["Ana", "María"]}],
    "birthDate": "1971-05-06",
    "telecom": [{"system": "phone", "value": "555-0182"}],
}
SHOT: dict[str, Any] = {
    "resourceType": "Immunization",
    "id": "im",
    "meta": {"versionId": "3"},
    "text": {"status": "generated", "div": "<div>Influenza</div>"},
    "status": "completed",
    "vaccineCode": {
        "coding": [
            {"system": "http://hl7.org/fhir/sid/cvx", "code": "140", "display": "Influenza"},
            {"system": "urn:local", "code": "FLU"},
        ],
        "text": "Influenza",
    },
    "patient": {"reference": "Patient/1"},
    "occurrenceDateTime": "2025-10-01",
    "lotNumber": "A1",
    "note": [{"text": "cried"}],
}


def card(*facts: dict[str, Any], key: Any = KEY, issued: int = NOW, issuer: str = ISSUER, rid: str = "r1") -> str:
    return sign(claims(issuer, issued, PATIENT, facts or (SHOT,), rid=rid), key)
