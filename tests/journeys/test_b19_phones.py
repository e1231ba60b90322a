"""B19: a person adds what their telephone and watch measured, and sees it by day beside the rest of the record."""

from __future__ import annotations

import io
import zipfile

from playwright.sync_api import expect

from .steps import add_files, add_person, go, open_category, take_away

RECORD = (
    ' <Record type="HK{0}" sourceName="{1}" unit="{2}" startDate="2024-03-{3:02} 08:00:00 +0100" '
    'endDate="2024-03-{3:02} 08:05:00 +0100" value="{4}"/>\n'
)
STEPS, WEIGHT = "QuantityTypeIdentifierStepCount", "QuantityTypeIdentifierBodyMass"
PRESSURE = "QuantityTypeIdentifierBloodPressure"


def export() -> bytes:
    """Five days: a weight each, steps that a watch and a telephone both counted, one blood pressure, water."""
    lines = [RECORD.format(WEIGHT, "Scale", "kg", day, f"{70 + day / 10:.2f}") for day in range(1, 6)]
    for day in range(1, 6):
        lines += [RECORD.format(STEPS, "Watch", "count", day, 8000), RECORD.format(STEPS, "Phone", "count", day, 6000)]
    lines.append(RECORD.format(f"{PRESSURE}Systolic", "Cuff", "mmHg", 2, 118))
    lines.append(RECORD.format(f"{PRESSURE}Diastolic", "Cuff", "mmHg", 2, 76))
    lines.append(RECORD.format("QuantityTypeIdentifierDietaryWater", "App", "mL", 2, 200))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n'
    return (head + "".join(lines) + "</HealthData>\n").encode()


def test_an_iphones_export_is_added_as_it_is_and_leaves_as_it_came(signed_up, look):
    page = signed_up
    add_person(page, "Ada Ferris")
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("apple_health_export/export.xml", export())
    add_files(page, ("export.zip", held.getvalue()))
    expect(page.get_by_text("DietaryWater (1)")).to_be_visible()
    look(page, "phones-apple-report")
    go(page, "Review")
    look(page, "phones-apple-review")
    page.get_by_role("button", name="Add all to Backpack").first.click()
    open_category(page, "Vitals")
    expect(page.get_by_text("118/76").first).to_be_visible()
    expect(page.get_by_text("70.50").first).to_be_visible()
    look(page, "phones-apple-vitals")
    open_category(page, "Other")
    expect(page.get_by_text("8000").first).to_be_visible()
    expect(page.get_by_text("14000")).to_have_count(0)
    look(page, "phones-apple-steps")
    page.get_by_role("link", name="Steps in the day").first.click()
    page.get_by_role("link", name="See the day hour by hour").click()
    expect(page.get_by_role("row", name="08:00 6000 steps")).to_be_visible()
    look(page, "phones-apple-day")
    copy = take_away(page)
    assert export() in [copy.read(name) for name in copy.namelist()]
