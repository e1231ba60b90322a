"""B1: a person keeps a backpack for themselves and for each loved one, and always sees whose is open."""

from __future__ import annotations

from playwright.sync_api import expect

from .steps import IKENNA, add_person, go, heading, open_demo, switch_to


def test_somebody_new_begins_with_one_person_and_adds_another(signed_up, look):
    page = signed_up
    page.goto("/people/")
    look(page, "people-none")
    page.goto("/people/add/")
    look(page, "person-add")
    add_person(page, "Ada Ferris")
    look(page, "home-empty")
    add_person(page, "Otto Ferris", who="My father", born="1941-02-03")
    page.goto("/people/")
    listed = page.locator("main li")
    assert [line.inner_text().split("\n")[1] for line in listed.all()] == ["Ada Ferris", "Otto Ferris"]
    expect(listed.nth(1)).to_contain_text("your father")


def test_a_birth_date_that_cannot_be_is_sent_back_with_words(signed_up, new_page, look):
    page = signed_up
    page.goto("/people/add/")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Birth date").fill("1970-02-31")
    page.get_by_role("button", name="Add this person").click()
    expect(page.get_by_text("There is no such day.").first).to_be_visible()
    look(page, "person-add-error")
    new_page.complaints.remove(next(each for each in new_page.complaints if "400" in each))


def test_the_name_the_colour_and_the_record_change_together(ines):
    page = ines
    expect(page.locator("summary").filter(has_text="Open record:")).to_contain_text("Inés")
    before = page.locator("html").get_attribute("data-hue")
    switch_to(page, "Rosalía")
    heading(page, "Health")
    expect(page.locator("summary").filter(has_text="Open record:")).to_contain_text("Rosalía")
    assert page.locator("html").get_attribute("data-hue") != before
    for place in ("Review", "Timeline", "Add files", "Take away", "Settings"):
        go(page, place)
        expect(page.locator("summary").filter(has_text="Open record:")).to_contain_text("Rosalía")


def test_a_name_is_changed_and_a_colour_chosen(ada, look):
    page = ada
    go(page, "Settings")
    look(page, "settings")
    page.get_by_label("Name").fill("Ada Byron Ferris")
    page.get_by_label("Colour").select_option(label="Violet")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("summary").filter(has_text="Open record:")).to_contain_text("Ada Byron Ferris")
    assert page.locator("html").get_attribute("data-hue") == "violet"


def test_somebody_who_may_only_look_sees_why_they_cannot_decide(new_page, look):
    page = new_page()
    open_demo(page, IKENNA)
    expect(page.locator("summary").filter(has_text="Open record:")).to_contain_text("your partner")
    go(page, "Review")
    expect(page.get_by_role("button", name="Add all to Backpack").first).to_be_disabled()
    expect(page.get_by_text("Only an owner or editor of this backpack can decide what joins it.").first).to_be_visible()
    expect(page.get_by_text("Who can decide: Inés Valdivia Okafor.")).to_be_visible()
    expect(page.get_by_role("link", name="Take away")).to_have_count(0)
    look(page, "review-viewer")


def test_the_whole_way_is_walked_with_the_keyboard(ines):
    page, home = ines, ines.url
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(home)
    switcher = page.locator("summary").filter(has_text="Open record:")
    _tab_to(page, switcher)
    page.keyboard.press("Enter")
    other = page.locator(".pop").get_by_role("link", name="Amara")
    expect(other).to_be_visible()
    _tab_to(page, other)
    page.keyboard.press("Enter")
    expect(switcher).to_contain_text("Amara")
    review = page.get_by_role("link", name="Review 25 records")
    _tab_to(page, review)
    page.keyboard.press("Enter")
    heading(page, "Review")
    _tab_to(page, page.get_by_role("button", name="Add all to Backpack").first)


def _tab_to(page, target, most: int = 60) -> None:
    """Press Tab until the target has the focus; whatever has it on the way is seen to have it."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    raise AssertionError(f"{most} tabs did not lead there")
