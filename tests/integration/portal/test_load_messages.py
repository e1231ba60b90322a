"""Does a message find the patient who is here by their number, and leave what is on file as it is?"""

from __future__ import annotations

import json

import pytest

from haversack.portal.models import Patient, Provider, Record
from haversack.portal.models.keys import BODY, sealer
from haversack.portal.presenters.lines import meta
from haversack.portal.queries.records import section_list
from haversack.portal.queries.whom import whom_to_ask
from haversack.portal.rules.sections import Section

from .hospital import load_bytes, of, person, reader_of, result, take_in
from .pages import OSEI

PERSON = "PID|1||M310001^^^RIVERSIDE^MR||Okafor^Ngozi||19710506|F"
OTHER = "PID|1||M310002^^^RIVERSIDE^MR||Lindqvist^Per||19500101|M"
RESULT = (
    "OBR|1||{0}|24323-8^Panel^LN|||20260304080000|||||||||||||||||LAB|F",
    "OBX|1|NM|2160-0^Creatinine^LN||1.10|mg/dL|0.5-1.2||||F",
)


def message(pid: str, order: str = "F1", sender: str = "LABSYS", lines: tuple[str, ...] = RESULT) -> bytes:
    head = f"MSH|^~\\&|{sender}|{sender}|||20260304101500||ORU^R01|{order}|P|2.5.1"
    return "\r".join([head, pid, *(line.format(order) for line in lines), ""]).encode()


def body(type_: str, fhir_id: str) -> dict:
    return json.loads(sealer().open(bytes(Record.objects.get(type=type_, fhir_id=fhir_id).body), BODY))


@pytest.fixture
def ngozi():
    """On file with more than a laboratory knows."""
    number = {"type": {"coding": [{"code": "MR"}]}, "system": "urn:hospital", "value": "M310001"}
    take_in(
        person(
            identifier=[number],
            gender="female",
            telecom=[{"system": "email", "value": "ngozi@example.org"}],
            address=[{"use": "home", "line": ["118 Mill Lane"], "city": "Springfield"}],
            maritalStatus={"text": "Married"},
        )
    )
    return Patient.objects.get(fhir_id="1")


def test_a_result_goes_to_who_has_the_number_and_nothing_on_file_is_lost(ngozi):
    before = body("Patient", "1")
    done = load_bytes(message(PERSON), "day.hl7")
    assert (done.problems, done.refused) == ([], 0)
    assert Patient.objects.count() == 1
    after = body("Patient", "1")
    assert {key: after[key] for key in before if key != "identifier"} == {
        key: before[key] for key in before if key != "identifier"
    }
    assert before["identifier"][0] in after["identifier"]
    ngozi.refresh_from_db()
    assert (ngozi.email, ngozi.given, ngozi.mrn) == ("ngozi@example.org", "Ngozi", "M310001")
    (line,) = [one for one in section_list(reader_of(), Section.RESULTS).shown if one.row.type == "Observation"]
    assert line.entry.value.text == "1.10"
    again = load_bytes(message(PERSON), "day.hl7")
    assert (again.loaded, again.unchanged) == (0, 3)


def test_a_leaner_message_of_the_same_sender_takes_nothing_back():
    fuller = f"{PERSON}|||118 Mill Lane^^Springfield^MA^01101||555-0182"
    load_bytes(message(fuller), "a.hl7")
    (patient,) = Patient.objects.all()
    load_bytes(message(PERSON, "F2"), "b.hl7")
    assert body("Patient", patient.fhir_id)["address"][0]["city"] == "Springfield"
    assert Record.objects.filter(type="Observation", patient=patient).count() == 2


def test_two_senders_of_one_number_write_to_one_patient():
    done = load_bytes(message(PERSON) + message(PERSON, "F9", "OTHERLAB"), "day.hl7")
    assert done.problems == []
    (patient,) = Patient.objects.all()
    assert Record.objects.filter(type="Observation", patient=patient).count() == 2


def test_a_known_identifier_of_the_same_system_is_enough():
    take_in(person(identifier=[{"system": "urn:oid:1.2.3", "value": "77"}]))
    done = load_bytes(message("PID|1||77^^^LAB&1.2.3&ISO^PI||Okafor^Ngozi||19710506|F"), "day.hl7")
    assert done.problems == []
    assert Patient.objects.count() == 1
    assert Record.objects.filter(type="Observation", patient__fhir_id="1").exists()


@pytest.mark.parametrize(
    ("pid", "differing"),
    [
        (PERSON.replace("19710506", "19710605"), "birth date"),
        (PERSON.replace("|F", "|M"), "sex"),
        (PERSON.replace("Okafor^Ngozi", "Lindqvist^Per"), "name"),
    ],
)
def test_what_a_message_says_otherwise_is_named_and_what_is_on_file_stays(ngozi, pid, differing):
    before = body("Patient", "1")
    done = load_bytes(message(pid), "day.hl7")
    (problem,) = done.problems
    assert f"it says another {differing}." in problem["what"]
    assert "Lindqvist" not in problem["what"]
    after = body("Patient", "1")
    assert (after["birthDate"], after["gender"], after["name"]) == (
        before["birthDate"], before["gender"], before["name"],
    )  # fmt: skip
    assert Record.objects.filter(type="Observation", patient=ngozi).count() == 1


def test_somebody_else_under_a_known_number_is_refused_with_everything_about_them(ngozi):
    stranger = OTHER.replace("M310002", "M310001")
    done = load_bytes(message(stranger) + message(OTHER, "F2"), "day.hl7")
    (problem,) = done.problems
    assert "describes somebody else" in problem["what"]
    assert not Record.objects.filter(type="Observation", patient=ngozi).exists()
    assert Record.objects.filter(type="Observation", patient__mrn="M310002").count() == 1
    assert (done.refused, done.received) == (3, 6)


def test_numbers_of_two_patients_in_one_message_are_nobody_s(ngozi):
    take_in(person("2", identifier=[{"system": "urn:oid:1.2.3", "value": "77"}], birthDate="1971-05-06"))
    Patient.objects.filter(fhir_id="1").update(mrn="M310001")
    take_in(person("3", identifier=[{"system": "urn:oid:1.2.3", "value": "77"}]))
    done = load_bytes(message("PID|1||77^^^LAB&1.2.3&ISO^PI||Okafor^Ngozi||19710506|F"), "day.hl7")
    assert "more than one patient" in done.problems[0]["what"]
    assert not Record.objects.filter(type="Observation").exists()


ORDERED = (
    "OBR|1||{0}|24323-8^Panel^LN|||20260304080000|||||||||4411^Brandt^Yara^^^Dr.^^^RIVERSIDE||||||||LAB|F",
    "OBX|1|NM|2160-0^Creatinine^LN||1.10|mg/dL|0.5-1.2||||F||||||||||||Riverside Laboratory",
)


def test_a_result_says_who_ordered_it_and_who_made_it_and_a_question_goes_to_the_first(ngozi):
    load_bytes(message(PERSON, lines=ORDERED), "day.hl7")
    doctor = Provider.objects.get(name__contains="Brandt")
    Provider.objects.update(participates=True)
    asked = {"resourceType": "ServiceRequest", "id": "order", "status": "completed", "intent": "order", "subject": of(),
             "requester": {"reference": "Practitioner/osei"}}  # fmt: skip
    lab = {"resourceType": "Organization", "id": "lab", "name": "Springfield Laboratory"}
    order = [{"reference": "ServiceRequest/order"}]
    take_in(OSEI, lab, asked, result("a1", basedOn=order, performer=[{"reference": "Organization/lab"}]))
    told = {meta(one) for one in section_list(reader_of(), Section.RESULTS).shown if one.row.type == "Observation"}
    assert told == {
        "4 March 2026, ordered by Dr. Yara Brandt, Riverside Laboratory",
        "5 January 2026, ordered by Dr. Nadia Osei, Springfield Laboratory",
    }
    (creatinine,) = [one for one in section_list(reader_of(), Section.RESULTS).shown if one.row.fhir_id != "a1"
                     and one.row.type == "Observation"]  # fmt: skip
    assert whom_to_ask(reader_of(), creatinine) == doctor
