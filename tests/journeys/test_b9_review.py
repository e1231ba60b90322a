"""B9: nothing joins a record until the person says so, and what they do not want never comes back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .conftest import PASSWORD
from .records import THREE, bundle, lab, vaccine
from .steps import add_and_accept, add_files, go, heading, open_category, told

ALL, NONE = "Add all to Backpack", "No, don’t add"
CHANGED = "The list has changed since you saw it, so nothing was decided."


def _waiting(page: Page) -> int:
    return page.locator("input[name=record]").count()


def test_what_came_waits_looks_like_waiting_and_is_added(ada, look):
    page = ada
    add_files(page, ("records.json", THREE), source="Harbor Clinic")
    look(page, "import-done")
    go(page, "Health")
    expect(page.get_by_text("3 new records from Harbor Clinic to review")).to_be_visible()
    page.get_by_role("link", name="Review 3 records").click()
    heading(page, "Review")
    look(page, "review")
    page.get_by_role("button", name=ALL).first.click()
    told(page, "3 records were added")
    look(page, "review-added")
    open_category(page, "Vaccines")
    expect(page.get_by_role("link", name="Tetanus and diphtheria")).to_be_visible()


def test_an_addition_is_taken_back(ada):
    page = ada
    add_files(page, ("records.json", THREE))
    go(page, "Review")
    page.get_by_role("button", name=ALL).first.press("Enter")
    page.get_by_role("button", name="Take back").press("Enter")
    told(page, "3 records wait for review again.")
    assert _waiting(page) == 3


def test_not_adding_says_what_it_means_and_is_for_good(ada, look):
    page = ada
    add_files(page, ("records.json", THREE), source="Harbor Clinic")
    go(page, "Review")
    page.get_by_role("button", name=NONE).first.click()
    heading(page, "Remove 3 records for good?")
    expect(page.locator("main")).to_contain_text("Ada Ferris")
    expect(page.locator("main")).to_contain_text("This cannot be undone.")
    expect(page.locator("main")).to_contain_text("They will not be offered again")
    look(page, "review-remove")
    page.get_by_role("link", name="Keep waiting").click()
    assert _waiting(page) == 3
    page.get_by_role("button", name=NONE).first.click()
    page.get_by_role("button", name="Remove 3 records for good").click()
    told(page, "3 records were removed for good.")
    add_files(page, ("the-same-again.json", THREE), source="Harbor Clinic")
    expect(page.get_by_text("removed for good and not offered again")).to_be_visible()
    go(page, "Review")
    heading(page, "Review")
    expect(page.get_by_text("Nothing waits for review")).to_be_visible()
    look(page, "review-empty")


def test_each_record_is_decided_on_by_itself(ada):
    page = ada
    add_files(page, ("records.json", THREE))
    go(page, "Review")
    page.get_by_label("Choose Asthma").check()
    page.get_by_role("button", name="Add the chosen ones", exact=True).click()
    told(page, "1 record was added")
    page.get_by_label("Choose Glucose").check()
    page.get_by_role("button", name="Don’t add the chosen ones").click()
    heading(page, "Remove 1 record for good?")
    expect(page.locator("main")).to_contain_text("Glucose")
    page.get_by_role("button", name="Remove 1 record for good").click()
    told(page, "1 record was removed for good.")
    assert _waiting(page) == 1


def test_what_is_known_already_says_so(ada):
    page = ada
    flu = vaccine("v", "Influenza", "140", "2024-10-01")
    add_and_accept(page, ("one.json", bundle(flu)), source="Harbor Clinic")
    add_files(page, ("two.json", bundle(flu | {"id": "other"})), source="Corner Pharmacy")
    go(page, "Review")
    twin = page.locator(".twin")
    expect(twin).to_contain_text("Looks the same as one in the backpack.")
    expect(twin).to_contain_text("Harbor Clinic")
    expect(twin).to_contain_text("Corner Pharmacy")
    page.get_by_role("button", name=ALL).first.click()
    open_category(page, "Vaccines")
    expect(page.get_by_text("reported by 2")).to_be_visible()


def test_when_two_decide_at_once_the_second_looks_again(ada, new_page, command: Callable[..., str]):
    page = ada
    add_files(page, ("records.json", THREE))
    go(page, "Review")
    other = _second_owner(new_page(), page, command)
    expect(page.get_by_text("Everyone with access")).to_be_hidden()
    page.reload()
    expect(page.get_by_text("Everyone with access to Ada’s record sees these same 3 records")).to_be_visible()
    other.get_by_role("button", name=ALL).first.click()
    told(other, "3 records were added")
    page.get_by_role("button", name=NONE).first.click()
    told(page, CHANGED)
    assert _waiting(page) == 0


def test_what_came_meanwhile_is_not_decided_on_unseen(ada, new_page, command):
    page = ada
    add_files(page, ("records.json", THREE))
    go(page, "Review")
    other = _second_owner(new_page(), page, command)
    add_files(other, ("more.json", bundle(lab("g2", "141", "2025-01-09"))))
    page.get_by_role("button", name=ALL).first.click()
    told(page, CHANGED)
    assert _waiting(page) == 4


def _second_owner(other: Page, page: Page, command: Callable[..., str]) -> Page:
    """Somebody else signs up, is given the same backpack, and looks at the same queue."""
    person = page.url.split("/p/")[1].split("/")[0]
    email = f"second-{person[:8]}@example.org"
    command("user", "add", email, typed=PASSWORD + "\n")
    command("person", "give", person, "--owner", email)
    other.goto("/account/login/")
    other.locator("[name=login]").fill(email)
    other.locator("[name=password]").fill(PASSWORD)
    other.locator("[name=password]").press("Enter")
    other.wait_for_url("**/p/**")
    go(other, "Review")
    return other
