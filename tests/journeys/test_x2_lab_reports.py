"""X2: a person looks at what was read in a laboratory's PDF, beside its page, before it counts."""

from __future__ import annotations

from playwright.sync_api import expect

from ..papers import lab_pdf
from .steps import add_files, go, heading, open_category, told

NAME = "Blood test.pdf"


def test_a_report_is_looked_at_corrected_and_taken_in_once(ada, look, new_page):
    report = lab_pdf(head=(("Patient", "Ada Ferris"), ("DOB", "01/01/1970"), ("Collected", "03/04/2026 08:15")))
    add_files(ada, (NAME, report))
    expect(ada.get_by_text("5 results were recognised in it")).to_be_visible()
    look(ada, "lab-report-came")
    ada.get_by_role("link", name=NAME).click()
    heading(ada, NAME)
    ada.wait_for_load_state("networkidle")  # the picture of the page
    look(ada, "lab-report")

    line = ada.locator("[data-line]").filter(has=ada.locator("input[value='Potassium']"))
    line.get_by_label("Result").fill("3.3")
    expect(ada.locator("rect.now")).to_have_count(1)
    ada.locator("[data-line]").filter(has=ada.locator("input[value='Sodium']")).get_by_label("Take in Sodium").uncheck()
    ada.get_by_role("button", name="Take in 4 of this page").click()
    expect(ada.get_by_text("Say which day is meant.")).to_be_visible()  # 03/04 may be April or March
    new_page.complaints[:] = [each for each in new_page.complaints if "400" not in each]
    expect(line.get_by_label("Result")).to_have_value("3.3")
    ada.get_by_label("4 March 2026").check()
    ada.get_by_role("button", name="Take in 4 of this page").click()
    told(ada, "4 results wait for review now.")
    look(ada, "lab-report-taken")

    go(ada, "Review")
    queue = ada.locator("main")
    expect(queue.get_by_role("link", name="Potassium")).to_be_visible()
    expect(queue.get_by_role("link", name="Sodium")).to_have_count(0)
    expect(queue.get_by_role("link", name="Lab report", exact=True)).to_be_visible()
    ada.get_by_role("button", name="Add all to Backpack").first.click()
    open_category(ada, "Lab results")
    ada.get_by_role("link", name="Potassium").click()
    expect(ada.get_by_text("3.3", exact=True).first).to_be_visible()
    ada.get_by_role("link", name="4 March 2026", exact=True).click()
    expect(ada.locator("p").get_by_text(f"Read from “{NAME}”, page 1, line 8, and confirmed by")).to_be_visible()
    look(ada, "lab-report-entry")

    add_files(ada, (NAME, report))
    expect(ada.get_by_text("This laboratory report was here before.")).to_be_visible()
    go(ada, "Review")
    expect(ada.get_by_role("heading", name="Nothing waits for review")).to_be_visible()
