"""P9, P15: a patient asks what a result means, and sees who takes messages and who does not, and why."""

from __future__ import annotations

from playwright.sync_api import expect

from .steps import go, heading, told

WHO = "claudia.tull"


def test_a_question_about_a_result_is_ready_to_send_and_stays_to_be_read(at_riverside, look):
    page = at_riverside(WHO)
    go(page, "Messages")
    heading(page, "Messages")
    expect(page.get_by_role("heading", name="Who takes messages")).to_be_visible()
    expect(page.get_by_role("heading", name="Is somebody missing?")).to_be_visible()
    look(page, "portal-messages")
    go(page, "Results")
    page.locator(".reading a.nm").first.click()
    page.get_by_role("link", name="Ask what it means").click()
    heading(page, "Ask about a result")
    expect(page.get_by_label("What is it about?")).not_to_have_value("")
    look(page, "portal-ask")
    if not page.get_by_label("To", exact=True).input_value():
        page.get_by_label("To", exact=True).select_option(index=1)
    scan = {"name": "page.pdf", "mimeType": "application/pdf", "buffer": b"<html>"}
    page.locator("input[type=file]").set_input_files([scan])
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Send PDF, PNG or JPEG files.")).to_be_visible()
    page.locator("input[type=file]").set_input_files([scan | {"buffer": b"%PDF-1.7 mine"}])
    page.get_by_role("button", name="Send", exact=True).click()
    told(page, "Your message was sent.")
    expect(page.locator(".talk > .mine")).to_contain_text("What does this result mean for me")
    expect(page.get_by_text("Not opened yet")).to_be_visible()
    look(page, "portal-conversation")
    with page.expect_download() as arriving:
        page.get_by_role("link", name="page.pdf").click()
    assert arriving.value.path().read_bytes() == b"%PDF-1.7 mine"
