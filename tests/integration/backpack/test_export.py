"""What leaves with an export, byte for byte?"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import zipfile
from collections import Counter
from typing import Any

from haversack.backpack.actions.export import write_export
from haversack.backpack.actions.export_target import Zipped
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.review import decide
from haversack.backpack.models import Record
from haversack.backpack.presenters.readable import readable_record
from haversack.backpack.queries.soundness import backpacks_unsound
from haversack.backpack.rules.manifest import read_manifest
from haversack.records.tight import tight

from .conftest import OPERATOR, bundle, observation, patient, text_of
from .exporting import AT, come_back, leave


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
