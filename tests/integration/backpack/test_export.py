"""What leaves with an export, byte for byte, and what comes back with it?"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from haversack.audit.models import Waiting
from haversack.backpack.actions import export as export_action
from haversack.backpack.actions.export import Exported, write_export
from haversack.backpack.actions.export_return import unfold_exports
from haversack.backpack.actions.export_target import Folder, FolderNotEmpty, Zipped
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.review import accept_all, decide
from haversack.backpack.models import Record
from haversack.backpack.models.record import State
from haversack.backpack.presenters.readable import readable_record
from haversack.backpack.presenters.rows import row_json
from haversack.backpack.queries.everything import all_lines
from haversack.backpack.queries.opened import NotAllowed, Opened
from haversack.backpack.queries.persons import facts_of
from haversack.backpack.queries.soundness import backpacks_unsound
from haversack.backpack.rules.manifest import read_manifest
from haversack.backpack.rules.roles import Role
from haversack.records.bundle import open_paths
from haversack.records.tight import tight

from .conftest import OPERATOR, bundle, file_of, observation, patient, text_of

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def leave(opened: Opened, folder: Path, **more: Any) -> Exported:
    return write_export(opened=opened, by=OPERATOR, target=Folder(folder), readable=readable_record, at=AT, **more)


def come_back(opened: Opened, *paths: Path, accept: bool = False) -> Any:
    return receive(opened=opened, by=OPERATOR, files=unfold_exports(open_paths(paths)), terms=Terms(accept=accept))


def told(opened: Opened) -> list[str]:
    """Every line of the record, pending ones too, without the numbers that rows happen to have."""
    lines = []
    for state in (State.ACCEPTED, State.PENDING):
        for line, members in all_lines(opened, state=state):
            row = row_json(line, members)
            lines.append(json.dumps({**row, "id": 0, "members": len(members)}, sort_keys=True))
    return sorted(lines)


def test_every_resource_leaves_on_a_line_with_the_bytes_that_came(ada, take, tmp_path):
    pretty = json.dumps(json.loads(bundle(patient(), observation("1"))), indent=4).replace("98", "98.10").encode()
    take(ada, pretty, accept=True)
    made = leave(ada, tmp_path / "out")
    lines = (tmp_path / "out" / "records.ndjson").read_bytes().splitlines()
    assert made.resources == len(lines) == 2
    assert all(line in tight(pretty) for line in lines)
    assert b'"value":98.10' in lines[1]


def test_each_file_leaves_under_its_name_byte_for_byte(ada, take, tmp_path):
    files = {
        "a.json": bundle(patient(), observation("1")).replace(b"}, {", b"} ,\r\n\t{"),
        "b.ndjson": b"\n\n" + text_of(observation("2")) + b"\r\n\n" + text_of(observation("3")) + b"\n \n",
        "c.json": b"  " + text_of(observation("4")) + b"\n\n",
        "d.json": b"\xef\xbb\xbf" + bundle(observation("5"), observation("6")),
    }
    for name, data in files.items():
        take(ada, data, name=name, source=name)
    leave(ada, tmp_path / "out")
    kept = {path.name: path.read_bytes() for path in (tmp_path / "out" / "records").iterdir()}
    assert kept == files


def test_two_files_of_one_name_and_names_that_lead_elsewhere_stay_apart_and_inside(ada, take, tmp_path):
    for number, name in enumerate(["../../x.json", "x.json", "X.json", "con.json", "a\u202eb?.json"]):
        take(ada, observation(str(number)), name=name, source=str(number))
    leave(ada, tmp_path / "out")
    names = {path.name for path in (tmp_path / "out" / "records").iterdir()}
    assert names == {"x.json", "x (2).json", "X (3).json", "_con.json", "ab_.json"}
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


def test_the_manifest_says_which_line_came_from_which_bytes(ada, take, tmp_path):
    take(ada, patient(), observation("1"), accept=True)
    take(ada, observation("2"), b"" or observation("3"), name="more.json", source="laboratory")
    leave(ada, tmp_path / "out")
    out = tmp_path / "out"
    manifest = read_manifest((out / "manifest.json").read_bytes())
    lines = (out / "records.ndjson").read_bytes().splitlines()
    found = []
    for came in manifest.came:
        data = (out / came.path).read_bytes()
        for piece in came.pieces:
            assert tight(data[piece.at : piece.at + piece.bytes]) == lines[piece.line - 1]
            found.append((piece.line, piece.state))
    assert found == [(1, "accepted"), (2, "accepted"), (3, "pending"), (4, "pending")]
    assert [(one.name, one.kind) for one in manifest.sources] == [("clinic", "file"), ("laboratory", "file")]
    assert (manifest.person.name, manifest.person.legal_names, manifest.person.born) == (
        "Ada", ("Ada Ferris",), "1970-01-01",
    )  # fmt: skip


def test_the_manifest_has_the_sha256_of_every_other_file_and_nothing_else_is_there(ada, take, tmp_path):
    take(ada, patient(), observation("1"))
    made = leave(ada, tmp_path / "out")
    out = tmp_path / "out"
    manifest = read_manifest((out / "manifest.json").read_bytes())
    there = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    del there["manifest.json"]
    assert {name: (one.sha256, one.bytes) for name, one in manifest.files.items()} == {
        name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in there.items()
    }
    assert made.files == len(there) + 1
    assert all(stat.S_IMODE(p.stat().st_mode) & 0o077 == 0 for p in out.rglob("*"))


def test_where_a_piece_was_removed_for_good_the_others_leave_one_by_one(ada, take, tmp_path):
    whole = bundle(*(observation(str(number)) for number in range(3)))
    take(ada, whole)
    row = Record.objects.filter(person_id=ada.person).order_by("pk")[1]
    decide(opened=ada, by=OPERATOR, shown=None, accept=[], remove=[row.pk])
    leave(ada, tmp_path / "out")
    kept = sorted((tmp_path / "out" / "records" / "records.json").iterdir())
    assert [path.read_bytes() in whole for path in kept] == [True, True]
    assert b'"id": "1"' not in b"".join(path.read_bytes() for path in kept)


def test_what_came_twice_is_on_one_line_and_in_both_files(ada, take, tmp_path):
    """The same bytes again change nothing, and are still part of the file they came in."""
    first, torn = text_of(observation("1")), b'{"resourceType": "Observation", \n'
    files = {
        "a.ndjson": first + b"\n" + torn + first + b"\n" + text_of(observation("2")) + b"\n",
        "b.ndjson": text_of(observation("3")) + b"\n\n" + first + b"\n" + torn,
    }
    for name, data in files.items():
        take(ada, data, name=name, source="clinic")
    made = leave(ada, tmp_path / "out")
    out = tmp_path / "out"
    assert {path.name: path.read_bytes() for path in (out / "records").iterdir()} == files
    assert made.resources == len((out / "records.ndjson").read_bytes().splitlines()) == 3
    manifest = read_manifest((out / "manifest.json").read_bytes())
    assert [[piece.line for piece in came.pieces] for came in manifest.came] == [[1, 0, 1, 2], [3, 1, 0]]
    assert list(backpacks_unsound(AT, everything=True, checked=Counter())) == []
    again = add_person(by=OPERATOR, name="Again")
    come_back(again, out)
    leave(again, tmp_path / "again")
    assert {path.name: path.read_bytes() for path in (tmp_path / "again" / "records").iterdir()} == files


def test_what_nobody_could_read_leaves_with_its_file_and_on_no_line(ada, take, tmp_path):
    data = text_of(observation("1")) + b'\n{"resourceType": "Observation", "id": \n' + text_of(observation("2")) + b"\n"
    take(ada, data, name="torn.ndjson")
    made = leave(ada, tmp_path / "out")
    assert (tmp_path / "out" / "records" / "torn.ndjson").read_bytes() == data
    assert made.resources == 2
    manifest = read_manifest((tmp_path / "out" / "manifest.json").read_bytes())
    assert [piece.line for piece in manifest.came[0].pieces] == [1, 0, 2]


def test_accepted_only_leaves_out_what_waits_and_earlier_versions(ada, take, tmp_path):
    take(ada, observation("1", "98"), accept=True)
    take(ada, observation("1", "99"), observation("2"), name="later.json", accept=True)
    take(ada, observation("3"), name="waits.json")
    made = leave(ada, tmp_path / "out", accepted_only=True)
    lines = [json.loads(line) for line in (tmp_path / "out" / "records.ndjson").read_bytes().splitlines()]
    assert {(one["id"], one["valueQuantity"]["value"]) for one in lines} == {("1", 99), ("2", 98)}
    assert (made.accepted, made.pending) == (2, 0)
    assert "Waiting for review" not in (tmp_path / "out" / "index.html").read_text()


def test_files_inside_records_leave_as_files_with_their_real_endings(ada, take, tmp_path):
    def letter(number: str, title: str, kind: str, data: str) -> dict[str, Any]:
        return {
            "resourceType": "DocumentReference", "id": number, "status": "current",
            "subject": {"reference": "Patient/p"},
            "content": [{"attachment": {"title": title, "contentType": kind, "data": data}}],
        }  # fmt: skip

    take(
        ada,
        letter("1", "../../Letter", "text/plain", "SGVsbG8="),
        letter("2", "Scan.doc", "application/msword", "JVBERi0xLjcK"),
        letter("3", "Letter", "text/plain; charset=utf-8", "SGVsbG8="),
        letter("4", "", "image/png", "not base64!"),
        accept=True,
    )
    made = leave(ada, tmp_path / "out")
    files = {path.name: path.read_bytes() for path in (tmp_path / "out" / "files").iterdir()}
    assert files == {"Letter.txt": b"Hello", "Scan.doc.pdf": b"%PDF-1.7\n", "Letter (2).txt": b"Hello"}
    assert made.carried == 3


def test_the_page_can_be_read_without_anything_else_and_runs_nothing(ada, take, tmp_path):
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">\u202e'
    note = [{"text": evil}]
    take(ada, patient(), observation("1", "1.10", note=note, code="1", referenceRange=[{"text": evil}]), accept=True)
    take(ada, observation("2"), name="waits.json")
    leave(ada, tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text()
    assert "1.10 mg/dL" in page
    assert "5 March 2024" in page
    assert "Waiting for review" in page
    assert "<script" not in page
    assert "onerror=&quot;" in page
    assert "<img" not in page
    assert not re.search(r"<[^>]*(?:src|href)=.(?!#)", page)
    assert "default-src 'none'" in page


def test_the_summary_is_a_document_of_the_accepted_record(ada, take, tmp_path):
    take(ada, patient(), observation("1"), accept=True)
    take(ada, observation("2", date="2026-01-01"), name="waits.json")
    leave(ada, tmp_path / "out")
    summary = json.loads((tmp_path / "out" / "ips.json").read_bytes())
    types = [entry["resource"]["resourceType"] for entry in summary["entry"]]
    assert types[:2] == ["Composition", "Patient"]
    assert types.count("Observation") == 1
    assert summary["timestamp"] == "2026-11-21T09:30:00Z"


def test_nothing_added_yet_leaves_an_empty_line_of_edits_and_a_whole_folder(ada, tmp_path):
    made = leave(ada, tmp_path / "out")
    assert made.resources == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "records.ndjson", "edits.ndjson", "ips.json", "index.html", "manifest.json",
    }  # fmt: skip


def test_a_zip_holds_the_same_as_a_folder(ada, take, tmp_path):
    take(ada, patient(), observation("1"), accept=True)
    take(ada, observation("2"), observation("1", "97"), name="more.json")
    leave(ada, tmp_path / "out")
    stream = io.BytesIO()
    write_export(opened=ada, by=OPERATOR, target=Zipped(stream), readable=readable_record, at=AT)
    with zipfile.ZipFile(stream) as zipped:
        inside = {name: zipped.read(name) for name in zipped.namelist()}
    out = tmp_path / "out"
    assert inside == {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


# All or nothing


def test_a_folder_with_something_in_it_is_refused(ada, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(FolderNotEmpty):
        leave(ada, tmp_path / "out")
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "mine.txt"]


def test_an_empty_folder_is_used(ada, tmp_path):
    (tmp_path / "out").mkdir()
    leave(ada, tmp_path / "out")
    assert (tmp_path / "out" / "manifest.json").exists()


def test_an_export_that_fails_leaves_nothing(ada, take, tmp_path, monkeypatch):
    take(ada, observation("1"))

    def broken(*arguments: Any, **more: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(export_action, "write_summary", broken)
    with pytest.raises(OSError, match="disk full"):
        leave(ada, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_export_left_is_taken_away_by_the_next(ada, tmp_path):
    (tmp_path / ".out.export-999999999").mkdir()
    (tmp_path / ".out.export-999999999" / "records.ndjson").write_text("half")
    running = tmp_path / f".out.export-{os.getppid()}"
    running.mkdir()
    leave(ada, tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"out", running.name}


def test_only_who_may_take_a_copy_takes_one_and_the_trail_tells(ada, take, tmp_path):
    take(ada, observation("1"))
    viewer = Opened(ada.person, ada.uuid, ada.key, Role.VIEWER, ada.viewer, ada.facts)
    with pytest.raises(NotAllowed):
        leave(viewer, tmp_path / "refused")
    leave(ada, tmp_path / "out")
    assert list(Waiting.objects.filter(act="person.export").values_list("count", flat=True)) == [1]


# And back


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
