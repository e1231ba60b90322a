"""Does a file that is no FHIR go through the same door, stay byte for byte, and follow what a person decides?"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from haversack.backpack.actions.export import write_export
from haversack.backpack.actions.export_return import unfold_exports
from haversack.backpack.actions.export_target import Folder
from haversack.backpack.actions.identity import AnotherPerson, SeveralPeople
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.review import accept_all, decide, remove_all
from haversack.backpack.actions.routing import receive_each
from haversack.backpack.actions.taking import FileIntake
from haversack.backpack.models import Arrival, Person, Record
from haversack.backpack.models.face import BODY
from haversack.backpack.models.record import Kind, State
from haversack.backpack.presenters.readable import readable_record
from haversack.backpack.presenters.rows import row_json
from haversack.backpack.queries.details import behind
from haversack.backpack.queries.everything import all_lines
from haversack.backpack.queries.soundness import backpacks_unsound
from haversack.backpack.queries.waiting import background, waiting
from haversack.records.bundle import open_paths

from .conftest import OPERATOR, file_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 26, tzinfo=UTC)


def message(number: int, *results: tuple[str, str], who: str = "770011", name: str = "Okafor^Amara") -> bytes:
    """A laboratory's message: (name of the test, value) each."""
    lines = [
        f"MSH|^~\\&|LABSYS|RIVERSIDE|||202403{number:02}101500+0100||ORU^R01|M{number}|P|2.5.1",
        f"PID|1||{who}^^^RIVERSIDE^MR||{name}||19840312|F",
        f"OBR|1||F{number}|24323-8^Panel^LN|||202403{number:02}|||||||||77^Bello^Tunde||||||||LAB|F",
    ]
    lines += [
        f"OBX|{place}|NM|{code}-0^Substance {code}^LN||{value}|mg/dL|||||F"
        for place, (code, value) in enumerate(results, 1)
    ]
    return ("\r".join(lines) + "\r").encode()


ONE = message(4, ("2160", "1.10"), ("2345", "90"))
TWO = message(5, ("2160", "1.2"))


def lines_of(opened, state=State.ACCEPTED):
    return [row_json(line) for line, _members in all_lines(opened, state=state)]


def exported(opened, folder: Path, **more) -> Path:
    write_export(opened=opened, by=OPERATOR, target=Folder(folder), readable=readable_record, at=AT, **more)
    return folder


def kept_in(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder / "records").rglob("*")) if path.is_file()]


def sound(capsys=None) -> list[object]:
    from collections import Counter

    return list(backpacks_unsound(AT, everything=True, checked=Counter()))


def waiting_named(opened, title: str) -> list[int]:
    lines = [line for line, _members in all_lines(opened, state=State.PENDING)]
    return [line.id for line in lines if row_json(line)["title"] == title and row_json(line)["value"]]


def test_results_of_messages_become_entries_with_their_digits(ada, take):
    report = take(ada, ONE + TWO, source=None, accept=True, name="results.hl7")
    assert (report.outcomes["accepted"], report.outcomes["undisplayed"], report.problems) == (5, 2, [])
    assert report.by_category == {"labs": 5}
    assert report.received == 7  # the patient and who ordered the panel are shown in no list
    values = sorted(line["value"] for line in lines_of(ada) if line["value"])
    assert values == ["1.10", "1.2", "90"]
    assert {source["name"] for line in lines_of(ada) for source in line["sources"]} == {"HL7 v2: RIVERSIDE"}
    assert sound() == []


def test_the_same_messages_again_add_nothing_whatever_file_they_come_in(ada, take):
    take(ada, ONE, source=None, name="first.hl7")
    rows = Record.objects.count()
    assert take(ada, ONE, source=None, name="again.hl7").outcomes["unchanged"] == 5
    assert Record.objects.count() == rows
    grown = take(ada, b"\x0b" + ONE + b"\x1c\r\x0b" + TWO + b"\x1c\r", source=None, name="grown.hl7")
    assert (grown.outcomes["unchanged"], grown.outcomes["pending"]) == (5, 2)
    assert Record.objects.filter(kind=Kind.ORIGINAL).count() == 2
    assert sound() == []


def test_a_corrected_result_is_a_newer_version_and_no_second_one(ada, take):
    take(ada, ONE, source=None, accept=True)
    corrected = ONE.replace(b"20240304101500", b"20240306101500").replace(b"1.10|mg/dL|||||F", b"1.30|mg/dL|||||C")
    take(ada, corrected, source=None, accept=True)
    assert sorted(line["value"] for line in lines_of(ada) if line["value"]) == ["1.30", "90"]
    earlier = take(ada, ONE.replace(b"|M4|", b"|M9|"), source=None, accept=True)
    assert earlier.outcomes["unchanged"] == 5
    assert sorted(line["value"] for line in lines_of(ada) if line["value"]) == ["1.30", "90"]


def test_a_result_that_was_taken_back_marks_what_was_accepted(ada, take):
    take(ada, ONE, source=None, accept=True)
    wrong = ONE.replace(b"20240304101500", b"20240306101500").replace(b"1.10|mg/dL|||||F", b"1.10|mg/dL|||||W")
    take(ada, wrong, source=None, accept=True)
    assert Record.objects.filter(is_withdrawn=True).count() == 1
    assert sorted(line["value"] for line in lines_of(ada) if line["value"]) == ["1.10", "90"]


def test_what_came_leaves_byte_for_byte_and_each_line_says_where_it_was_made_from(ada, take, tmp_path):
    data = b"FHS|^~\\&\r\n" + ONE + b"\n" + TWO + b"ZZZ|\xff|not of this world\r"
    take(ada, data, source=None, accept=True, name="results.hl7")
    folder = exported(ada, tmp_path / "out")
    assert kept_in(folder) == [data]
    manifest = json.loads((folder / "manifest.json").read_bytes())
    (came,) = manifest["came"]
    assert came["whole"]
    made = [one for one in came["pieces"] if one.get("derived")]
    lines = (folder / "records.ndjson").read_bytes().splitlines()
    assert sorted(one["line"] for one in made) == list(range(1, len(lines) + 1))
    spoken = {json.loads(lines[one["line"] - 1])["resourceType"]: data[one["at"] :][: one["bytes"]] for one in made}
    assert spoken["DiagnosticReport"].startswith(b"MSH|")
    assert all(json.loads(line)["meta"]["security"][0]["code"] == "SYNTAC" for line in lines)


def test_an_export_comes_back_as_the_same_entries(ada, take, tmp_path):
    take(ada, ONE + TWO, source=None, accept=True, name="results.hl7")
    folder = exported(ada, tmp_path / "out")
    other = add_person(by=OPERATOR, name="Again")
    report = receive(opened=other, by=OPERATOR, files=unfold_exports(open_paths([folder])), terms=Terms(accept=True))
    assert report.problems == []
    told = [{**line, "id": 0, "members": len(line["members"])} for line in lines_of(ada)]
    assert [{**line, "id": 0, "members": len(line["members"])} for line in lines_of(other)] == told
    assert kept_in(exported(other, tmp_path / "again")) == [ONE + TWO]


def test_one_of_its_results_can_be_removed_for_good_and_the_message_stays_for_the_others(ada, take, tmp_path):
    take(ada, ONE + TWO, source=None, name="results.hl7")
    removed = waiting_named(ada, "Substance 2345")
    rest = [number for number in waiting(ada).values_list("pk", flat=True) if number not in removed]
    decide(opened=ada, by=OPERATOR, shown=None, accept=rest, remove=removed)
    assert Record.objects.filter(kind=Kind.ORIGINAL, state=State.ACCEPTED).count() == 2
    folder = exported(ada, tmp_path / "out")
    assert ONE.rstrip(b"\r") in kept_in(folder)
    assert sound() == []
    again = take(ada, ONE + TWO, source=None, name="results.hl7")
    assert (again.outcomes["declined"], again.outcomes["pending"]) == (1, 0)


def test_a_message_goes_when_everything_that_was_made_from_it_was_removed(ada, take, tmp_path):
    take(ada, ONE + TWO, source=None, name="results.hl7")
    first = [one for one in waiting(ada).values_list("pk", flat=True) if _made_of(ada, one, "F5")]
    rest = [number for number in waiting(ada).values_list("pk", flat=True) if number not in first]
    decide(opened=ada, by=OPERATOR, shown=None, accept=rest, remove=first)
    bodies = [ada.key.open(bytes(row.body), BODY) for row in Record.objects.filter(kind=Kind.ORIGINAL)]
    assert bodies == [ONE.rstrip(b"\r")]
    assert not any(b"|F5|" in data for data in kept_in(exported(ada, tmp_path / "out")))
    assert sound() == []


def _made_of(opened, number: int, order: str) -> bool:
    doc = json.loads(opened.key.open(bytes(Record.objects.get(pk=number).body), BODY))
    date = doc.get("effectiveDateTime", "")
    return date == "2024-03-05" if order == "F5" else date == "2024-03-04"


def test_removing_everything_leaves_no_byte_of_the_messages(ada, take):
    take(ada, ONE, source=None, name="results.hl7")
    assert background(ada) == 2
    remove_all(opened=ada, by=OPERATOR, shown=None)
    assert Record.objects.count() == 0
    assert take(ada, ONE, source=None).outcomes["pending"] == 0


def test_accepting_everything_accepts_the_messages_too(ada, take):
    take(ada, ONE, source=None)
    accept_all(opened=ada, by=OPERATOR, shown=None)
    assert not Record.objects.exclude(state=State.ACCEPTED).exists()


def test_a_good_message_goes_in_beside_bad_ones_and_each_bad_one_is_named(ada, take):
    data = b"PID|1||9\r" + ONE + b"MSH|\rPID|1\r" + message(6, ("2160", "1.0"), who='""', name="")
    report = take(ada, data, source=None, name="results.hl7")
    assert (report.outcomes["pending"], report.outcomes["unreadable"]) == (3, 3)
    assert [one["where"] for one in report.problems if one["severity"] == "error"] == [
        "message 1", "message 3", "message 4",
    ]  # fmt: skip
    assert sound() == []


def test_messages_about_two_people_are_refused_for_one_person(ada, take):
    both = ONE + message(6, ("2160", "0.9"), who="770099", name="Ferris^Ada")
    with pytest.raises(SeveralPeople):
        take(ada, both, source=None)
    assert not Record.objects.exists()
    take(ada, ONE, source=None, accept=True)
    with pytest.raises(AnotherPerson):
        take(ada, message(6, ("2160", "0.9"), who="770099", name="Ferris^Ada"), source=None)


def test_each_patient_gets_their_own_messages_and_nobody_elses():
    both = ONE + message(6, ("2160", "0.9"), who="770099", name="Ferris^Ada") + TWO
    report, people = receive_each(by=OPERATOR, files=[file_of(both, "day.hl7")], terms=Terms(accept=True))
    assert (len(people), report.outcomes["accepted"], report.outcomes["unreadable"]) == (2, 7, 0)
    for opened in people:
        mine = Record.objects.filter(person_id=opened.person)
        messages = [opened.key.open(bytes(row.body), BODY) for row in mine.filter(kind=Kind.ORIGINAL)]
        other = b"770099" if b"770011" in messages[0] else b"770011"
        assert messages
        assert not any(other in opened.key.open(bytes(row.body), BODY) for row in mine)
    assert Person.objects.count() == 2
    assert sound() == []


def test_a_message_about_two_people_is_kept_whole_by_nobody():
    data = ONE + b"PID|2||770099^^^RIVERSIDE^MR||Ferris^Ada||19840312|F\r" + TWO.split(b"\r", 2)[2]
    report, people = receive_each(by=OPERATOR, files=[file_of(data, "day.hl7")], terms=Terms(accept=True))
    assert (len(people), report.outcomes["unreadable"]) == (2, 0)
    assert not Record.objects.filter(kind=Kind.ORIGINAL).exists()
    assert [one["severity"] for one in report.problems] == ["information"]


def test_messages_in_a_zip_are_found(ada, tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as held:
        held.writestr("a/results.hl7", ONE)
        held.writestr("b/more.txt", TWO)
    files = unfold_exports(open_paths([path]))
    report = receive(opened=ada, by=OPERATOR, files=files, terms=Terms())
    assert (report.outcomes["pending"], report.outcomes["unreadable"]) == (5, 0)
    assert Arrival.objects.filter(is_complete=True).count() == 2


def test_a_document_inside_a_message_can_be_taken_out(ada, take, tmp_path):
    pdf = b"%PDF-1.4\n%%EOF\n"
    import base64

    data = ONE + b"OBX|9|ED|PDF^Report^L||^application^pdf^Base64^" + base64.b64encode(pdf) + b"||||||F\r"
    take(ada, data, source=None, accept=True)
    folder = exported(ada, tmp_path / "out")
    assert pdf in [path.read_bytes() for path in (folder / "files").rglob("*") if path.is_file()]


def test_standard_input_and_streams_of_small_reads_are_read_alike(ada):
    class Slow(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 7) if size and size > 0 else size)

    from haversack.records.archives import SourceFile

    file = SourceFile(name="slow.hl7", size=len(ONE), open=lambda: Slow(ONE))
    report = receive(opened=ada, by=OPERATOR, files=[file], terms=Terms())
    assert report.outcomes["pending"] == 3


OLDER = b"""<?xml version="1.0" encoding="UTF-8"?>
<Bundle xmlns="http://hl7.org/fhir">
  <entry><resource>
    <Patient><id value="p"/><name><family value="Okafor"/><given value="Amara"/></name></Patient>
  </resource></entry>
  <entry><resource>
    <MedicationOrder><id value="m"/><status value="active"/><patient><reference value="Patient/p"/></patient>
      <medicationCodeableConcept><text value="Iron"/></medicationCodeableConcept><dateWritten value="2015-03"/>
    </MedicationOrder>
  </resource></entry>
  <entry><resource>
    <Condition><id value="c"/><code><text value="Anaemia"/></code><clinicalStatus value="active"/>
      <patient><reference value="Patient/p"/></patient></Condition>
  </resource></entry>
</Bundle>
"""
OLDER_JSON = json.dumps(
    {
        "resourceType": "Bundle",
        "entry": [
            {"resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "Okafor", "given": ["Amara"]}]}},
            {
                "resource": {
                    "resourceType": "Condition",
                    "id": "c",
                    "code": {"text": "Anaemia"},
                    "clinicalStatus": "resolved",
                    "assertedDate": "2017",
                    "subject": {"reference": "Patient/p"},
                }
            },
        ],
    },
    indent=2,
).encode()


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [(OLDER, "old.xml", {"medications": 1, "conditions": 1}), (OLDER_JSON, "old.json", {"conditions": 1})],
)
def test_older_fhir_is_read_as_r4_kept_as_it_came_and_adds_nothing_twice(ada, take, tmp_path, data, name, found):
    report = take(ada, data, source=None, accept=True, name=name)
    assert (report.by_category, report.outcomes["unreadable"]) == (found, 0)
    rows = Record.objects.count()
    assert take(ada, data, source=None, name=name).outcomes["unchanged"] == sum(found.values()) + 1
    assert Record.objects.count() == rows
    folder = exported(ada, tmp_path / "out")
    assert kept_in(folder) == [data]
    types = {json.loads(line)["resourceType"] for line in (folder / "records.ndjson").read_bytes().splitlines()}
    assert "MedicationOrder" not in types
    ips = json.loads((folder / "ips.json").read_bytes())
    assert "clinicalStatus" in json.dumps(ips)
    other = add_person(by=OPERATOR, name="Again")
    receive(opened=other, by=OPERATOR, files=unfold_exports(open_paths([folder])), terms=Terms(accept=True))
    told = [{**line, "id": 0} for line in lines_of(ada)]
    assert [{**line, "id": 0} for line in lines_of(other)] == told
    assert sound() == []


def test_the_page_of_an_entry_shows_the_message_that_it_was_made_from(ada, take):
    take(ada, ONE, source=None, accept=True)
    line = next(line for line, _members in all_lines(ada, state=State.ACCEPTED) if row_json(line)["value"] == "1.10")
    (one,) = behind(ada, line)
    assert one.body == ONE.rstrip(b"\r")
    Record.objects.filter(kind=Kind.ORIGINAL).delete()
    (one,) = behind(ada, line)
    assert json.loads(one.body)["resourceType"] == "Observation"


def test_an_interrupted_import_of_messages_goes_on_and_ends_as_if_nothing_had_happened(
    ada, take, tmp_path, monkeypatch
):
    data = b"".join(
        message(1 + number % 28, ("2160", f"1.{number}0")).replace(b"|F", b"|F%d-" % number, 1) for number in range(90)
    )
    other = add_person(by=OPERATOR, name="Undisturbed")
    take(other, data, source=None, accept=True, name="year.hl7")
    commits = iter(range(100))
    write = FileIntake._write

    def dies(self, chunk):
        if next(commits) == 1:
            raise KeyboardInterrupt
        return write(self, chunk)

    monkeypatch.setattr(FileIntake, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        take(ada, data, source=None, accept=True, name="year.hl7")
    take(ada, data, source=None, accept=True, name="year.hl7")
    told = [{**line, "id": 0, "members": len(line["members"])} for line in lines_of(other)]
    assert [{**line, "id": 0, "members": len(line["members"])} for line in lines_of(ada)] == told
    assert kept_in(exported(ada, tmp_path / "out")) == [data]
    assert sound() == []


def test_a_document_puts_what_says_no_kind_on_the_list_of_its_section(ada, take):
    document = {
        "resourceType": "Bundle",
        "type": "document",
        "entry": [
            {
                "fullUrl": "urn:uuid:sum",
                "resource": {
                    "resourceType": "Composition",
                    "id": "sum",
                    "status": "final",
                    "title": "Patient summary",
                    "section": [
                        {"code": {"coding": [{"system": "http://loinc.org", "code": "30954-2"}]},
                         "entry": [{"reference": "urn:uuid:egfr"}]},
                        {"code": {"coding": [{"system": "http://loinc.org", "code": "29762-2"}]},
                         "entry": [{"reference": "Observation/home"}]},
                    ],
                },
            },
            {"fullUrl": "urn:uuid:egfr", "resource": _silent("egfr", "eGFR", valueQuantity={"value": 71})},
            {"fullUrl": "urn:uuid:home", "resource": _silent("home", "Lives alone")},
            {"fullUrl": "urn:uuid:rest", "resource": _silent("rest", "Mood")},
        ],
    }  # fmt: skip
    report = take(ada, json.dumps(document).encode())
    assert report.by_category == {"documents": 1, "labs": 1, "social-history": 1, "other": 1}


def _silent(number, name, **more):
    return {"resourceType": "Observation", "id": number, "status": "final", "code": {"text": name}, **more}
