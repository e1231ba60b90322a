"""How does an app walk through a launch in these tests? Step by step, so that each step can be done wrongly."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpResponse
from django.test import Client

from haversack.fhirserver.actions.registering import Registered, register
from haversack.smart.pkce import challenge_of
from haversack.smart.registration import read

BASE = "http://testserver/fhir"
BACK = "https://app.example/callback"
STATE = "f3b1c2d4-5e6f-4708-91a2-b3c4d5e6f708"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"
EVERYTHING = "launch/patient offline_access patient/*.rs"
WITH_IDENTITY = f"openid fhirUser {EVERYTHING}"


def registered(*, by: Any = None, **said: Any) -> Registered:
    """An app; a public one that registered itself unless something else is said."""
    usual = {"client_name": "Kite", "redirect_uris": [BACK], "token_endpoint_auth_method": "none"}
    return register(described=read(usual | said), by=by)


@dataclass
class Walk:
    """One launch of one app, in one browser."""

    browser: Client
    client_id: str
    secret: str = ""
    scope: str = EVERYTHING
    patient: str = "ana"
    app: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def asked(self, **changed: Any) -> dict[str, Any]:
        """The parameters of an authorisation request; a change to None leaves one out."""
        usual = {
            "response_type": "code", "client_id": self.client_id, "redirect_uri": BACK, "scope": self.scope,
            "state": STATE, "aud": BASE, "code_challenge": challenge_of(VERIFIER), "code_challenge_method": "S256",
        }  # fmt: skip
        return {name: value for name, value in (usual | changed).items() if value is not None}

    def ask(self, **changed: Any) -> HttpResponse:
        return self.browser.get("/oauth/authorize?" + urlencode(self.asked(**changed), doseq=True))

    def decide(self, page: HttpResponse, **answer: Any) -> HttpResponse:
        """Answer the page of consent as it stands, with changes."""
        text = page.content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', text))
        ticked = [unescape(each) for each in re.findall(r'name="give" value="([^"]*)" checked', text)]
        form = {name: unescape(value) for name, value in hidden.items() if name != "csrfmiddlewaretoken"}
        form |= {"patient": self.patient, "give": ticked, "stay": "yes", "act": "allow"} | answer
        return self.browser.post("/oauth/decide", {k: v for k, v in form.items() if v is not None})

    def code(self, **answer: Any) -> str:
        return parameters(self.decide(self.ask(), **answer))["code"]

    def token(self, **changed: Any) -> HttpResponse:
        form = {
            "grant_type": "authorization_code", "redirect_uri": BACK, "code_verifier": VERIFIER,
            "client_id": None if self.secret else self.client_id,
        }  # fmt: skip
        kept = {name: value for name, value in (form | changed).items() if value is not None}
        return self.app.post("/oauth/token", kept, headers=self.credentials())

    def credentials(self) -> dict[str, str]:
        if not self.secret:
            return {}
        pair = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    def tokens(self, **answer: Any) -> dict[str, Any]:
        """The whole way: what the app holds at its end."""
        response = self.token(code=self.code(**answer))
        assert response.status_code == 200, response.content
        return json.loads(response.content)

    def refresh(self, refresh_token: str, **changed: Any) -> HttpResponse:
        return self.token(
            grant_type="refresh_token", refresh_token=refresh_token, redirect_uri=None, code_verifier=None, **changed
        )

    def get(self, path: str, access: str, **headers: str) -> HttpResponse:
        return self.app.get(f"/fhir/{path}", headers={"Authorization": f"Bearer {access}", **headers})


def parameters(response: HttpResponse) -> dict[str, str]:
    """What a redirect back to the app carries."""
    assert response.status_code == 303, response.content[:2000]
    return dict(parse_qsl(urlsplit(response["Location"]).query))


def unescape(text: str) -> str:
    from html import unescape as plain

    return plain(text)
