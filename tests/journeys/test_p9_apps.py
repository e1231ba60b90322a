"""P9: Nora lets an app see part of her record, the app reads it, she takes it back; it sees nothing from then on."""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Page, expect

from haversack.smart.pkce import challenge_of

from .hospital import Hospital
from .looking import Look

PASSWORD = "seven quiet harbours"
BACK = "http://localhost:9/back"  # where the app would be; the browser only has to be sent there
AT_THE_DESK = """
patient = Patient.objects.get(fhir_id="nora")
patient.user = User.objects.create_with_login_id("nora.almeida", password, name="Nora Almeida")
patient.save()
"""


class App:
    """An app that speaks to the portal over HTTP, as apps do."""

    def __init__(self, portal: str) -> None:
        self.portal, self.verifier = portal, secrets.token_urlsafe(48)
        self.where = self.get("/fhir/.well-known/smart-configuration")
        said = {
            "client_name": "Kite Health", "redirect_uris": [BACK], "token_endpoint_auth_method": "none",
            "data_use": {"sharing": "With nobody", "storage": "On your telephone"},
        }  # fmt: skip
        body = json.dumps(said).encode()
        self.id = self._open(self.where["registration_endpoint"], body, {"Content-Type": "application/json"})[
            "client_id"
        ]

    @property
    def door(self) -> str:
        asked = {
            "response_type": "code", "client_id": self.id, "redirect_uri": BACK, "state": secrets.token_urlsafe(24),
            "scope": "launch/patient offline_access patient/*.rs", "aud": f"{self.portal}/fhir",
            "code_challenge": challenge_of(self.verifier), "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{self.where['authorization_endpoint']}?{urlencode(asked)}"

    def came_back(self, url: str) -> dict[str, Any]:
        (code,) = parse_qs(urlsplit(url).query)["code"]
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "client_id": self.id,
            "code_verifier": self.verifier,
        }  # fmt: skip
        return self._open(self.where["token_endpoint"], urlencode(form).encode(), {})

    def get(self, path: str, access: str = "") -> dict[str, Any]:
        return self._open(self.portal + path, None, {"Authorization": f"Bearer {access}"} if access else {})

    def _open(self, url: str, body: bytes | None, headers: dict[str, str]) -> dict[str, Any]:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


def test_nora_lets_an_app_in_and_takes_it_back(new_page: Callable[..., Page], hospital: Hospital, look: Look) -> None:
    hospital.does(AT_THE_DESK, password=PASSWORD)
    app = App(hospital.address)

    nora = new_page(base_url=hospital.address)
    went: list[str] = []
    nora.route(f"{BACK}*", lambda route: (went.append(route.request.url), route.fulfill(status=200, body="back")))
    nora.goto(app.door)
    nora.get_by_label("User id").fill("nora.almeida")
    nora.get_by_label("Password", exact=True).fill(PASSWORD)
    nora.get_by_role("button", name="Sign in", exact=True).click()
    expect(nora.get_by_role("heading", name="Kite Health asks to see a record")).to_be_visible()
    expect(nora.get_by_text("With nobody")).to_be_visible()
    look(nora, "portal-consent")
    nora.get_by_label("Allergies").uncheck()
    nora.get_by_role("button", name="Allow", exact=True).click()
    expect(nora.get_by_text("back", exact=True)).to_be_visible()

    expected(new_page, f"asked for {BACK}")  # the app is elsewhere, as apps are

    held = app.came_back(went[0])
    assert held["patient"] == "nora"
    assert app.get("/fhir/Patient/nora", held["access_token"])["name"][0]["given"] == ["Nora"]
    assert refused(app, "/fhir/AllergyIntolerance?patient=nora", held["access_token"]) == 403

    nora.goto("/apps/")
    expect(nora.get_by_role("heading", name="Kite Health")).to_be_visible()
    look(nora, "portal-apps")
    nora.get_by_role("button", name="Take it back").click()
    expect(nora.get_by_text("No app can see anything")).to_be_visible()
    look(nora, "portal-no-apps")
    assert refused(app, "/fhir/Patient/nora", held["access_token"]) == 401


def expected(new_page: Callable[..., Page], begins: str) -> None:
    """What a browser says about a page and is as it should be; everything else still fails the journey."""
    said = new_page.complaints  # type: ignore[attr-defined]
    assert [each for each in said if each.startswith(begins)]
    said[:] = [each for each in said if not each.startswith(begins)]


def refused(app: App, path: str, access: str) -> int:
    """With which status it is refused; 200 when it is not."""
    try:
        app.get(path, access)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    return 200


def test_an_app_that_is_not_what_it_says_is_shown_the_door(
    new_page: Callable[..., Page], hospital: Hospital, look: Look
) -> None:
    page = new_page(base_url=hospital.address)
    page.goto(f"/oauth/authorize?{urlencode({'client_id': 'nobody', 'redirect_uri': 'https://evil.example/'})}")
    expect(page.get_by_role("heading", name="This app cannot be let in")).to_be_visible()
    assert page.url.startswith(hospital.address)
    look(page, "portal-app-refused")
    expected(new_page, "console: Failed to load resource: the server responded with a status of 400 (Bad Request)")
