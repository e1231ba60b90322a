"""F6: ten categories, each with a page of its own, full or empty, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .steps import heading, open_category, switch_to

CATEGORIES = {
    "Allergies": "Sulfa",
    "Medications": "Metformin",
    "Vaccines": "Influenza",
    "Lab results": "Hemoglobin A1c",
    "Vitals": "Blood pressure",
    "Procedures": "Physical therapy",
    "Conditions": "Type 2 diabetes",
    "Social history": "Tobacco",
    "Visits": "Endocrinology",
}


def test_home_leads_to_all_ten(ines):
    links = [link.inner_text().split("\n")[0] for link in ines.locator(".cats a").all()]
    assert set(CATEGORIES) | {"Pregnancy"} <= set(links)


@pytest.mark.parametrize("name", [name for name in CATEGORIES if name != "Lab results"])
def test_a_category_shows_what_belongs_there(ines, look, name):
    open_category(ines, name)
    expect(ines.locator("main .rows li").filter(has_text=CATEGORIES[name]).first).to_be_visible()
    look(ines, name.lower().replace(" ", "-"))


def test_a_pregnancy_has_its_own(ines, look):
    switch_to(ines, "Amara")
    open_category(ines, "Pregnancy")
    expect(ines.locator("main .rows li").first).to_be_visible()
    look(ines, "pregnancy")


def test_an_empty_category_says_what_would_be_in_it(ines, look):
    open_category(ines, "Pregnancy")
    expect(ines.get_by_text("Nothing in Inés’s record here yet")).to_be_visible()
    look(ines, "category-empty")


def test_on_a_phone_everything_is_within_reach_of_a_thumb(new_page):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/account/login/")
    page.get_by_role("button", name="Open the demo").tap()
    bar = page.get_by_role("navigation", name="Main, short")
    bar.get_by_role("link", name="Timeline").tap()
    heading(page, "Timeline")
    bar.locator("summary").tap()
    bar.get_by_role("link", name="Settings").tap()
    heading(page, "Settings")
    page.get_by_role("link", name="Search Inés’s record").tap()
    page.get_by_label("Words").fill("metformin")
    page.locator("main").get_by_role("button", name="Search").tap()
    expect(page.locator(".rows li").first).to_be_visible()
