"""B4, B5, B8, B11: a result comes once it is released, Desmond signs in again when his permission ends, and his second
portal has to get to know this site before it says the same once more.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from .front import Front
from .looking import Look
from .riverside import Riverside
from .steps import add_person, go, open_category
from .test_b3_connect import ended, find, latest

WHO = "desmond.quarshie"
RELEASED = """
from haversack.portal.models import Record
kept = Record.objects.filter(patient__family="Quarshie", reason="held", visible_from__gt=now)
answer = kept.update(visible_from=now - timedelta(seconds=5), shown_at=now)
"""


@pytest.fixture
def front(riverside: Riverside) -> Iterator[Front]:
    running = Front(riverside.address)
    yield running
    running.end()


@pytest.fixture
def desmond(signed_up: Page, new_page: Callable[..., Page], riverside: Riverside, front: Front) -> Page:
    new_page.also.extend([riverside.address, front.address])  # type: ignore[attr-defined]
    add_person(signed_up, "Desmond Quarshie", born="1992-03-15")
    return signed_up


def begin(page: Page, portal: str) -> None:
    go(page, "Connections")
    page.get_by_role("link", name=re.compile("Find a(nother)? p")).first.click()
    find(page, f"{portal}/fhir")
    page.get_by_role("button", name="Connect this address").click()


def sign_in(page: Page, portal: str) -> None:
    """From the page of the connection by the portal's own pages, back to it, until everything is fetched."""
    page.get_by_role("link", name="Go on to sign in").click(timeout=30_000)
    page.get_by_role("button", name="Go to").click()
    page.wait_for_url(f"{portal}/**")
    if "/account/login/" in page.url:
        door = page.locator(f"button[name=who][value='{WHO}']")
        if not door.is_visible():
            page.locator("details", has=door).locator("summary").click()
        door.click()
    page.get_by_role("button", name="Allow", exact=True).click()
    page.wait_for_url("**/connections/*/")
    ended(page)


def vaccines(page: Page) -> list[str]:
    open_category(page, "Vaccines")
    return page.locator("main ul.rows li").all_inner_texts()


def add_all(page: Page) -> None:
    go(page, "Review")
    page.get_by_role("button", name="Add all to Backpack").first.click()
    expect(page.get_by_role("status").filter(has_text=re.compile("added")).first).to_be_visible()


def test_what_is_released_comes_and_a_permission_that_ended_is_given_again(
    desmond: Page, riverside: Riverside, front: Front, command: Callable[..., str], look: Look
) -> None:
    page = desmond
    begin(page, riverside.address)
    sign_in(page, riverside.address)
    here = page.url
    add_all(page)
    page.goto(here)
    page.get_by_role("button", name="Download new records").click()
    ended(page)
    assert "Nothing new" in latest(page)

    assert riverside.does(RELEASED) > 0
    page.get_by_role("button", name="Download new records").click()
    ended(page)
    expect(page.get_by_text(re.compile(r"records? waits? for review"))).to_be_visible()
    add_all(page)
    seen = vaccines(page)
    assert seen

    page.goto(f"{riverside.address}/apps/")
    page.get_by_role("button", name="Take it back").first.click()
    expect(page.get_by_text("No app can see anything")).to_be_visible()
    page.goto(here)
    page.get_by_role("button", name="Download new records").click()
    expect(page.get_by_role("heading", name="Sign in again")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Your permission was ended at the portal before its time.")).to_be_visible()
    look(page, "sign-in-again")
    sign_in(page, riverside.address)
    assert "Nothing new" in latest(page)
    expect(page.get_by_text("wait for review")).to_have_count(0)
    assert vaccines(page) == seen

    begin(page, front.address)
    expect(page.get_by_text("The portal has to get to know this Haversack first.")).to_be_visible(timeout=30_000)
    page.get_by_text("For whoever runs this site").click()
    look(page, "pending-portal")
    second = page.url
    tasks = json.loads(command("register", "--json"))
    (task,) = [one for one in tasks if one["fhir_base"] == f"{front.address}/fhir"]
    asked = {"client_name": "Haversack", "redirect_uris": task["redirect_uris"], "token_endpoint_auth_method": "none"}
    request = urllib.request.Request(  # at the portal's office for apps, by hand
        f"{riverside.address}/oauth/register", json.dumps(asked).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        known = json.load(answer)["client_id"]
    command("register", str(task["number"]), "--client-id", known)
    page.goto(second)
    expect(page.get_by_text("This portal can be connected").first).to_be_visible()
    sign_in(page, front.address)
    go(page, "Review")
    expect(page.get_by_text("Here already").first).to_be_visible()
    add_all(page)
    both = vaccines(page)
    assert len(both) == len(seen)
    assert all("reported by 2" in one for one in both)
