"""B20: a person understands their record: categories, one result over time, the timeline, search, plain words."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .steps import go, heading, open_category, switch_to


def _search(page: Page, words: str) -> None:
    page.get_by_role("searchbox", name="Search").first.fill(words)
    page.get_by_role("searchbox", name="Search").first.press("Enter")
    heading(page, "Search")


def test_home_says_first_what_matters_now(ines, look):
    page = ines
    heading(page, "Health")
    expect(page.get_by_role("link", name="Review 15 records")).to_be_visible()
    for card in ("Latest results out of range", "Current medicines", "Conditions", "Allergies", "Blood pressure"):
        expect(page.get_by_role("heading", level=2, name=card, exact=True)).to_be_visible()
    look(page, "home")


def test_a_result_is_read_over_time_with_each_laboratory_s_own_range(ines, look):
    page = ines
    open_category(page, "Lab results")
    look(page, "labs")
    page.get_by_role("link", name="Hemoglobin A1c").first.click()
    heading(page, "Hemoglobin A1c")
    expect(page.locator("main")).to_contain_text("Above this lab’s range 4.0–5.6")
    expect(page.get_by_text("changed its range on")).to_be_visible()
    table = page.get_by_role("table")
    expect(table).to_contain_text("4.5–5.7")
    expect(table).to_contain_text("point-of-care")
    look(page, "trend")


def test_the_picture_of_a_result_needs_no_script(chromium, site):
    context = chromium.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/account/login/")
    page.get_by_role("button", name="Open the demo").click()
    page.get_by_role("link", name="Hemoglobin A1c").first.click()
    expect(page.locator("svg[role=img]").first).to_be_visible()
    assert page.get_by_role("table").get_by_role("row").count() > 20
    context.close()


def test_an_entry_says_everything_that_is_known_of_it(ines, look):
    page = ines
    open_category(page, "Conditions")
    page.get_by_role("link", name="Type 2 diabetes").first.click()
    heading(page, "Type 2 diabetes mellitus")
    expect(page.get_by_role("heading", name="Where this came from")).to_be_visible()
    page.get_by_text("The source as it came").first.click()
    expect(page.locator("pre").first).to_contain_text('"resourceType": "Condition"')
    look(page, "entry")


def test_what_is_not_a_fact_is_told_apart(ines):
    page = ines
    open_category(page, "Lab results")
    taken_back = page.locator("#not-so")
    expect(taken_back).to_contain_text("Entered in error")
    expect(taken_back).to_contain_text("11.6")


def test_a_list_is_narrowed_and_its_address_keeps_it(ines, look):
    page = ines
    open_category(page, "Visits")
    page.get_by_label("Source").select_option(label="Harbor Light Family Practice")
    page.get_by_role("button", name="Show").click()
    narrowed = page.url
    expect(page.locator(".count").or_(page.get_by_text("Showing")).first).to_be_visible()
    assert "source=" in narrowed
    assert "Harbor" not in narrowed
    assert page.locator(".rows .meta").filter(has_text="Alder Creek").count() == 0
    look(page, "visits-narrowed")


def test_the_timeline_tells_the_story_visit_by_visit(ines, look):
    page = ines
    switch_to(page, "Tomás")
    go(page, "Timeline")
    heading(page, "Timeline")
    expect(page.locator(".story article").first).to_be_visible()
    look(page, "timeline")


def test_words_are_found_inside_notes_and_without_accents(ines, look):
    page = ines
    for words in ("marimba", "penaranda", "tourniquet"):
        _search(page, words)
        expect(page.locator(".rows li").first).to_be_visible()
        assert words not in page.url
    look(page, "search")
    _search(page, "xylograph")
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_the_same_page_in_spanish_and_on_paper(ines):
    page = ines
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Español").click()
    assert page.locator("html").get_attribute("lang") == "es"
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    open_category(page, "Medications")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main", exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_text("Inés Valdivia Okafor").first).to_be_visible()
    expect(page.get_by_text("Metformin").first).to_be_visible()
