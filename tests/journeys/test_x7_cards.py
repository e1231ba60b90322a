"""X7: a patient makes a health card, a camera reads it, anybody checks it; the desk takes it back, and it is told."""

from __future__ import annotations

import io
import json

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from haversack.records.cards.carrying import from_codes, from_file
from haversack.records.cards.checking import addresses, check, said_by
from haversack.records.cards.refused import BadCard, Wrong

from .steps import heading, told
from .test_p6_change_requests import more
from .test_p17_desk import CLERK, place

WHO = "ling.zhao"
LATER = 4_000_000_000  # a card that holds for good holds then, too


def read_by_camera(page: Page) -> str:
    """What is in the code on the page, as a camera sees it."""
    picture = Image.open(io.BytesIO(page.locator(".qr.big svg").screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    return from_codes([found.text])


def checked(page: Page, card: str):
    """Check it by what the hospital publishes, at the address that its card names."""

    def published(address: str) -> dict:
        return json.loads(page.request.get(address.removeprefix(said_by(card).issuer)).body())

    keys, taken_back = addresses(said_by(card))
    return check(card, jwks=published(keys), now=LATER, revoked=published(taken_back))


def test_a_card_is_made_read_checked_and_taken_back(at_riverside, look):
    page = at_riverside(WHO)
    more(page, "Health cards")
    heading(page, "Health cards")
    expect(page.get_by_text("No cards yet")).to_be_visible()
    look(page, "portal-cards-none")
    page.get_by_role("link", name="Vaccines").last.click()
    heading(page, "New card: vaccines")
    boxes = page.locator("main input[type=checkbox]")
    for box in boxes.all():
        box.check()
    look(page, "portal-card-new")
    page.get_by_role("button", name="Make the card").click()
    told(page, "The card is made.")
    look(page, "portal-card")
    card = read_by_camera(page)
    sound = checked(page, card)
    kinds = [entry["resource"]["resourceType"] for entry in sound.bundle["entry"]]
    assert kinds == ["Patient", *["Immunization"] * boxes_of(sound)]
    assert sound.issuer == "https://riverside.example"
    with page.expect_download() as arriving:
        page.get_by_role("link", name="Download for a wallet").click()
    assert arriving.value.suggested_filename == "health-card.smart-health-card"
    assert from_file(arriving.value.path().read_bytes()) == [card]
    address = page.url
    page.get_by_role("link", name="Health cards").first.click()
    look(page, "portal-cards")

    desk = at_riverside(CLERK)
    place(desk, "Patients")
    desk.get_by_label("Name or record number").fill("zhao")
    desk.locator("main").get_by_role("button", name="Look up").click()
    desk.locator("main ul.rows a").first.click()
    desk.get_by_role("link", name="Health cards").click()
    look(desk, "portal-desk-cards")
    desk.get_by_role("link", name="Take back").first.click()
    desk.get_by_label("The patient lost it, or somebody else has it").check()
    look(desk, "portal-desk-card-revoke")
    desk.get_by_role("button", name="Take back").click()
    told(desk, "The card is taken back.")

    with pytest.raises(BadCard) as bad:
        checked(page, card)
    assert bad.value.wrong is Wrong.REVOKED
    page.goto(address)
    expect(page.get_by_text("This card was taken back").first).to_be_visible()
    look(page, "portal-card-taken-back")


def boxes_of(card) -> int:
    return len(card.bundle["entry"]) - 1
