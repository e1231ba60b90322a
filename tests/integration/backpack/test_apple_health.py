"""Does the zip that an iPhone exports go in by the upload page, double nothing next year, and leave as it came?"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from haversack.backpack.actions.identity import AnotherPerson
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.review import remove_all
from haversack.backpack.models import Record
from haversack.backpack.models.record import Kind, State
from haversack.backpack.queries.lines import counts
from haversack.backpack.queries.waiting import pending_version
from haversack.records.bundle import open_paths

from .conftest import OPERATOR, bundle, observation, patient
from .members import backpack_of, browser
from .test_import_page import page_of, took_in
from .test_other_formats import exported, lines_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Keys and inbox of a test are nobody else's."""
    settings.DATA = tmp_path


def export_xml(*records: str, made: str = "2024-06-01", born: str = "") -> bytes:
    me = f'<Me HKCharacteristicTypeIdentifierDateOfBirth="{born}"/>' if born else ""
    head = f'<?xml version="1.0"?><HealthData><ExportDate value="{made} 08:10:05 +0200"/>{me}'
    return (head + "\n".join(records) + "\n</HealthData>\n").encode()


def record(kind: str, value: str, unit: str, day: str = "2024-03-05", source: str = "Watch") -> str:
    at = f"{day} 10:00:00 +0100"
    return (
        f'<Record type="HKQuantityTypeIdentifier{kind}" sourceName="{source}" unit="{unit}" startDate="{at}" '
        f'endDate="{at}" value="{value}"/>'
    )


WEIGHT = record("BodyMass", "64.20", "kg")
FIRST = (WEIGHT, record("StepCount", "900", "count"), record("StepCount", "700", "count", source="Phone"))


def zipped(data: bytes, name: str = "apple_health_export/exportación.xml") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return held.getvalue()


def take(opened, path: Path, data: bytes, *, accept: bool = True):
    path.write_bytes(data)
    return receive(opened=opened, by=OPERATOR, files=list(open_paths([path])), terms=Terms(accept=accept))


def test_the_zip_waits_for_review_and_the_page_says_what_came():
    ana = backpack_of()
    data = export_xml(*FIRST, record("DietaryWater", "200", "mL"))
    _work, shown = took_in(browser("alice"), ana, ("Exportar.zip", zipped(data)))
    assert sum(counts(ana, State.PENDING).values()) == 2
    assert "Review 2 records" in shown
    assert "DietaryWater (1)" in shown
    assert Record.objects.filter(kind=Kind.ORIGINAL).count() == 1


def test_next_years_export_doubles_nothing_and_a_running_day_becomes_a_newer_version(tmp_path):
    ana = backpack_of()
    take(ana, tmp_path / "first.zip", zipped(export_xml(*FIRST)))
    later = export_xml(
        *FIRST, record("StepCount", "100", "count"), record("BodyMass", "65", "kg", "2025-01-02"), made="2025-06-01"
    )
    take(ana, tmp_path / "second.zip", zipped(later))
    told = sorted((line["title"], line["value"]) for line in lines_of(ana))
    assert told == [("Body weight", "64.20"), ("Body weight", "65"), ("Steps in the day", "1000")]


def test_the_export_of_somebody_else_is_refused(tmp_path):
    ana = backpack_of()
    take(ana, tmp_path / "own.json", bundle(patient()))
    with pytest.raises(AnotherPerson):
        take(ana, tmp_path / "other.xml", export_xml(WEIGHT, born="1931-01-09"))


def test_it_leaves_byte_for_byte(tmp_path):
    ana = backpack_of()
    data = export_xml(*FIRST)
    take(ana, tmp_path / "export.xml", data)
    folder = exported(ana, tmp_path / "out")
    kept = [path.read_bytes() for path in (folder / "records").rglob("*") if path.is_file()]
    assert data in kept


def test_adding_none_of_a_large_export_leaves_no_byte_of_it(tmp_path):
    ana = backpack_of()
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
    steps = [record("StepCount", "10", "count", day) for day in days for _ in range(10)]
    take(ana, tmp_path / "export.xml", export_xml(WEIGHT, *steps), accept=False)
    assert Record.objects.filter(kind=Kind.ORIGINAL).count() > 2
    remove_all(opened=ana, by=OPERATOR, shown=None)
    assert Record.objects.count() == 0


def test_the_file_that_says_everything_once_more_doubles_nothing_and_is_kept(tmp_path):
    ana = backpack_of()
    again = (Path(__file__).parents[2] / "formats/apple_health/oddities/says_everything_once_more.xml").read_bytes()
    held = io.BytesIO(zipped(export_xml(WEIGHT)))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("apple_health_export/export_cda.xml", again)
    report = take(ana, tmp_path / "export.zip", held.getvalue())
    assert [line["title"] for line in lines_of(ana)] == ["Body weight"]
    assert report.outcomes["unreadable"] == 0
    assert any("once more" in problem["what"] for problem in report.problems)
    folder = exported(ana, tmp_path / "out")
    assert again in [path.read_bytes() for path in (folder / "records").rglob("*") if path.is_file()]


def test_before_a_day_is_removed_for_good_the_page_says_what_stays(tmp_path):
    ana = backpack_of()
    client = browser("alice")

    def said() -> str:
        shown = {"shown": pending_version(ana), "all": 1}
        return client.get(page_of(ana, "review_remove"), shown).content.decode()

    take(ana, tmp_path / "own.json", bundle(patient(), observation("o1")), accept=False)
    assert "This cannot be undone." in said()
    assert "stays sealed in the file it came in" not in said()
    take(ana, tmp_path / "export.xml", export_xml(*FIRST), accept=False)
    assert "stays sealed in the file it came in" in said()


def test_the_page_of_a_workout_says_what_it_was_and_what_it_came_to(tmp_path):
    ana = backpack_of()
    workout = (
        '<Workout workoutActivityType="HKWorkoutActivityTypeStairClimbing" duration="31.5" durationUnit="min" '
        'totalDistance="5.1" totalDistanceUnit="km" sourceName="Watch" startDate="2024-03-14 17:00:00 +0100" '
        'endDate="2024-03-14 17:32:00 +0100"/>'
    )
    take(ana, tmp_path / "export.xml", export_xml(workout))
    number = Record.objects.get(kind=Kind.DISPLAYED).pk
    shown = browser("alice").get(page_of(ana, "entry", number)).content.decode()
    for words in ("Workout", "<b>Stair climbing</b>", "31.5 min", "5.1 km", "Watch"):
        assert words in shown
