"""P1, P3: Rosa enrols alone, with the address on file and her record number."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .hospital import HELP_LINE, NAME, Hospital, link_in
from .looking import Look

PASSWORD = "seven quiet harbours"


def test_rosa_enrols_alone_and_a_stranger_learns_nothing(
    new_page: Callable[..., Page], hospital: Hospital, look: Look
) -> None:
    page = new_page(base_url=hospital.address)
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    look(page, "portal-sign-in")
    page.get_by_role("link", name="Enrol").click()
    look(page, "portal-enrol")
    page.get_by_label("E-mail address").fill("rosa@example.org")
    page.get_by_label("Medical record number").fill("M31")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_text("the letter M and six digits", exact=False).first).to_be_visible()
    look(page, "portal-enrol-mistyped")
    page.get_by_label("Medical record number").fill("m 310 001")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    look(page, "portal-enrol-sent")
    said = page.locator("main").inner_text()

    stranger = new_page(base_url=hospital.address)
    stranger.goto("/enrol/")
    stranger.get_by_label("E-mail address").fill("nobody@example.org")
    stranger.get_by_label("Medical record number").fill("M999999")
    stranger.get_by_role("button", name="Send me the link").click()
    assert stranger.locator("main").inner_text() == said

    message = hospital.mail_to("rosa@example.org")
    assert hospital.mail_to("nobody@example.org") is None
    assert NAME in message["Subject"]
    assert HELP_LINE in message.get_content()
    assert not re.search(r"310001|Rosa|Almeida", message.as_string())

    page.goto(link_in(message))
    expect(page.get_by_role("heading", name="Choose how you sign in")).to_be_visible()
    assert "/link/" not in page.url
    look(page, "portal-choose")
    page.get_by_label("User id").fill("rosa.almeida")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_text("Rosa Almeida").first).to_be_visible()
    assert "/r/" in page.url

    stranger.goto(link_in(message))
    expect(stranger.get_by_role("heading", name="This link does not work any more")).to_be_visible()
    look(stranger, "portal-link-over")
    new_page.complaints[:] = [each for each in new_page.complaints if "status of 4" not in each]  # type: ignore[attr-defined]


def test_whoever_tries_too_often_is_told_to_wait(new_page: Callable[..., Page], hospital: Hospital, look: Look) -> None:
    page = new_page(base_url=hospital.address, locale="es")
    for _ in range(6):
        page.goto("/enrol/")
        page.locator("[name=email]").fill("again@example.org")
        page.locator("[name=mrn]").fill("M424242")
        page.locator("main form button").first.click()
    expect(page.get_by_text("Se intentó demasiadas veces", exact=False)).to_be_visible()
    look(page, "portal-enrol-limited-es")
    new_page.complaints[:] = [each for each in new_page.complaints if "status of 4" not in each]  # type: ignore[attr-defined]
