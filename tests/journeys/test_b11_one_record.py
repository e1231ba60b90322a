"""B11: two providers say the same: it shows once, can be taken apart for good, and joined again."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .records import bundle, vaccine
from .steps import add_and_accept, heading, open_category, told

NAME = "Tetanus and diphtheria"
SAID = vaccine("v1", NAME, "139", "2023-10-02") | {"lotNumber": "T-100"}
SAID_THERE = SAID | {"id": "a7", "lotNumber": "T-1000"}


def shown(page: Page) -> Locator:
    """Its lines in the list."""
    open_category(page, "Vaccines")
    return page.locator("main li").filter(has_text=NAME)


def test_what_two_say_shows_once_is_taken_apart_and_joined(ada, look):
    page = ada
    add_and_accept(page, ("river.json", bundle(SAID)), source="Riverside")
    add_and_accept(page, ("alder.json", bundle(SAID_THERE)), source="Alder")
    expect(shown(page)).to_have_count(1)
    expect(shown(page)).to_contain_text("reported by 2")
    shown(page).get_by_role("link").click()
    heading(page, NAME)
    expect(page.get_by_role("heading", name="Reported by 2: Alder, Riverside")).to_be_visible()
    expect(page.get_by_role("row", name="Lot number").first).to_contain_text("T-1000")
    look(page, "entry-of-two")

    page.get_by_role("button", name="These are not the same: take them apart").click()
    told(page, "They are 2 entries now")
    look(page, "entry-apart")
    add_and_accept(page, ("alder-again.json", bundle(SAID_THERE | {"lotNumber": "T-100"})), source="Alder")
    expect(shown(page)).to_have_count(2)
    shown(page).first.get_by_role("link").click()
    page.locator("#apart").get_by_role("link").click()
    heading(page, NAME)
    page.get_by_role("button", name="They are the same: join again").click()
    told(page, "one entry again")
    expect(page.get_by_role("heading", name="Reported by 2")).to_be_visible()
    expect(shown(page)).to_have_count(1)
