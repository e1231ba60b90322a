"""P10, P13, P16: a copy to keep, an app's access, a wish to wait, a record opened in somebody's place."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from ..paper import words_of
from .steps import heading, told
from .test_p6_change_requests import more

WHO = "ling.zhao"


def test_what_is_shown_can_be_taken_away_for_people_and_for_programs(at_riverside, look):
    page = at_riverside(WHO)
    more(page, "Download")
    look(page, "portal-download")
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Download FHIR, one file").click()
    assert arriving.value.suggested_filename == "health-record.json"
    bundle = json.loads(arriving.value.path().read_bytes())
    assert {"Patient", "Observation"} <= {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Download the page").click()
    assert "<script" not in arriving.value.path().read_text()
    with page.expect_download() as arriving:
        page.get_by_role("button", name="Download the PDF").click()
    assert arriving.value.suggested_filename == "health-record.pdf"
    paper = words_of(arriving.value.path().read_bytes())
    assert "Ling Zhao-Pereira, born 3 July 1981" in paper
    assert "This is not your complete legal record." in paper


def test_a_patient_chooses_to_wait_and_changes_their_mind(at_riverside, look):
    page = at_riverside(WHO)
    page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Results").click()
    page.get_by_role("link", name="Choose when results appear").click()
    heading(page, "When results appear")
    look(page, "portal-wait")
    page.get_by_label("7 days after they are final").check()
    page.get_by_role("button", name="Save").click()
    told(page, "Your choice holds from now on.")
    page.get_by_role("link", name="Results").first.click()
    expect(page.get_by_text("Results appear 7 days after they are final, as you asked")).to_be_visible()


def test_no_app_reads_along_unless_it_was_let_in(at_riverside, look):
    page = at_riverside("claudia.tull")  # no other journey lets an app into her record
    more(page, "Connected apps")
    heading(page, "Connected apps")
    expect(page.get_by_text("No app can see anything")).to_be_visible()
    look(page, "portal-apps")


def test_inés_opens_her_mother_s_record_in_her_place_and_sees_whose_it_is(at_riverside, look):
    page = at_riverside("ines.valdivia")
    page.locator("header.top summary").click()
    page.locator("header.top .pop").get_by_role("link", name="Rosalía").click()
    expect(page.get_by_text("You look at the record of Rosalía Montero Quiroga, in their place.")).to_be_visible()
    expect(page.locator("header.top")).to_contain_text("21 April 1945")
    assert "Rosal" not in page.title() + page.url
    look(page, "portal-in-their-place")
