"""Does the page of a day show what was measured in it, out of the file as it came?"""

from __future__ import annotations

import pytest

from haversack.backpack.models import Record
from haversack.backpack.models.record import Kind
from haversack.backpack.queries import day_detail

from ...formats.fitbit.made import GLOBAL, PROFILE, counted, zipped
from .conftest import bundle, observation, patient
from .members import backpack_of, browser
from .test_apple_health import export_xml, record, take
from .test_import_page import page_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def the_day(opened) -> int:
    return Record.objects.filter(person_id=opened.person, kind=Kind.DISPLAYED).latest("pk").pk


def test_a_day_of_an_iphone_is_told_hour_by_hour_and_by_source(tmp_path):
    ana = backpack_of()
    other = record("StepCount", "7777", "count", "2024-03-06")
    steps = [record("StepCount", "900", "count"), record("StepCount", "700", "count", source="Phone"), other]
    take(ana, tmp_path / "export.xml", export_xml(*steps[::-1]))
    client = browser("alice")
    number = the_day(ana)
    entry = client.get(page_of(ana, "entry", number)).content.decode()
    assert page_of(ana, "entry_day", number) in entry
    shown = client.get(page_of(ana, "entry_day", number)).content.decode()
    assert "5 March 2024: 900 steps" in shown
    assert ("900 steps" in shown, "700 steps" in shown, "7777" in shown) == (True, True, False)
    assert "10:00" in shown
    assert "never added up" in shown


def test_a_mean_of_fitbit_is_told_with_its_lowest_and_highest(tmp_path):
    ana = backpack_of()
    rates = [{"bpm": bpm, "confidence": 2} for bpm in (60, 81, 63)]
    files = PROFILE | {f"{GLOBAL}heart_rate-2024-03-05.json": counted("03/05/24", *rates)}
    take(ana, tmp_path / "first.zip", zipped(files))
    shown = browser("alice").get(page_of(ana, "entry_day", the_day(ana))).content.decode()
    assert "<b>68 /min</b>" in shown
    assert "60 to 81" in shown
    assert "08:00" in shown


def test_what_is_too_large_for_a_page_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(day_detail, "MOST_BYTES", 300_000)
    ana = backpack_of()
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    steps = [record("StepCount", "10", "count", day) for day in days for _ in range(10)]
    take(ana, tmp_path / "export.xml", export_xml(*steps))
    shown = browser("alice").get(page_of(ana, "entry_day", the_day(ana))).content.decode()
    assert "Not all of the file was looked through" in shown
    assert "100 steps" in shown


def test_an_entry_that_is_no_such_day_has_none(tmp_path):
    ana = backpack_of()
    take(ana, tmp_path / "own.json", bundle(patient(), observation("o1")))
    client = browser("alice")
    assert "hour by hour" not in client.get(page_of(ana, "entry", the_day(ana))).content.decode()
    assert client.get(page_of(ana, "entry_day", the_day(ana))).status_code == 404
