"""F7: what no page displays is still kept, and leaves with everything else."""

from __future__ import annotations

from playwright.sync_api import expect

from .records import bundle, flag, lab, practitioner, unheard_of
from .steps import add_files, go, open_category, take_away

ODD = bundle(
    lab("g1", "98"), flag("f1", "Afraid of needles"), unheard_of("s1", "Born under Vega"), practitioner("d1", "Quill")
)


def test_what_fits_no_category_is_shown_apart_and_exported(ada, look):
    page = ada
    add_files(page, ("odd.json", ODD), source="Harbor Clinic")
    expect(page.locator("main")).to_contain_text("such as practitioners and organisations")
    go(page, "Review")
    page.get_by_role("button", name="Add all to Backpack").first.click()
    open_category(page, "Other")
    expect(page.get_by_text("Afraid of needles").first).to_be_visible()
    look(page, "other")
    copy = take_away(page)
    kept = copy.read(next(name for name in copy.namelist() if name.endswith("records.ndjson"))).decode()
    for words in ("Afraid of needles", "Born under Vega", "Quill"):
        assert words in kept


def test_a_file_that_cannot_be_read_is_named_with_its_reason(ada, look):
    page = ada
    add_files(page, ("records.json", bundle(lab("g1", "98"))), ("page.json", b"<!doctype html><title>Sign in</title>"))
    trouble = page.get_by_role("table")
    expect(trouble).to_contain_text("page.json")
    look(page, "import-problems")
