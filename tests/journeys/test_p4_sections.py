"""P4, P5, P10, P11, P14: each section says its window and its rule; the portal says what it is not."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .steps import go, heading

SECTIONS = {
    "Results": ("Results appear 72 hours after they are final", "Everything since 2003 is shown."),
    "Medications": ("The list that participating providers keep", "What holds today is shown"),
    "Allergies": ("Allergies that the hospital knows of", "What holds today is shown"),
    "Conditions": ("Conditions that the hospital knows of", "What holds today is shown"),
    "Preventive care": ("Vaccines that the hospital knows of", "What holds today is shown"),
    "Reports": ("Reports appear 72 hours after they are final", "What is less than 2 years old is shown."),
    "Letters": ("Letters from the hospital", "Everything since 2012 is shown."),
    "Visit history": ("Visits to this hospital and its clinics", "Everything since 2003 is shown."),
}


def test_inés_goes_through_every_section_of_her_record(at_riverside, look):
    page = at_riverside("ines.valdivia")
    heading(page, "Hello, Inés")
    expect(page.get_by_text("It is not your complete legal record.")).to_be_visible()
    expect(page.get_by_text("The medication list is only as current as your last visit")).to_be_visible()
    look(page, "portal-home")
    for name, (rule, window) in SECTIONS.items():
        go(page, name)
        heading(page, name)
        expect(page.get_by_text(rule)).to_be_visible()
        expect(page.get_by_text(window)).to_be_visible()
        expect(page.get_by_text("This is not your complete legal record")).to_be_visible()
        look(page, f"portal-{name.lower().replace(' ', '-')}")


def test_a_result_is_read_in_words_first_and_followed_over_time(at_riverside, look):
    page = at_riverside("ines.valdivia")
    go(page, "Results")
    expect(page.locator("#count")).to_contain_text(re.compile(r"Showing"))
    expect(page.get_by_text("Pathology reports are not shown here.")).to_be_visible()
    page.locator(".reading a.nm").first.click()
    expect(page.locator("table caption")).to_contain_text("result")
    look(page, "portal-trend")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="What is known")).to_be_visible()
    look(page, "portal-entry")


def test_what_is_held_or_withheld_is_nowhere_and_not_hinted_at(at_riverside):
    """Her blood was drawn yesterday, and she had a biopsy: neither is to be found, by list or by number."""
    page = at_riverside("ines.valdivia")
    go(page, "Reports")
    expect(page.get_by_text("Mammogram").first).to_be_visible()
    expect(page.get_by_text("Breast, pathology")).to_have_count(0)
    expect(page.get_by_text("Fibroadenoma", exact=False)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_need_no_script_and_fit_a_phone(at_riverside, scheme):
    page = at_riverside(
        "ines.valdivia", java_script_enabled=False, viewport={"width": 320, "height": 700}, color_scheme=scheme
    )
    page.locator("nav.sub-short summary").click()
    page.locator("nav.sub-short").get_by_role("link", name="Medications").click()
    heading(page, "Medications")
    expect(page.locator(".rows > li").first).to_be_visible()


def test_spanish_is_one_click_away(at_riverside, look):
    page = at_riverside("ines.valdivia")
    page.get_by_role("button", name="Español").click()
    go_es = page.get_by_role("navigation", name="Principal", exact=True)
    go_es.get_by_role("link", name="Resultados").click()
    expect(page.get_by_text("Los resultados aparecen 72 horas después de ser definitivos")).to_be_visible()
    look(page, "portal-results-spanish")
    page.get_by_role("button", name="English").click()
