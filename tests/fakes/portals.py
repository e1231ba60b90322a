"""A portal's discovery, as a transport: what it says is given, what it is asked is kept. No socket is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx2

BASE = "https://fhir.alder.example/r4"
CONFIGURATION: dict[str, Any] = {
    "issuer": BASE,
    "jwks_uri": "https://fhir.alder.example/keys",
    "authorization_endpoint": "https://fhir.alder.example/authorize",
    "token_endpoint": "https://fhir.alder.example/token",
    "grant_types_supported": ["authorization_code"],
    "code_challenge_methods_supported": ["S256"],
    "scopes_supported": ["patient/*.rs", "offline_access"],
    "capabilities": ["launch-standalone", "client-public", "context-standalone-patient", "permission-patient",
                     "permission-offline", "permission-v2", "sso-openid-connect"],
}  # fmt: skip
STATEMENT: dict[str, Any] = {
    "resourceType": "CapabilityStatement",
    "date": "2026-01-01",
    "fhirVersion": "4.0.1",
    "rest": [{"resource": [{"type": "Observation", "searchParam": [{"name": "patient"}]}, {"type": "Immunization"}]}],
}
KEYS = {"keys": [{"kty": "RSA", "kid": "1", "n": "x", "e": "AQAB"}]}
REFUSED = httpx2.Response(401, json={"resourceType": "OperationOutcome"})


def sound() -> dict[str, httpx2.Response]:
    """What a portal without a fault answers, by method and address."""
    everybody = {"Access-Control-Allow-Origin": "*"}
    return {
        f"GET {BASE}/.well-known/smart-configuration": httpx2.Response(200, json=CONFIGURATION, headers=everybody),
        f"GET {BASE}/metadata": httpx2.Response(200, json=STATEMENT),
        f"GET {BASE}/Patient?_count=1": REFUSED,
        "POST https://fhir.alder.example/token": httpx2.Response(400, json={"error": "invalid_request"}),
        "GET https://fhir.alder.example/keys": httpx2.Response(200, json=KEYS),
    }


class Portal(httpx2.BaseTransport):
    """Answers from a table; anything else is not found."""

    def __init__(self, answers: Mapping[str, httpx2.Response | Exception]) -> None:
        self.answers, self.asked = answers, list[httpx2.Request]()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self.answers.get(f"{request.method} {request.url}", httpx2.Response(404))
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)
