"""Is the summary a whole IPS document: its sections, its references, its digits, and nothing that is not a fact?"""

import json

import pytest

from haversack.records.digits import decode
from haversack.records.enclosing import references
from haversack.records.entry import Coding, Entry, Range, Value
from haversack.records.summary import SECTIONS, Accepted, Person, summary

ANA = Person("Ana Ruiz", "1968-04-02", "female")
AT = "2026-11-21T09:00:00Z"
REQUIRED = ["11450-4", "48765-2", "10160-0"]


def condition(number: int, *, current: bool, standing: str = "fact") -> Accepted:
    doc = {"resourceType": "Condition", "id": f"c{number}", "subject": {"reference": "Patient/7"}}
    return Accepted("a", doc, Entry("Condition", "conditions", "Asthma", standing=standing, current=current))


def a1c(number: int, date: str, digits: str) -> Accepted:
    doc = decode(
        b'{"resourceType":"Observation","id":"o%d","subject":{"reference":"Patient/7"},'
        b'"performer":[{"reference":"Practitioner/d1"}],"valueQuantity":{"value":%s}}' % (number, digits.encode())
    )
    entry = Entry(
        "Observation",
        "labs",
        "Hemoglobin A1c",
        codes=(Coding("http://loinc.org", "4548-4"),),
        date=date,
        value=Value("quantity", digits, "%"),
        range=Range("4.0", "5.6"),
    )
    return Accepted("a", doc, entry)


def allergy(standing: str) -> Accepted:
    doc = {"resourceType": "AllergyIntolerance", "id": standing, "patient": {"reference": "urn:uuid:7"}}
    return Accepted("a", doc, Entry("AllergyIntolerance", "allergies", "No known allergies", standing=standing))


DOCTOR = Accepted("a", {"resourceType": "Practitioner", "id": "d1", "name": [{"text": "Dr Lee"}]}, None)


def made(*records: Accepted, person: Person = ANA) -> dict:
    return json.loads(summary(records, person, at=AT))


def sections(bundle: dict) -> dict[str, dict]:
    return {part["code"]["coding"][0]["code"]: part for part in bundle["entry"][0]["resource"]["section"]}


def test_an_empty_record_still_has_the_three_required_sections_each_with_its_reason():
    found = sections(made())
    assert list(found) == REQUIRED
    for part in found.values():
        assert part["emptyReason"]["coding"][0]["code"] == "unavailable"
        assert "entry" not in part
        assert part["text"]["div"].startswith("<div xmlns=")


def test_the_document_says_what_ips_asks_for():
    bundle = made(condition(1, current=True))
    composition, patient = (entry["resource"] for entry in bundle["entry"][:2])
    assert (bundle["type"], bundle["timestamp"]) == ("document", AT)
    assert set(bundle["identifier"]) == {"system", "value"}
    assert composition["type"]["coding"][0] == {
        "system": "http://loinc.org",
        "code": "60591-5",
        "display": "Patient summary Document",
    }
    assert {"status", "subject", "date", "author", "title"} <= set(composition)
    assert (patient["name"], patient["birthDate"]) == ([{"text": "Ana Ruiz"}], "1968-04-02")


def test_an_unknown_birth_date_is_said_to_be_unknown():
    patient = made(person=Person("Leo"))["entry"][1]["resource"]
    assert "birthDate" not in patient
    assert patient["_birthDate"]["extension"][0]["valueCode"] == "unknown"


def test_every_reference_resolves_inside_the_bundle_and_every_name_is_used_once():
    bundle = made(condition(1, current=True), a1c(1, "2026-11-11", "7.20"), allergy("negated"), DOCTOR)
    names = [entry["fullUrl"] for entry in bundle["entry"]]
    assert set(references(bundle)) <= set(names)
    assert len(names) == len(set(names)) == 6
    for entry in bundle["entry"]:
        assert entry["fullUrl"] == f"urn:uuid:{entry['resource']['id']}"


def test_only_facts_are_told_and_no_known_allergies_is_one():
    found = sections(
        made(
            condition(1, current=True, standing="refuted"),
            condition(2, current=True, standing="entered-in-error"),
            allergy("negated"),
            allergy("refuted"),
        )
    )
    assert "emptyReason" in found["11450-4"]
    assert len(found["48765-2"]["entry"]) == 1


def test_active_and_past_problems_are_kept_apart():
    found = sections(made(condition(1, current=True), condition(2, current=False), condition(3, current=False)))
    assert len(found["11450-4"]["entry"]) == 1
    assert len(found["11348-0"]["entry"]) == 2


def test_of_each_test_the_newest_result_with_the_digits_that_came():
    records = [a1c(1, "2019-03", "7.1"), a1c(2, "2026-11-11", "7.20"), a1c(3, "2020-01-01", "6.9"), DOCTOR]
    found = sections(made(*records))["30954-2"]
    assert len(found["entry"]) == 1
    assert "Hemoglobin A1c, 7.20 % (4.0–5.6), 2026-11-11" in found["text"]["div"]
    assert b'"value":7.20}' in summary(records, ANA, at=AT)


def test_words_in_a_record_never_become_markup():
    record = condition(1, current=True)
    record.entry.title = "<script>alert(1)</script> & \x07\u202e"
    div = sections(made(record))["11450-4"]["text"]["div"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in div
    assert "\x07" not in div
    assert "\u202e" not in div


def test_what_has_no_id_cannot_be_pointed_at_and_is_left_out():
    record = condition(1, current=True)
    del record.doc["id"]
    assert "emptyReason" in sections(made(record))["11450-4"]


def test_titles_come_in_the_reader_s_language():
    made_in_spanish = json.loads(summary([], ANA, at=AT, words={"48765-2": "Alergias e intolerancias"}))
    assert sections(made_in_spanish)["48765-2"]["title"] == "Alergias e intolerancias"


def test_the_same_record_makes_the_same_document():
    records = [condition(1, current=True), a1c(1, "2019-03", "7.1"), DOCTOR]
    assert summary(records, ANA, at=AT) == summary(records, ANA, at=AT)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.loinc)
def test_a_section_code_is_a_loinc_code_with_its_check_digit(section):
    digits, check = section.loinc.split("-")
    total = sum(
        sum(divmod(int(digit) * 2, 10)) if place % 2 == 0 else int(digit)
        for place, digit in enumerate(reversed(digits))
    )
    assert (10 - total % 10) % 10 == int(check)
