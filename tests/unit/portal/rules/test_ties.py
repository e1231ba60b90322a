"""Which records stand or fall together, and what is left of one that names another which is hidden?"""

import json

import pytest

from haversack.portal.rules.scrub import names_any, stub, without
from haversack.portal.rules.ties import FILE_ELSEWHERE, Key, Kind, key_of, ties_of


@pytest.mark.parametrize(
    ("reference", "leads"),
    [
        ("Observation/1", Key("Observation", "1")),
        ("https://x.example/fhir/Observation/1", Key("Observation", "1")),
        ("Observation/1/_history/4", Key("Observation", "1")),
        ("#contained", None),
        ("urn:uuid:0c0f2a1e-1111-4111-8111-111111111111", None),
        ("Practitioner?identifier=s|1", None),
        (None, None),
    ],
)
def test_a_reference_leads_to_a_type_and_an_id_or_nowhere(reference, leads):
    assert key_of(reference) == leads


def test_a_report_is_tied_to_its_results_its_pictures_its_specimen_and_its_file():
    report = {
        "resourceType": "DiagnosticReport",
        "result": [{"reference": "Observation/1"}, {"reference": "Observation/1"}, {"display": "no reference"}],
        "imagingStudy": [{"reference": "ImagingStudy/2"}],
        "media": [{"link": {"reference": "Media/3"}}],
        "specimen": [{"reference": "Specimen/4"}],
        "presentedForm": [{"url": "Binary/5"}, {"url": "https://files.example/6"}, {"data": "aGk="}],
    }
    assert [(tie.kind, tie.to.type) for tie in ties_of(report)] == [
        (Kind.HAS, "Observation"), (Kind.HAS, "ImagingStudy"), (Kind.HAS, "Media"), (Kind.USES, "Specimen"),
        (Kind.CARRIES, "Binary"), (Kind.CARRIES, FILE_ELSEWHERE),
    ]  # fmt: skip


def test_panels_documents_compositions_and_notes_of_origin_state_their_ties():
    def kinds(**doc):
        return [(tie.kind, str(tie.to)) for tie in ties_of(doc)]

    assert kinds(resourceType="Observation", hasMember=[{"reference": "Observation/2"}]) == [
        (Kind.HAS, "Observation/2")
    ]
    content = [{"attachment": {"url": "Binary/1"}}]
    assert kinds(resourceType="DocumentReference", content=content) == [(Kind.CARRIES, "Binary/1")]
    section = [{"section": [{"entry": [{"reference": "Condition/1"}]}]}]
    assert kinds(resourceType="Composition", section=section) == [(Kind.CITES, "Condition/1")]
    target = [{"reference": "Condition/1"}]
    assert kinds(resourceType="Provenance", target=target) == [(Kind.ABOUT, "Condition/1")]
    assert kinds(resourceType="Condition", subject={"reference": "Patient/1"}) == []


HIDDEN = {Key("Observation", "secret")}


def test_what_names_a_hidden_record_loses_every_word_about_it():
    body = json.dumps(
        {
            "resourceType": "CarePlan",
            "addresses": [{"reference": "Observation/secret", "display": "HIV"}, {"reference": "Condition/1"}],
            "supportingInfo": [{"reference": "https://h.example/Observation/secret/_history/2"}],
            "goal": {"reference": "Observation/secret"},
        }
    ).encode()
    assert names_any(body, HIDDEN)
    kept = json.loads(without(body, HIDDEN))
    assert kept == {"resourceType": "CarePlan", "addresses": [{"reference": "Condition/1"}]}


def test_a_note_of_origin_about_hidden_records_alone_is_hidden():
    def note(*targets):
        return json.dumps({"resourceType": "Provenance", "target": [{"reference": one} for one in targets]}).encode()

    assert without(note("Observation/secret"), HIDDEN) is None
    assert b"secret" not in without(note("Observation/secret", "Observation/2"), HIDDEN)
    assert not names_any(note("Observation/2", "Patient/secret"), HIDDEN)


def test_numbers_keep_their_digits_when_something_is_left_out():
    value = b'"valueQuantity":{"value":1.10}'
    body = b'{"resourceType":"Observation",' + value + b',"derivedFrom":[{"reference":"Observation/secret"}]}'
    assert without(body, HIDDEN) == b'{"resourceType":"Observation",' + value + b"}"


def test_of_what_was_entered_in_error_only_that_is_left():
    body = b'{"resourceType":"Observation","id":"1","status":"entered-in-error","code":{"text":"HIV"}}'
    assert json.loads(stub(body)) == {"resourceType": "Observation", "id": "1", "status": "entered-in-error"}
    fine = b'{"resourceType":"Observation","id":"1","status":"final"}'
    assert stub(fine) == fine
