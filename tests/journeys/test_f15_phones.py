"""F15, B19: a person pairs a phone by its square code, says what it may hand in, reviews it, and takes it back."""

from __future__ import annotations

import json
import re
from urllib.request import Request, urlopen

from playwright.sync_api import expect

from .steps import add_person, go, open_category

SOURCE = {"fhirBaseUri": "https://a.example/fhir", "displayName": "Hillside Clinic", "fhirVersion": "4.0.1"}
ALLERGY = {"resourceType": "AllergyIntolerance", "id": "a1", "patient": {}, "code": {"text": "Latex"}}
VACCINE = {
    "resourceType": "Immunization",
    "id": "v1",
    "status": "completed",
    "vaccineCode": {"text": "Tetanus"},
    "patient": {},
    "occurrenceDateTime": "2024-03-05",
}


def test_a_phone_is_paired_by_its_code_hands_in_and_is_taken_back(signed_up, look):
    page = signed_up
    add_person(page, "Ada Ferris")
    go(page, "Add files")
    page.get_by_role("link", name="An Android phone").click()
    look(page, "phones-none")
    page.get_by_role("link", name="Pair a phone").click()
    page.get_by_label("What to call the phone").fill("Ada’s phone")
    for name in ("Allergies", "Vaccines", "Measurements"):
        page.get_by_label(name, exact=True).check()
    look(page, "phones-pair")
    page.get_by_role("button", name="Show the code").click()
    expect(page.get_by_role("img", name="Square code that pairs the phone")).to_be_visible()
    look(page, "phones-code")
    code, address = page.locator("#phone-code").inner_text(), page.locator("dd code").first.inner_text()

    token = ask(f"{address}pair", {"code": code})["token"]
    source = ask(f"{address}sources", SOURCE, token)["id"]
    items = [{"dataSourceId": source, "fhirVersion": "4.0.1", "data": json.dumps(doc)} for doc in (ALLERGY, VACCINE)]
    assert ask(f"{address}upserts", {"upserts": items}, token)["new"] == 2

    page.get_by_role("link", name="The phone is paired").click()
    look(page, "phones-list")
    page.get_by_role("link", name="Ada’s phone").click()
    expect(page.get_by_text("2 records")).to_be_visible()
    look(page, "phones-one")
    page.get_by_role("button", name="Take this phone back").click()
    expect(page.get_by_text("can hand nothing in any more")).to_be_visible()
    go(page, "Review")
    page.get_by_role("button", name="Add all to Backpack").first.click()
    open_category(page, "Allergies")
    expect(page.get_by_text("Latex").first).to_be_visible()
    go(page, "Take away")
    page.get_by_role("link", name="For Health Connect on Android").click()
    look(page, "phones-export-unread")
    page.get_by_role("button", name="See what it takes").click()
    expect(page.get_by_role("button", name="Download 2 resources")).to_be_visible()
    look(page, "phones-export")


def ask(address, said, token=""):
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    assert re.match(r"http://(localhost|127\.0\.0\.1)", address)
    with urlopen(Request(address, json.dumps(said).encode(), headers)) as answer:
        return json.load(answer)
