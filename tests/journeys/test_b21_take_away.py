"""B21: a person takes everything away, as it came, and can bring it back."""

from __future__ import annotations

import json
import zipfile

from playwright.sync_api import expect

from .records import THREE, bundle, flag, lab
from .steps import add_and_accept, add_files, add_person, go, heading, take_away


def _named(archive: zipfile.ZipFile, ending: str) -> bytes:
    return archive.read(next(name for name in archive.namelist() if name.endswith(ending)))


def test_the_copy_holds_what_came_byte_for_byte(ada, look):
    page = ada
    add_and_accept(page, ("records.json", THREE), source="Harbor Clinic")
    add_files(page, ("newer.json", bundle(lab("g9", "1.10", "2025-02-03"))), source="Harbor Clinic")
    go(page, "Take away")
    look(page, "take-away")
    copy = take_away(page)
    look(page, "take-away-ready")
    assert THREE in [copy.read(name) for name in copy.namelist() if "/records/" in f"/{name}"]
    assert b'"value":1.10' in _named(copy, "records.ndjson")
    assert "Asthma" in _named(copy, "index.html").decode()
    assert json.loads(_named(copy, "ips.json"))["resourceType"] == "Bundle"


def test_what_was_taken_away_comes_back_the_same(ada):
    page = ada
    add_and_accept(page, ("records.json", bundle(lab("g1", "98"), flag("f1", "Afraid of needles"))))
    copy = take_away(page)
    add_person(page, "Ada, once more")
    add_files(page, ("copy.zip", copy.fp.getvalue()))  # type: ignore[union-attr]
    expect(page.locator("main")).to_contain_text("records in")
    assert _resources(take_away(page)) == _resources(copy)


def _resources(copy: zipfile.ZipFile) -> list[bytes]:
    return sorted(_named(copy, "records.ndjson").splitlines())


def test_a_person_is_removed_only_after_their_name_was_typed(ada, new_page, look):
    page = ada
    add_and_accept(page, ("records.json", THREE))
    home = page.url.split("review/")[0]
    go(page, "Settings")
    page.get_by_role("link", name="Remove this backpack").click()
    heading(page, "Remove Ada Ferris’s backpack for good?")
    look(page, "person-remove")
    page.get_by_label("Type the name to confirm").fill("Otto")
    page.get_by_role("button", name="Remove for good").click()
    expect(page.get_by_text("That is not the name. Nothing was removed.").first).to_be_visible()
    page.get_by_label("Type the name to confirm").fill("ada ferris")
    page.get_by_role("button", name="Remove for good").click()
    heading(page, "Whose record?")
    expect(page.get_by_text("Removed for good.")).to_be_visible()
    assert page.goto(home).status == 404
    new_page.complaints[:] = [each for each in new_page.complaints if "40" not in each]
