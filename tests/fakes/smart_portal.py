"""A portal that signs people in and gives tokens, as a transport: no socket is opened, and every fault can be had.

It keeps what SMART App Launch 2.2 asks of a server that matters to a client: exact redirect, PKCE, one use of a code,
rotation of refresh tokens. `browser` stands for the person at its pages.
"""

from __future__ import annotations

import base64
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import httpx2
from joserfc import jws, jwt
from joserfc.jwk import ECKey, RSAKey

from haversack.smart.pkce import proves

BASE = "https://fhir.alder.example/r4"
ROOT = "https://fhir.alder.example"
CAPABILITIES = (
    "launch-standalone", "client-public", "context-standalone-patient", "permission-patient", "permission-offline",
    "permission-v2", "sso-openid-connect",
)  # fmt: skip
PATIENT = {
    "resourceType": "Patient", "id": "ada-1", "birthDate": "1974-05-11",
    "name": [{"use": "official", "family": "Ferris", "given": ["Ada"]}],
}  # fmt: skip
_KEY = RSAKey.generate_key(2048, private=True)


@dataclass
class SmartPortal(httpx2.BaseTransport):
    """What it does differently from a sound one is said by its fields; `answers` take the place of an address's own."""

    capabilities: tuple[str, ...] = CAPABILITIES
    registers: bool = True
    registers_as: tuple[str, ...] = ("none", "client_secret_basic", "private_key_jwt")
    refreshes: bool = True
    lasts: int | None = None
    expires_in: int = 3600
    grants: str | None = None  # None: as asked
    patient: dict[str, Any] = field(default_factory=lambda: dict(PATIENT))
    says_patient: bool = True
    claims: dict[str, Any] = field(default_factory=dict)  # instead of the right ones in the identity
    grace: bool = False  # an old refresh token may be shown once more
    configuration: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[httpx2.Request] = field(default_factory=list)
    clients: dict[str, dict[str, Any]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: dict[str, bool] = field(default_factory=dict)  # token: still good
    access_tokens: set[str] = field(default_factory=set)
    scope: str = ""
    down: bool = False
    ahead: float = 0  # seconds by which its clock is

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.asked.append(request)
        if self.down:
            raise httpx2.ConnectError("down")
        address = str(request.url).partition("?")[0]
        answer = self.answers.get(f"{request.method} {address}")
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)
        return self._answer(request, address)

    def _answer(self, request: httpx2.Request, address: str) -> httpx2.Response:
        doors = {
            f"GET {BASE}/.well-known/smart-configuration": self._configuration,
            f"GET {BASE}/metadata": self._metadata,
            f"GET {ROOT}/keys": self._keys,
            f"POST {ROOT}/register": self._register,
            f"POST {ROOT}/token": self._token,
            f"POST {ROOT}/revoke": self._revoke,
        }
        door = doors.get(f"{request.method} {address}")
        if door is not None:
            return door(request)
        return self._records(request, address)

    # What it says of itself ---------------------------------------------------------------------------------------
    def _configuration(self, request: httpx2.Request) -> httpx2.Response:
        said: dict[str, Any] = {
            "issuer": BASE,
            "jwks_uri": f"{ROOT}/keys",
            "authorization_endpoint": f"{ROOT}/authorize",
            "token_endpoint": f"{ROOT}/token",
            "revocation_endpoint": f"{ROOT}/revoke",
            "management_endpoint": f"{ROOT}/apps",
            "grant_types_supported": ["authorization_code"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "fhirUser", "launch/patient", "offline_access", "patient/*.rs"],
            "capabilities": list(self.capabilities),
        }
        if self.registers:
            said["registration_endpoint"] = f"{ROOT}/register"
        return httpx2.Response(200, json=said | self.configuration)

    def _metadata(self, request: httpx2.Request) -> httpx2.Response:
        types = ("Patient", "Observation", "Immunization", "Condition", "AllergyIntolerance", "MedicationRequest")
        resources = [{"type": name, "searchParam": [{"name": "patient"}]} for name in types]
        said = {
            "resourceType": "CapabilityStatement", "fhirVersion": "4.0.1", "date": "2026-01-01",
            "rest": [{"resource": resources}],
        }  # fmt: skip
        return httpx2.Response(200, json=said)

    def _keys(self, request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(
            200, json={"keys": [_KEY.as_dict(private=False) | {"kid": "k1", "use": "sig", "alg": "RS256"}]}
        )

    # Apps ---------------------------------------------------------------------------------------------------------
    def _register(self, request: httpx2.Request) -> httpx2.Response:
        said = json.loads(request.content)
        method = said["token_endpoint_auth_method"]
        if method not in self.registers_as:
            return httpx2.Response(400, json={"error": "invalid_client_metadata"})
        told = {"client_id": f"app-{len(self.clients) + 1}", **said}
        if method == "client_secret_basic":
            told["client_secret"] = "sec:ret/" + secrets.token_urlsafe(8)
        self.clients[told["client_id"]] = told
        return httpx2.Response(201, json=told)

    def browser(self, address: str, *, agrees: bool = True, error: str = "access_denied") -> dict[str, str]:
        """Somebody opens the address, signs in, and answers; the parameters with which they come back."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{ROOT}/authorize"
        one = dict(parse_qsl(parts.query))
        assert one["response_type"] == "code"
        assert one["aud"] == BASE
        assert one["code_challenge_method"] == "S256"
        assert one["redirect_uri"] in self.clients[one["client_id"]]["redirect_uris"]
        if not agrees:
            return {"state": one["state"], "error": error}
        code = secrets.token_urlsafe(16)
        self.codes[code] = one
        return {"state": one["state"], "code": code}

    # Tokens -------------------------------------------------------------------------------------------------------
    def _token(self, request: httpx2.Request) -> httpx2.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        client = self._who(request, form)
        if client is None:
            return httpx2.Response(401, json={"error": "invalid_client"})
        if form.get("grant_type") == "authorization_code":
            asked = self.codes.pop(form.get("code", ""), None)
            if asked is None or asked["client_id"] != client or asked["redirect_uri"] != form["redirect_uri"]:
                return httpx2.Response(400, json={"error": "invalid_grant"})
            if not proves(form.get("code_verifier"), asked["code_challenge"]):
                return httpx2.Response(400, json={"error": "invalid_grant"})
            self.scope = asked["scope"] if self.grants is None else self.grants
            return self._give(client, asked.get("nonce", ""))
        shown = form.get("refresh_token", "")
        if not self.refresh_tokens.get(shown):
            return httpx2.Response(400, json={"error": "invalid_grant"})
        if not self.grace:
            self.refresh_tokens[shown] = False
        return self._give(client, "")

    def _who(self, request: httpx2.Request, form: dict[str, str]) -> str | None:
        if request.headers.get("authorization", "").startswith("Basic "):
            name, _, secret = base64.b64decode(request.headers["authorization"][6:]).decode().partition(":")
            known = self.clients.get(unquote(name), {})
            return unquote(name) if known.get("client_secret") == unquote(secret) else None
        if "client_assertion" in form:
            claims = json.loads(jws.extract_compact(form["client_assertion"].encode()).payload)
            known = self.clients.get(claims["iss"], {})
            (key,) = known["jwks"]["keys"]
            signed = jwt.decode(form["client_assertion"], ECKey.import_key(key), algorithms=["ES384"])
            good = (
                signed.claims["aud"] == f"{ROOT}/token" and 0 < signed.claims["exp"] - time.time() - self.ahead <= 300
            )
            return str(claims["iss"]) if good or str(request.url).endswith("/revoke") else None
        known = self.clients.get(form.get("client_id", ""), {})
        return form["client_id"] if known.get("token_endpoint_auth_method") == "none" else None

    def _give(self, client: str, nonce: str) -> httpx2.Response:
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.access_tokens.add(access)
        given: dict[str, Any] = {
            "access_token": access, "token_type": "Bearer", "expires_in": self.expires_in, "scope": self.scope,
        }  # fmt: skip
        if self.says_patient:
            given["patient"] = self.patient["id"]
        if self.refreshes and "offline_access" in self.scope.split():
            self.refresh_tokens[refresh] = True
            given["refresh_token"] = refresh
            if self.lasts:
                given["refresh_token_expires_in"] = self.lasts
        if nonce:
            given["id_token"] = self._identity(client, nonce)
        return httpx2.Response(200, json=given, headers={"Cache-Control": "no-store"})

    def _identity(self, client: str, nonce: str) -> str:
        now = int(time.time() + self.ahead)
        claims = {
            "iss": BASE, "sub": "ada", "aud": client, "iat": now, "exp": now + 600, "nonce": nonce,
            "fhirUser": f"{BASE}/Patient/{self.patient['id']}",
        }  # fmt: skip
        return str(jwt.encode({"alg": "RS256", "kid": "k1"}, claims | self.claims, _KEY, algorithms=["RS256"]))

    def _revoke(self, request: httpx2.Request) -> httpx2.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        if self._who(request, form) is None:
            return httpx2.Response(401, json={"error": "invalid_client"})
        self.refresh_tokens.pop(form["token"], None)
        self.access_tokens.discard(form["token"])
        return httpx2.Response(200, json={})

    # Records ------------------------------------------------------------------------------------------------------
    def _records(self, request: httpx2.Request, address: str) -> httpx2.Response:
        if not address.startswith(BASE):
            return httpx2.Response(404)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.access_tokens:
            return httpx2.Response(401, json={"resourceType": "OperationOutcome"})
        if address == f"{BASE}/Patient/{self.patient['id']}":
            return httpx2.Response(200, json=self.patient)
        return httpx2.Response(200, json={"resourceType": "Bundle", "type": "searchset", "total": 0, "entry": []})
