"""X2: somebody photographs a health card, sees by whom it is verified, and opens a link that a practice gave them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from ..formats.health_card.cards import ISSUER, JWKS, KEY, card, picture
from ..unit.smart.links.made import link, sealed
from .steps import add_files, go, heading

NAME = "Riverside General Hospital"
NO_RIDS = {"kid": KEY.thumbprint(), "method": "rid", "ctr": 1, "rids": []}
TERMS = "http://terminology.hl7.org/CodeSystem"
GLUCOSE = {
    "resourceType": "Observation",
    "id": "g1",
    "status": "final",
    "category": [{"coding": [{"system": f"{TERMS}/observation-category", "code": "laboratory"}]}],
    "code": {"coding": [{"system": "http://loinc.org", "code": "2339-0"}], "text": "Glucose"},
    "effectiveDateTime": "2026-03-05",
    "valueQuantity": {"value": 98, "unit": "mg/dL"},
}


class Keeper(BaseHTTPRequestHandler):
    """Keeps one file behind a passcode."""

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        good = said.get("passcode") == "4711"
        file = {"contentType": "application/fhir+json", "embedded": sealed(json.dumps(GLUCOSE).encode(), packed=True)}
        answer = json.dumps({"files": [file]} if good else {"remainingAttempts": 2}).encode()
        self.send_response(200 if good else 401)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *given: object) -> None:
        """Nothing is said."""


@pytest.fixture
def keeper() -> Iterator[str]:
    """Where the keeper is asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Keeper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/shl/3NfQy1mV9pJ0sXo2bLwRkT8hUe6cGd4aZi5"
    server.shutdown()
    server.server_close()


def test_a_photograph_of_a_card_says_who_signed_it(ada, command, look, tmp_path):
    told = {"issuer": {"iss": ISSUER, "name": NAME}, "keys": JWKS["keys"], "crls": [NO_RIDS]}
    (tmp_path / "issuers.json").write_text(json.dumps({"issuerInfo": [told]}))
    command("cards", "trust", str(tmp_path / "issuers.json"))
    text = card(issued=1_700_000_000)
    add_files(ada, ("IMG_0412.jpg", picture(text, "JPEG", turned=6, size=6)))
    expect(ada.get_by_text(f"This card is verified: {NAME} signed it")).to_be_visible()
    look(ada, "cards-report")
    go(ada, "Review")
    ada.locator("main a[href*='/entry/']").first.click()
    expect(ada.get_by_text(f"Verified: signed by {NAME}").first).to_be_visible()
    look(ada, "cards-entry-verified")
    head, _body, signature = text.split(".")
    forged = ".".join([head, card(issued=1_700_000_001).split(".")[1], signature])
    add_files(ada, ("card.txt", forged.encode()))
    expect(ada.get_by_text("Nothing was taken from it.")).to_be_visible()
    look(ada, "cards-report-forged")
    command("cards", "distrust", ISSUER)
    go(ada, "Review")
    ada.locator("main a[href*='/entry/']").first.click()
    expect(ada.get_by_text("Nobody that this site knows of vouches").first).to_be_visible()
    look(ada, "cards-entry-not-verified")


def test_a_link_is_pasted_asks_for_its_passcode_and_is_looked_after(ada, command, keeper, look):
    text = link(url=keeper, flag="LP", label="Glucose of Ada")
    person = ada.url.split("/p/")[1].split("/")[0]
    go(ada, "Add files")
    ada.get_by_label("A link or a card as text").fill(f"https://viewer.example/#{text}")
    look(ada, "links-paste")
    ada.get_by_role("button", name="Add these files").click()
    ada.wait_for_url("**/import/*/")
    for _ in range(200):  # the page asks again by itself, but only every two seconds
        if ada.get_by_label("Passcode").is_visible():
            break
        ada.reload()
    expect(ada.get_by_text("This link asks for a passcode.")).to_be_visible()
    look(ada, "links-passcode")
    allowed = {
        "HAVERSACK_ALLOWED_PORTALS": "127.0.0.1"
    }  # the operator says so; the site itself looks at nothing inside
    command("import", text, "--person", person, typed="4711\n", **allowed)
    go(ada, "Add files")
    ada.get_by_role("link", name="Glucose of Ada").click()
    heading(ada, "Glucose of Ada")
    look(ada, "links-link")
    ada.get_by_role("button", name="Forget this link").click()
    expect(ada.get_by_text("The link was forgotten.")).to_be_visible()
    go(ada, "Review")
    expect(ada.get_by_text("98").first).to_be_visible()
