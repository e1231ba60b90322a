"""Does a Google Takeout with Fitbit in it go in by the upload page, double nothing next year, and leave as it came?"""

from __future__ import annotations

import pytest

from haversack.backpack.actions.export_return import unfold_exports
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.review import remove_all
from haversack.backpack.models import Record
from haversack.backpack.models.record import Kind, State
from haversack.backpack.queries.lines import counts
from haversack.records.bundle import open_paths

from ...formats.fitbit.made import GLOBAL, PROFILE, counted, zipped
from .conftest import OPERATOR
from .members import backpack_of, browser
from .test_apple_health import export_xml, record
from .test_import_page import took_in
from .test_other_formats import exported, lines_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
LOG = {"logId": 1, "weight": 191.8, "bmi": 27.77, "date": "03/05/24", "time": "07:30:00", "source": "Aria"}
FIRST = PROFILE | {
    f"{GLOBAL}steps-2024-03-01.json": counted("03/05/24", "900", "41"),
    f"{GLOBAL}weight-2024-03-01.json": [LOG],
    f"{GLOBAL}altitude-2024-03-01.json": counted("03/05/24", "10"),
}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Keys and inbox of a test are nobody else's."""
    settings.DATA = tmp_path


def take(opened, path, data: bytes, *, accept: bool = True):
    path.write_bytes(data)
    return receive(opened=opened, by=OPERATOR, files=list(open_paths([path])), terms=Terms(accept=accept))


def test_the_zip_waits_for_review_and_the_page_says_what_came():
    ana = backpack_of()
    _work, shown = took_in(browser("alice"), ana, ("takeout.zip", zipped(FIRST)))
    assert counts(ana, State.PENDING) == {"vitals": 2, "other": 1}
    assert "Review 3 records" in shown
    assert "altitude (1)" in shown
    assert "could not be read" not in shown


def test_next_years_export_doubles_nothing_and_a_running_day_becomes_a_newer_version(tmp_path):
    ana = backpack_of()
    take(ana, tmp_path / "first.zip", zipped(FIRST))
    steps = counted("03/05/24", "900", "41", "100") + counted("03/06/24", "7")
    later = FIRST | {f"{GLOBAL}steps-2024-03-01.json": steps}
    take(ana, tmp_path / "second.zip", zipped(later))
    told = sorted((line["title"], line["value"]) for line in lines_of(ana))
    assert told == [
        ("Body mass index", "27.8"), ("Body weight", "191.8"), ("Steps in the day", "1041"), ("Steps in the day", "7"),
    ]  # fmt: skip


def test_a_watch_and_a_band_that_counted_alike_say_one_thing_and_otherwise_stand_beside_each_other(tmp_path):
    ana = backpack_of()
    take(ana, tmp_path / "first.zip", zipped(FIRST))
    apple = export_xml(
        record("StepCount", "941", "count"),
        record("StepCount", "10", "count", "2024-03-06"),
        record("HeartRate", "60", "count/min"),
    )
    report = take(ana, tmp_path / "export.xml", apple)
    assert report.merged == 1
    take(ana, tmp_path / "more.zip", zipped(PROFILE | {f"{GLOBAL}steps-2024-03-06.json": counted("03/06/24", "20")}))
    steps = sorted(line["value"] for line in lines_of(ana) if line["title"] == "Steps in the day")
    assert steps == ["10", "20", "941"]


def test_it_leaves_as_it_came_and_is_understood_again(tmp_path):
    ana = backpack_of()
    take(ana, tmp_path / "first.zip", zipped(FIRST))
    folder = exported(ana, tmp_path / "out")
    kept = b"".join(path.read_bytes() for path in sorted((folder / "records").rglob("*")) if path.is_file())
    assert PROFILE["Takeout/Fitbit/Your Profile/Profile.csv"].encode() in kept
    other = backpack_of("bob")
    receive(opened=other, by=OPERATOR, files=unfold_exports(open_paths([folder])), terms=Terms(accept=True))
    assert sorted(one["value"] for one in lines_of(other)) == sorted(one["value"] for one in lines_of(ana))


def test_adding_none_of_it_leaves_no_byte_of_it(tmp_path):
    ana = backpack_of()
    take(ana, tmp_path / "first.zip", zipped(FIRST), accept=False)
    assert Record.objects.filter(kind=Kind.ORIGINAL).count() > 1
    remove_all(opened=ana, by=OPERATOR, shown=None)
    assert Record.objects.count() == 0
