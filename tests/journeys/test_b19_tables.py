"""B19: a person adds a table of their own measurements, says what its columns are, and sees them in their record."""

from __future__ import annotations

from playwright.sync_api import expect

from .steps import add_person, go, heading, open_category

TABLE = (
    "Fecha;Hora;Peso (kg);Sistólica;Diastólica;Notas\r\n"
    "05/03/2024;7:30;70,50;118;76;\r\n06/03/2024;7:40;70,2;;;después de correr\r\n"
    "07/03/2024;7:35;;121;;\r\n08/03/2024;;sin báscula;119;75;\r\n09/03/2024;8:02;70,1;117;74;\r\n"
)


def test_a_table_is_understood_by_asking_and_remembered(signed_up, look):
    page = signed_up
    add_person(page, "Ana Belmonte")
    go(page, "Add files")
    sent = {"name": "peso.csv", "mimeType": "text/csv", "buffer": TABLE.encode("cp1252")}
    page.locator("input[type=file]").set_input_files(sent)
    page.get_by_role("button", name="Add these files").click()
    heading(page, "Columns of a table")
    expect(page.get_by_label("Peso (kg)")).to_have_value("weight kg")
    expect(page.get_by_label("Sistólica")).to_have_value("systolic mmHg")
    look(page, "tables-asked")
    expect(page.get_by_label("Day, month, year")).not_to_be_checked()
    page.get_by_label("Day, month, year").check()
    page.get_by_role("button", name="Show what comes of it").click()
    expect(page.get_by_text("Only one half of the blood pressure of this line has a value.")).to_be_visible()
    expect(page.get_by_text("sin báscula").last).to_be_visible()
    look(page, "tables-preview")
    page.get_by_role("button", name="Take it in").click()
    page.wait_for_url("**/import/*/")
    for _ in range(200):
        if page.get_by_role("heading", name="What came").is_visible():
            break
        page.reload()
    go(page, "Review")
    page.get_by_role("button", name="Add all to Backpack").first.click()
    open_category(page, "Vitals")
    expect(page.get_by_text("117/74").first).to_be_visible()
    expect(page.get_by_text("70.1").first).to_be_visible()
    go(page, "Add files")
    page.locator("input[type=file]").set_input_files(
        sent | {"buffer": (TABLE + "10/03/2024;;70;;;\r\n").encode("cp1252")}
    )
    page.get_by_role("button", name="Add these files").click()
    expect(page.get_by_text("As you said the last time")).to_be_visible()
    look(page, "tables-remembered")
