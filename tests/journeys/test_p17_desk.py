"""P17: the desk answers what patients asked for, and an administrator sees what a policy would do before it holds."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .steps import heading, told

CLERK, PROVIDER, ADMINISTRATOR = "june.abara", "n.osei", "o.lindgren"


def place(page: Page, name: str) -> None:
    """Open a place of the desk."""
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name=name).click()


def test_june_looks_a_patient_up_and_sees_what_they_see(at_riverside, look):
    page = at_riverside(CLERK)
    heading(page, "Desk")
    look(page, "portal-desk")
    place(page, "Patients")
    page.get_by_label("Name or record number").fill("abiodun")
    page.locator("main").get_by_role("button", name="Look up").click()
    look(page, "portal-desk-found")
    assert "abiodun" not in page.url.lower()
    page.locator("main ul.rows a").first.click()
    expect(page.get_by_text("Never tell the record number by phone or e-mail.")).to_be_visible()
    look(page, "portal-desk-patient")
    page.get_by_role("link", name="Record a form").click()
    look(page, "portal-desk-proxy")
    page.go_back()
    page.get_by_role("link", name="At this moment, and why not the rest").click()
    look(page, "portal-desk-sees")


def test_june_answers_a_change_field_by_field_and_a_reported_error(at_riverside, look):
    page = at_riverside(CLERK)
    place(page, "Change requests")
    look(page, "portal-desk-changes")
    page.locator("main ul.rows a").first.click()
    look(page, "portal-desk-change")
    for row in page.locator("main tbody tr").all():
        row.get_by_label("Accept").check()
    page.get_by_role("button", name="Save decisions").click()
    told(page, "The request is answered, and the patient sees it.")
    place(page, "Amendments")
    look(page, "portal-desk-amendments")
    page.locator("main ul.rows a").first.click()
    look(page, "portal-desk-amendment")
    page.get_by_label("It is not put right", exact=True).check()
    page.get_by_label("What the patient is told").fill("We looked at the chart of that day.")
    page.get_by_role("button", name="Answer the patient").click()
    expect(page.get_by_text("Choose one of the four grounds").first).to_be_visible()
    page.get_by_label("If it is not put right: on which ground").select_option("accurate")
    page.get_by_role("button", name="Answer the patient").click()
    told(page, "The report is answered, and the patient sees it.")


def test_a_provider_answers_a_patient(at_riverside, look):
    page = at_riverside(PROVIDER)
    place(page, "Messages")
    look(page, "portal-desk-messages")
    page.locator("main ul.rows a").first.click()
    look(page, "portal-desk-thread")
    page.get_by_label("Your message").fill("Come by on Tuesday, and we look at it together.")
    page.get_by_role("button", name="Send", exact=True).click()
    told(page, "Your answer was sent.")


def test_an_administrator_sees_the_effect_of_a_policy_before_it_holds(at_riverside, look):
    page = at_riverside(ADMINISTRATOR)
    place(page, "Policy")
    look(page, "portal-desk-policy")
    page.get_by_role("link", name="open", exact=True).click()
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_role("row", name=re.compile("Results"))).to_be_visible()
    look(page, "portal-desk-policy-effect")
    place(page, "Policy")
    expect(page.get_by_text("Version 1 holds.")).to_be_visible()
    for name in ("Staff", "Audit", "Record loading"):
        place(page, name)
        heading(page, name)
        look(page, f"portal-desk-{name.lower().replace(' ', '-')}")
