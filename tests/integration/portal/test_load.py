"""Does everything that a hospital sends get in, once, under the right patient, with words about what did not?"""

import io
import json
import zipfile
from collections import Counter

import pytest

from haversack.audit.models import Waiting
from haversack.portal.models import Patient, Provider, Record, RecordTie, SearchDate, SearchToken
from haversack.portal.models.keys import BODY, sealer

from .hospital import bundle, coded, load_bytes, of, person, report, result, take_in


def said(done):
    return Counter(problem["what"].split(".")[0] for problem in done.problems)


def body(type_, number):
    row = Record.objects.get(type=type_, fhir_id=number)
    return json.loads(sealer().open(bytes(row.body), BODY))


def test_records_go_in_under_their_patient_and_again_change_nothing():
    docs = [person(), result("a"), result("b"), report("r", "a", "b")]
    first = take_in(*docs)
    assert (first.received, first.loaded, first.unchanged, first.problems) == (4, 4, 0, [])
    assert first.as_json()["patients"] == 1
    assert first.by_type == {"Patient": 1, "Observation": 2, "DiagnosticReport": 1}
    again = take_in(*docs)
    assert (again.received, again.loaded, again.unchanged) == (4, 0, 4)
    assert Record.objects.count() == 4
    assert set(Record.objects.values_list("version", flat=True)) == {1}
    assert Record.objects.filter(patient__fhir_id="1").count() == 4


def test_changed_content_is_a_new_version_found_by_its_new_codes_alone():
    take_in(person(), result("a"))
    before = Record.objects.get(fhir_id="a")
    done = take_in(result("a", code=coded("4548-4"), subject=of()))
    after = Record.objects.get(fhir_id="a")
    assert (done.loaded, after.pk, after.version) == (1, before.pk, 2)
    assert after.updated_at > before.updated_at
    assert after.shown_at >= after.updated_at
    assert [one.code for one in SearchToken.objects.filter(record=after, param="code")] == ["4548-4"]


def test_an_older_version_that_comes_later_changes_nothing():
    def dated(day, value):
        return result("a", meta={"lastUpdated": f"{day}T00:00:00Z"}, valueQuantity={"value": value})

    take_in(person(), dated("2026-02-02", 2))
    done = take_in(dated("2026-02-01", 1))
    assert (done.loaded, [one["severity"] for one in done.problems]) == (0, ["information"])
    assert body("Observation", "a")["valueQuantity"]["value"] == 2


def test_a_patient_without_a_record_number_is_given_one_and_keeps_it():
    take_in(person("1"), person("2", identifier=[{"value": "M123456"}]))
    given = Patient.objects.get(fhir_id="1").mrn
    assert given[0] == "M"
    assert len(given) == 7
    assert Patient.objects.get(fhir_id="2").mrn == "M123456"
    take_in(person("1", gender="female"))
    assert Patient.objects.get(fhir_id="1").mrn == given


def test_a_record_number_that_somebody_has_is_not_given_twice():
    take_in(person("1", identifier=[{"value": "M123456"}]))
    done = take_in(person("2", identifier=[{"value": "M123456"}]), result("b", subject=of("2")))
    assert done.loaded == 2
    assert Patient.objects.get(fhir_id="2").mrn != "M123456"
    assert said(done)["Its record number belongs to another patient here"] == 1
    assert "M123456" not in str(done.problems)


def test_records_of_a_patient_whom_nobody_knows_are_told_and_left_out():
    done = take_in(person(), result("a", subject=of("9")), result("b", subject={"reference": "urn:uuid:7"}))
    assert (done.received, done.loaded, done.refused) == (3, 1, 2)
    assert said(done)["It is about a patient who is neither here nor in these files"] == 2
    assert {problem["where"] for problem in done.problems} == {"line 2", "line 3"}


def test_somebody_else_under_a_known_id_changes_nothing_and_brings_nothing_in():
    take_in(person(), result("a"))
    other = person(name=[{"family": "Lindqvist", "given": ["Per"]}], birthDate="1999-09-09")
    done = take_in(other, result("theirs"))
    assert (done.loaded, done.refused) == (0, 2)
    assert Patient.objects.get(fhir_id="1").family == "Okafor"
    assert not Record.objects.filter(fhir_id="theirs").exists()


def test_a_record_does_not_pass_from_one_patient_to_another():
    take_in(person(), person("2", name=[{"family": "Berg"}]), result("a"))
    done = take_in(result("a", subject=of("2")))
    assert (done.loaded, done.refused) == (0, 1)
    assert Record.objects.get(fhir_id="a").patient.fhir_id == "1"


def test_what_is_broken_is_told_with_its_place_and_the_rest_goes_in():
    done = take_in(person(), b'{"resourceType": "Observation", "id": ', result("a"), b"[1]", result("no such/id"))
    assert (done.received, done.loaded, done.refused) == (5, 2, 3)
    assert [problem["where"] for problem in done.problems] == ["line 2", "line 4", "line 5"]
    assert all(problem["file"] == "hospital.ndjson" for problem in done.problems)


def test_a_transactions_resources_name_each_other_by_type_and_id_afterwards():
    practitioner = {
        "resourceType": "Practitioner",
        "id": "dr",
        "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "99"}],
        "name": [{"family": "Osei", "given": ["Nadia"]}],
    }
    query = {"reference": "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|99"}
    seen = result("a", subject={"reference": "urn:uuid:p1"}, performer=[query])
    told = report("r", subject={"reference": "urn:uuid:p1"}, result=[{"reference": "urn:uuid:a"}])
    done = load_bytes(bundle(told, seen, person("p1"), practitioner), "a.json")
    assert (done.loaded, done.problems) == (4, [])
    assert body("Observation", "a")["subject"] == {"reference": "Patient/p1"}
    assert body("Observation", "a")["performer"] == [{"reference": "Practitioner/dr"}]
    assert body("DiagnosticReport", "r")["result"] == [{"reference": "Observation/a"}]
    assert RecordTie.objects.get(kind="has").fhir_id == "a"
    assert Provider.objects.get(fhir_id="dr").name == "Nadia Osei"
    assert load_bytes(bundle(told, seen, person("p1"), practitioner), "a.json").unchanged == 4


def test_a_resource_without_an_id_has_the_same_one_each_time():
    nameless = {key: value for key, value in result("x").items() if key != "id"}
    take_in(person(), nameless)
    assert take_in(nameless).unchanged == 1
    assert body("Observation", Record.objects.get(type="Observation").fhir_id)["valueQuantity"]["value"] == 98


def test_files_of_a_zip_go_in_whichever_comes_first():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Observation.ndjson", json.dumps(result("a")))
        archive.writestr("Patient.ndjson", json.dumps(person()))
    done = load_bytes(packed.getvalue(), "export.zip")
    assert (done.files, done.loaded, done.problems) == (2, 2, [])


def test_a_file_belongs_to_whose_record_it_is_attached_to_whichever_comes_first():
    binary = {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": "aGk="}
    letter = {
        "resourceType": "DocumentReference",
        "id": "d",
        "status": "current",
        "subject": of(),
        "content": [{"attachment": {"url": "Binary/b"}}],
    }
    take_in(person(), binary)
    assert Record.objects.get(type="Binary").patient is None
    take_in(letter)
    assert Record.objects.get(type="Binary").patient.fhir_id == "1"
    take_in({**letter, "id": "e", "content": [{"attachment": {"url": "Binary/c"}}]}, {**binary, "id": "c"})
    assert Record.objects.get(type="Binary", fhir_id="c").patient.fhir_id == "1"


def test_what_says_nobodys_name_is_kept_and_told():
    done = take_in({"resourceType": "Observation", "id": "lost", "status": "final"})
    assert (done.loaded, [one["severity"] for one in done.problems]) == (1, ["warning"])
    assert Record.objects.get(fhir_id="lost").reason == "nobodys"


def test_a_load_is_in_the_trail_without_a_word_of_health():
    take_in(person(), result("a"))
    lines = Waiting.objects.filter(act="record.load").values_list("by", "person", "count")
    assert [(by, bool(who), count) for by, who, count in lines] == [("desk", True, 1), ("desk", True, 1)]


def test_bodies_are_sealed_at_rest():
    take_in(person(), result("a"))
    assert all(b"Glucose" not in bytes(row.body) for row in Record.objects.all())


def test_dates_that_are_not_the_principal_one_can_be_searched():
    condition = {"resourceType": "Condition", "id": "c", "subject": of(), "recordedDate": "2020-02-03"}
    take_in(person(), condition)
    assert list(SearchDate.objects.filter(type="Condition").values_list("param", flat=True)) == ["recorded-date"]


@pytest.mark.parametrize("spelling", ['"reference"', '"\\u0072eference"'])
def test_escapes_in_a_file_do_not_hide_a_reference(spelling):
    raw = json.dumps(result("a", derivedFrom=[{"reference": "Observation/b"}])).replace('"reference"', spelling)
    take_in(person(), raw.replace("Observation/b", "Observation\\/b").encode())
    stored = sealer().open(bytes(Record.objects.get(fhir_id="a").body), BODY)
    assert b'"reference":"Observation/b"' in stored


def test_messages_go_in_like_bundles_their_reports_first_and_their_times_as_fhir_writes_them():
    lines = [
        "MSH|^~\\&|LABSYS|RIVERSIDE|||20260304101500||ORU^R01|M1|P|2.5.1",
        "PID|1||770011^^^RIVERSIDE^MR||Ferris^Ada||19700101|F",
        "OBR|1||F1|24323-8^Panel^LN|||202603040800+0100|||||||||||||||||LAB|F",
        "OBX|1|NM|2160-0^Creatinine^LN||1.10|mg/dL|0.5-1.2||||F|||202603040800",
        "MSH|^~\\&|LABSYS|RIVERSIDE|||20260304101500||ORU^R01|M2|P|2.5.1",
        "OBR|1||F2|24323-8^Panel^LN",
    ]
    done = load_bytes("\r".join([*lines, ""]).encode(), "day.hl7")
    assert done.by_type == {"Patient": 1, "DiagnosticReport": 1, "Observation": 1}
    assert (done.loaded, done.refused, [one["where"] for one in done.problems]) == (3, 1, ["message 2"])
    when = {row.type: body(row.type, row.fhir_id).get("effectiveDateTime") for row in Record.objects.all()}
    assert when["DiagnosticReport"] == "2026-03-04T08:00:00+01:00"
    assert when["Observation"] == "2026-03-04"
    again = load_bytes("\r".join([*lines, ""]).encode(), "day.hl7")
    assert (again.loaded, again.unchanged) == (0, 3)
