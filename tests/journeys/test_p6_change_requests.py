"""P6, P7: a patient asks for changes and reports errors, and sees where each stands; nothing changes before that."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .steps import heading, told

WHO = "walter.abiodun"


def more(page: Page, name: str) -> None:
    """Open a page of the menu behind "More"."""
    menu = page.get_by_role("navigation", name="Main", exact=True)
    menu.locator("summary").click()
    menu.get_by_role("link", name=name).click()


def test_a_change_of_the_profile_is_asked_for_followed_and_withdrawn(at_riverside, look):
    page = at_riverside(WHO)
    more(page, "Profile")
    heading(page, "Profile")
    before = page.locator(".facts").first.inner_text()
    look(page, "portal-profile")
    page.get_by_role("link", name="Ask for a change").click()
    look(page, "portal-profile-change")
    page.get_by_role("button", name="Send to Medical Records").click()
    expect(page.get_by_text("Nothing here differs from what is on file.")).to_be_visible()
    page.get_by_label("E-mail").fill("nowhere")
    page.get_by_role("button", name="Send to Medical Records").click()
    expect(page.get_by_text("Write the address like name@example.org.")).to_be_visible()
    look(page, "portal-profile-change-wrong")
    page.get_by_label("E-mail").fill("walter@example.org")
    page.get_by_label("Marital status").select_option(label="Widowed")
    page.get_by_role("button", name="Send to Medical Records").click()
    told(page, "Your request was sent to Medical Records.")
    expect(page.locator(".steps [aria-current=step]")).to_contain_text("With Medical Records")
    expect(page.get_by_role("row", name="E-mail")).to_contain_text("walter@example.org")
    look(page, "portal-change")
    more(page, "Profile")
    assert page.locator(".facts").first.inner_text() == before
    expect(page.get_by_text("A request waits for Medical Records")).to_be_visible()
    page.get_by_role("link", name="Look at it").click()
    page.get_by_role("button", name="Withdraw this request").click()
    told(page, "Your request was withdrawn. Nothing was changed.")


def test_an_error_is_reported_with_the_law_s_clock_beside_it(at_riverside, look):
    page = at_riverside(WHO)
    more(page, "Report an error")
    heading(page, "Report an error")
    expect(page.get_by_text("Medical Records answer within 60 days")).to_be_visible()
    look(page, "portal-errors")
    page.get_by_role("link", name="Write a report").click()
    look(page, "portal-error-report")
    page.get_by_role("button", name="Send to Medical Records").click()
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    page.get_by_label("What is wrong?").fill("It says that I smoke.")
    page.get_by_label("What should it say, and why?").fill("I stopped in 2009.")
    page.get_by_role("button", name="Send to Medical Records").click()
    told(page, "Your report was sent to Medical Records.")
    expect(page.get_by_text("60 days left")).to_be_visible()
    look(page, "portal-error")
