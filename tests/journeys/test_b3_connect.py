"""B2 to B7, B12: Ling finds her hospital, signs in there, watches her records come, ends it and begins anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .looking import Look
from .riverside import Riverside
from .steps import add_person, go, heading, told

HOSPITAL, WHO = "Riverside General Hospital", "ling.zhao"


@pytest.fixture
def ling(signed_up: Page, new_page: Callable[..., Page], riverside: Riverside) -> Page:
    """Ling's browser, which the hospital's portal may be opened in as well."""
    new_page.also.append(riverside.address)  # type: ignore[attr-defined]
    add_person(signed_up, "Ling Zhao-Pereira", born="1981-07-03")
    return signed_up


def find(page: Page, words: str) -> None:
    page.get_by_label("Who keeps the records?").fill(words)
    page.get_by_role("button", name="Search", exact=True).click()


def sign_in_there(page: Page, riverside: Riverside) -> None:
    """From what will be asked for, by the portal's own pages, back to the connection."""
    page.get_by_role("button", name=f"Go to {HOSPITAL}").click()
    page.wait_for_url(f"{riverside.address}/**")
    if "/account/login/" in page.url:
        door = page.locator(f"button[name=who][value='{WHO}']")
        if not door.is_visible():
            page.locator("details", has=door).locator("summary").click()
        door.click()
    page.get_by_role("button", name="Allow", exact=True).click()
    page.wait_for_url("**/connections/*/")


def ended(page: Page) -> None:
    """The page asks again by itself until nothing is fetched any more."""
    expect(page.locator("#work:not([hx-get])")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Download new records")).to_be_visible()


def latest(page: Page) -> str:
    return page.locator("#past li").first.inner_text()


def test_from_the_hospitals_name_to_the_record_and_back(ling, riverside, command, tmp_path, look: Look):
    page = ling
    listed = tmp_path / "providers.csv"
    listed.write_text(f"Name,Website,FHIR base\n{HOSPITAL},riversidegeneral.example,{riverside.address}/fhir\n")
    command("directory", "import", str(listed))
    go(page, "Connections")
    heading(page, "Connections")
    page.get_by_role("link", name="Find a provider").click()
    find(page, "rivrside general")
    look(page, "find-provider")
    page.get_by_role("button", name=f"Connect {HOSPITAL}").click()
    page.get_by_role("link", name="Go on to sign in").click(timeout=30_000)
    heading(page, f"Connect {HOSPITAL}")
    look(page, "connect")
    page.get_by_label("Social history").uncheck()
    sign_in_there(page, riverside)
    told(page, f"Connected to {HOSPITAL}")
    ended(page)
    expect(page.get_by_text("wait for review")).to_be_visible()
    look(page, "connection")
    page.locator("#past a").first.click()
    expect(page.get_by_text("Social history")).to_have_count(0)
    look(page, "fetch")
    go(page, "Review")
    page.get_by_role("button", name="Add all to Backpack").first.click()

    go(page, "Connections")
    look(page, "connections")
    page.get_by_role("button", name="Download new records").click()
    ended(page)
    assert "Nothing new" in latest(page)
    expect(page.get_by_text("wait for review")).to_have_count(0)
    page.get_by_label("Every month").check()
    page.get_by_role("button", name="Save").click()
    told(page, "Saved.")

    page.get_by_role("link", name="Disconnect").click()
    look(page, "disconnect")
    page.get_by_role("button", name="Disconnect").click()
    told(page, "Every record that came stays.")
    page.get_by_role("button", name="Connect again").click()
    page.get_by_role("link", name="Go on to sign in").click(timeout=30_000)
    page.get_by_label("Social history").uncheck()
    sign_in_there(page, riverside)
    ended(page)
    assert "Nothing new" in latest(page)
    go(page, "Review")
    expect(page.get_by_role("button", name="Add all to Backpack")).to_have_count(0)


def test_what_is_no_portal_says_so_and_what_else_can_be_done(ada, site, look: Look):
    page = ada
    page.get_by_role("link", name="Find a provider").first.click()
    find(page, f"{site.address}/records")
    page.get_by_role("button", name="Check it first").click()
    expect(page.get_by_text("no FHIR server behind it")).to_be_visible()
    look(page, "check")
    page.goto(page.url.replace("/check/", "/find/"))
    find(page, f"{site.address}/records")
    page.get_by_role("button", name="Connect this address").click()
    expect(page.get_by_text("There is no patient portal for apps at this address.")).to_be_visible(timeout=30_000)
    look(page, "not-supported")
    page.get_by_role("link", name="Add files By law").click()
    heading(page, "Add files")
