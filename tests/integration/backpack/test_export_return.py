"""What comes back with an export: the same entries from the same sources, and nothing accepted unasked?"""

from __future__ import annotations

import pytest

from haversack.backpack.actions.export import write_export
from haversack.backpack.actions.export_return import unfold_exports
from haversack.backpack.actions.export_target import Zipped
from haversack.backpack.actions.parting import take_apart
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.review import accept_all, decide
from haversack.backpack.models import Parting, Record
from haversack.backpack.models.record import State
from haversack.backpack.presenters.readable import readable_record
from haversack.backpack.queries.everything import all_lines
from haversack.backpack.queries.persons import facts_of

from .conftest import OPERATOR, bundle, file_of, observation, patient, text_of
from .exporting import AT, come_back, leave, told


def test_an_export_comes_back_as_the_same_entries_from_the_same_sources(ada, take, tmp_path):
    panel = observation("9", hasMember=[{"reference": "Observation/1"}, {"reference": "Observation/2"}])
    del panel["valueQuantity"]
    take(ada, patient(), observation("1", "1.10"), observation("2", code="718-7"), panel, accept=True)
    take(ada, observation("a", "1.10"), observation("b"), source="hospital", name="hospital.ndjson", accept=True)
    take(ada, observation("1", "1.20"), name="newer version.json")  # waits, replacing an accepted one
    take(ada, observation("2", code="718-7", status="entered-in-error"), name="taken back.json")
    take(ada, observation("c", date="2020"), source="hospital", name="waits.json")
    leave(ada, tmp_path / "out")
    again = add_person(by=OPERATOR, name="Again")
    come_back(again, tmp_path / "out", accept=True)
    assert told(again) == told(ada)
    assert facts_of(again).legal == facts_of(ada).legal
    assert facts_of(again).born == "1970-01-01"
    leave(again, tmp_path / "again")
    for name in ("records.ndjson", "index.html", "ips.json"):
        one, other = ((tmp_path / folder / name).read_bytes() for folder in ("out", "again"))
        assert one == other.replace(b">Again<", b">Ada<"), name
    assert sorted(p.read_bytes() for p in (tmp_path / "again" / "records").iterdir()) == sorted(
        p.read_bytes() for p in (tmp_path / "out" / "records").iterdir()
    )


def test_what_was_taken_apart_comes_back_apart(ada, take, tmp_path):
    for source in ("Alder", "Riverside", "Third"):
        take(ada, observation("1"), source=source, accept=True)
    line = next(line for line, _ in all_lines(ada, state=State.ACCEPTED))
    take_apart(opened=ada, by=OPERATOR, record=line.id, alone=line.told[-1].record)
    leave(ada, tmp_path / "out")
    again = add_person(by=OPERATOR, name="Again")
    come_back(again, tmp_path / "out", accept=True)
    assert told(again) == told(ada)
    assert len(told(again)) == 2
    come_back(again, tmp_path / "out", accept=True)
    assert len(told(again)) == 2
    assert Parting.objects.count() == 2


def test_without_being_asked_nothing_that_comes_back_is_accepted(ada, take, tmp_path):
    take(ada, patient(), observation("1"), accept=True)
    leave(ada, tmp_path / "out")
    again = add_person(by=OPERATOR, name="Again")
    report = come_back(again, tmp_path / "out")
    assert (report.outcomes["pending"], report.outcomes["accepted"]) == (1, 0)
    accept_all(opened=again, by=OPERATOR, shown=None)
    assert told(again) == told(ada)


def test_what_waited_waits_again_although_the_rest_is_accepted(ada, take, tmp_path):
    take(ada, observation("1"), accept=True)
    take(ada, observation("2"), name="waits.json")
    leave(ada, tmp_path / "out")
    again = add_person(by=OPERATOR, name="Again")
    report = come_back(again, tmp_path / "out", accept=True)
    assert (report.outcomes["accepted"], report.outcomes["pending"]) == (1, 1)


def test_pieces_of_a_file_that_is_not_whole_any_more_come_back_with_their_identity(ada, take, tmp_path):
    entries = [
        {"fullUrl": f"urn:uuid:00000000-0000-4000-8000-00000000000{n}", "resource": observation(str(n))}
        for n in range(4)
    ]
    for entry in entries:
        del entry["resource"]["id"]
    take(ada, text_of({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    rows = list(Record.objects.filter(person_id=ada.person).order_by("pk").values_list("pk", flat=True))
    decide(opened=ada, by=OPERATOR, shown=None, accept=rows[:2], remove=[rows[2]])
    leave(ada, tmp_path / "out")
    again = add_person(by=OPERATOR, name="Again")
    come_back(again, tmp_path / "out", accept=True)
    assert told(again) == told(ada)
    leave(again, tmp_path / "again")
    assert (tmp_path / "again" / "records.ndjson").read_bytes() == (tmp_path / "out" / "records.ndjson").read_bytes()


def test_coming_back_to_where_it_left_from_changes_nothing(ada, take, tmp_path):
    take(ada, patient(), observation("1"), accept=True)
    leave(ada, tmp_path / "out")
    before = told(ada)
    report = come_back(ada, tmp_path / "out", accept=True)
    assert report.outcomes["unchanged"] == report.received
    assert told(ada) == before


def test_a_zipped_export_comes_back_too(ada, take, tmp_path):
    take(ada, patient(), observation("1"), accept=True)
    with (tmp_path / "ada.zip").open("wb") as stream:
        write_export(opened=ada, by=OPERATOR, target=Zipped(stream), readable=readable_record, at=AT)
    again = add_person(by=OPERATOR, name="Again")
    come_back(again, tmp_path / "ada.zip", accept=True)
    assert told(again) == told(ada)


def test_the_lines_alone_come_in_too(ada, take, tmp_path):
    take(ada, patient(), observation("1", "1.10"), observation("2"), accept=True)
    leave(ada, tmp_path / "out")
    again = add_person(by=OPERATOR, name="Again")
    report = come_back(again, tmp_path / "out" / "records.ndjson")
    assert report.problems == []
    assert report.outcomes["pending"] == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("export/1", "export/2"),
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"sources":[{"number"', '"sources":[{"digit"'),
    ],
)
def test_an_export_of_another_version_is_not_read_half(ada, take, tmp_path, damage):
    take(ada, observation("1"))
    leave(ada, tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    manifest.write_text(damage(manifest.read_text()))
    again = add_person(by=OPERATOR, name="Again")
    report = come_back(again, tmp_path / "out")
    assert report.received == 0
    assert "records.ndjson can be imported by itself" in report.problems[0]["what"]


def test_a_missing_file_of_an_export_is_a_problem_and_the_rest_comes_in(ada, take, tmp_path):
    take(ada, observation("1"), name="one.json")
    take(ada, observation("2"), name="two.json")
    leave(ada, tmp_path / "out")
    (tmp_path / "out" / "records" / "one.json").unlink()
    again = add_person(by=OPERATOR, name="Again")
    report = come_back(again, tmp_path / "out")
    assert report.received == 1
    assert len(report.problems) == 1


def test_a_file_that_was_changed_meanwhile_is_not_accepted_by_itself(ada, take, tmp_path):
    take(ada, observation("1"), accept=True)
    leave(ada, tmp_path / "out")
    (tmp_path / "out" / "records" / "records.json").write_bytes(bundle(observation("7"), observation("8")))
    again = add_person(by=OPERATOR, name="Again")
    report = come_back(again, tmp_path / "out", accept=True)
    assert report.outcomes["accepted"] == 0


def test_a_manifest_that_names_places_outside_reaches_nothing(ada, take, tmp_path):
    take(ada, observation("1"))
    leave(ada, tmp_path / "out")
    (tmp_path / "secret.json").write_bytes(bundle(observation("2")))
    manifest = tmp_path / "out" / "manifest.json"
    manifest.write_text(manifest.read_text().replace("records/records.json", "../secret.json"))
    again = add_person(by=OPERATOR, name="Again")
    assert come_back(again, tmp_path / "out").received == 0


def test_a_manifest_of_somebody_elses_is_a_file_like_any_other(ada):
    files = [file_of(b'{"name": "an app"}', "out/manifest.json"), file_of(bundle(observation("1")), "out/a.json")]
    assert unfold_exports(files) == files
