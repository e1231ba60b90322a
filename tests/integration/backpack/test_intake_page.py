"""How does a page that a portal sent get in?"""

from __future__ import annotations

import pytest
from django.db import transaction

from haversack.backpack.actions.identity import AnotherPerson
from haversack.backpack.actions.intake_page import Sender, read_page, receive_page
from haversack.backpack.actions.review import accept_all, remove_all
from haversack.backpack.models import Arrival, Count, Declined, Part, Record, Shard, Source
from haversack.backpack.models.record import State
from haversack.backpack.queries.leaving import what_came

from .conftest import OPERATOR, observation, patient, text_of

BASE = "https://portal.example/fhir"
SENDER = Sender(BASE, "p", "Invented Hospital")
TABLES = (Arrival, Part, Record, Shard, Count, Source, Declined)


def page(*resources, **more):
    entries = [
        {"fullUrl": f"{BASE}/{one['resourceType']}/{one.get('id', 'lost')}", "resource": one} for one in resources
    ]
    return text_of({"resourceType": "Bundle", "type": "searchset", "entry": entries, **more})


def take(opened, body, keep=lambda report: None, sender=SENDER):
    read = read_page(body, sender)
    return receive_page(opened=opened, by=OPERATOR, sender=sender, page=read, name="Observation", keep=keep)


def rows():
    return [sorted(map(repr, table.objects.values_list())) for table in TABLES]


def states(opened):
    return sorted(Record.objects.filter(person_id=opened.person).values_list("state", flat=True))


def test_a_page_waits_for_review_and_each_record_is_in_one_count(ada):
    report = take(ada, page(observation("1"), observation("2")))
    assert (report.received, report.new, report.unchanged, report.changed) == (2, 2, 0, 0)
    assert states(ada) == [State.PENDING, State.PENDING]
    assert len(report.identities) == 2


def test_the_same_page_again_writes_no_row_at_all(ada):
    take(ada, page(observation("1"), observation("2")))
    before = rows()
    report = take(ada, page(observation("2"), observation("1", meta={"lastUpdated": "2027-01-01T00:00:00Z"})))
    assert (report.received, report.unchanged) == (2, 2)
    assert rows() == before


def test_a_page_whose_cursor_cannot_be_kept_leaves_nothing(ada):
    before = rows()

    def fail(report):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        take(ada, page(observation("1")), fail)
    assert rows() == before


def test_the_cursor_is_kept_in_the_transaction_of_its_page(ada):
    seen = []
    take(
        ada,
        page(observation("1")),
        lambda report: seen.append((report.new, transaction.get_connection().in_atomic_block)),
    )
    assert seen == [(1, True)]


def test_a_new_version_is_a_change_and_what_was_accepted_stays_until_somebody_decides(ada):
    take(ada, page(observation("1", "98")))
    accept_all(opened=ada, by=OPERATOR, shown=None)
    report = take(ada, page(observation("1", "99"), observation("2")))
    assert (report.new, report.changed, report.unchanged) == (1, 1, 0)
    assert states(ada) == [State.PENDING, State.PENDING, State.ACCEPTED]


def test_entered_in_error_marks_and_never_erases(ada):
    take(ada, page(observation("1")))
    accept_all(opened=ada, by=OPERATOR, shown=None)
    stub = {**observation("1"), "status": "entered-in-error"}
    report = take(ada, page(stub))
    assert (report.withdrawn, report.new) == (1, 0)
    kept = Record.objects.get(person_id=ada.person, state=State.ACCEPTED)
    assert kept.is_withdrawn
    before = rows()
    assert take(ada, page(stub)).unchanged == 1
    assert rows() == before


def test_what_was_declined_stays_declined_and_coming_again_writes_nothing(ada):
    take(ada, page(observation("1")))
    remove_all(opened=ada, by=OPERATOR, shown=None)
    before = rows()
    assert take(ada, page(observation("1"))).declined == 1
    assert rows() == before
    assert take(ada, page(observation("1", "55"))).declined == 1
    assert states(ada) == []


@pytest.mark.parametrize(
    "foreign",
    [
        {**observation("9"), "subject": {"reference": "Patient/q"}},
        {**observation("9"), "subject": {"reference": f"{BASE}/Patient/q/_history/3"}},
        {**observation("9"), "subject": {"reference": "https://elsewhere.example/fhir/Patient/p"}},
        patient(number="q"),
        {"resourceType": "Coverage", "id": "9", "status": "active", "beneficiary": {"reference": "Patient/q"}},
    ],
)
def test_nothing_of_another_patient_is_kept(ada, foreign):
    report = take(ada, page(observation("1"), foreign))
    assert (report.anothers, report.received, report.new) == (1, 1, 1)
    assert Record.objects.filter(person_id=ada.person).count() == 1
    assert not what_came(ada, accepted_only=False)[0].whole


def test_who_wrote_another_patients_record_is_not_kept_either(ada):
    told = {"resourceType": "Provenance", "id": "w", "target": [{"reference": "Observation/9"}]}
    own = {"resourceType": "Provenance", "id": "v", "target": [{"reference": "Observation/1"}]}
    foreign = {**observation("9"), "subject": {"reference": "Patient/q"}}
    assert take(ada, page(observation("1"), foreign, told, own)).anothers == 2
    assert Record.objects.filter(person_id=ada.person).count() == 2


def test_the_patients_own_record_by_any_spelling_of_the_reference(ada):
    spelt = [
        {**observation("1"), "subject": {"reference": f"{BASE}/Patient/p"}},
        {**observation("2"), "subject": {"reference": "Patient/p/_history/7"}},
        {**observation("3"), "subject": {"display": "Ada"}},
        {**observation("4"), "subject": {"reference": "Group/q"}},
        {"resourceType": "Organization", "id": "o", "name": "Invented Clinic"},
        patient(),
    ]
    report = take(ada, page(*spelt))
    assert (report.anothers, report.received) == (0, 6)


def test_a_patient_of_another_name_is_refused_with_the_reason_unless_somebody_said_so(ada):
    take(ada, page(patient()))
    before = rows()
    with pytest.raises(AnotherPerson):
        take(ada, page(observation("1"), patient(born="1999-09-09")))
    assert rows() == before
    assert take(ada, page(patient(born="1999-09-09")), sender=Sender(BASE, "p", "x", same_person=True)).changed == 1


def test_a_record_that_lacks_its_id_goes_by_its_full_url(ada):
    nameless = observation("1")
    del nameless["id"]
    body = text_of(
        {"resourceType": "Bundle", "entry": [{"fullUrl": f"{BASE}/Observation/1", "resource": nameless}]},
    )
    assert take(ada, body).nameless == 1
    assert take(ada, page(observation("1"))).changed == 1
    assert states(ada).count(State.PENDING) == 1


def test_a_word_of_the_server_is_no_record_and_the_page_leaves_as_it_came(ada):
    outcome = {"resourceType": "OperationOutcome", "issue": [{"diagnostics": "held back"}]}
    body = page(observation("1"), outcome, observation("2"))
    report = take(ada, body)
    assert (report.received, Record.objects.filter(person_id=ada.person).count()) == (2, 2)
    came = what_came(ada, accepted_only=False)[0]
    assert came.whole


def test_a_large_page_is_one_transaction(ada):
    seen = []
    take(ada, page(*(observation(str(number)) for number in range(250))), lambda report: seen.append(report.new))
    assert seen == [250]
    assert Record.objects.filter(person_id=ada.person).count() == 250


def test_what_looks_alike_in_every_version_is_read_as_the_one_the_server_speaks(ada):
    old = {
        "resourceType": "Condition",
        "id": "c",
        "patient": {"reference": "Patient/p"},
        "code": {"text": "Invented ache"},
    }
    foreign = {**old, "id": "d", "patient": {"reference": "Patient/q"}}
    report = take(ada, page(old, foreign), sender=Sender(BASE, "p", "x", "DSTU2"))
    assert (report.received, report.anothers) == (1, 1)
    before = rows()
    assert take(ada, page(old), sender=Sender(BASE, "p", "x", "DSTU2")).unchanged == 1
    assert rows() == before


def test_a_portal_that_goes_back_to_an_earlier_version_means_that_one(ada):
    take(ada, page(observation("1", "98")))
    accept_all(opened=ada, by=OPERATOR, shown=None)
    take(ada, page(observation("1", "99")))
    accept_all(opened=ada, by=OPERATOR, shown=None)
    report = take(ada, page(observation("1", "98")))
    assert (report.changed, report.unchanged) == (1, 0)
    assert states(ada) == [State.PENDING, State.ACCEPTED, State.SUPERSEDED]


def test_a_newer_version_that_waits_goes_when_the_portal_takes_it_back(ada):
    take(ada, page(observation("1", "98")))
    accept_all(opened=ada, by=OPERATOR, shown=None)
    take(ada, page(observation("1", "99")))
    report = take(ada, page(observation("1", "98")))
    assert (report.changed, report.unchanged) == (0, 1)
    assert states(ada) == [State.ACCEPTED, State.SUPERSEDED]
    assert sum(Count.objects.filter(state=State.PENDING).values_list("number", flat=True)) == 0
    before = rows()
    assert take(ada, page(observation("1", "98"))).unchanged == 1
    assert rows() == before


def test_an_older_version_by_its_own_stamp_changes_nothing(ada):
    take(ada, page(observation("1", "98", meta={"lastUpdated": "2026-01-01T00:00:00Z"})))
    take(ada, page(observation("1", "99", meta={"lastUpdated": "2026-01-02T00:00:00Z"})))
    take(ada, page(observation("1", "98", meta={"lastUpdated": "2026-01-01T00:00:00Z"})))
    assert states(ada) == [State.PENDING, State.SUPERSEDED]


def test_what_is_told_again_is_not_withdrawn_any_more(ada):
    take(ada, page(observation("1")))
    accept_all(opened=ada, by=OPERATOR, shown=None)
    take(ada, page({**observation("1"), "status": "entered-in-error"}))
    take(ada, page(observation("1")))
    assert not Record.objects.filter(is_withdrawn=True).exists()
    assert states(ada) == [State.ACCEPTED, State.SUPERSEDED]


def test_what_stood_behind_a_version_that_went_stands_for_itself(ada):
    take(ada, page(observation("1", "98")))
    other = Sender("https://other.example/fhir", "p", "Another Hospital")
    take(ada, page(observation("7", "98")), sender=other)
    assert Record.objects.filter(person_id=ada.person, lead=1).count() == 1
    take(ada, page(observation("1", "55")))
    assert Record.objects.filter(person_id=ada.person, lead=1).count() == 2
    assert sum(Count.objects.filter(state=State.PENDING).values_list("number", flat=True)) == 2


def test_a_stub_never_takes_the_place_of_what_was_accepted_even_where_a_newer_version_waits(ada):
    take(ada, page(observation("1", "98")))
    accept_all(opened=ada, by=OPERATOR, shown=None)
    take(ada, page(observation("1", "99")))
    assert take(ada, page({**observation("1"), "status": "entered-in-error"})).withdrawn == 1
    assert states(ada) == [State.ACCEPTED, State.SUPERSEDED, State.SUPERSEDED]
    assert Record.objects.get(state=State.ACCEPTED).is_withdrawn
    assert sum(Count.objects.filter(state=State.PENDING).values_list("number", flat=True)) == 0


def test_what_is_withdrawn_told_again_and_withdrawn_again_is_marked_again(ada):
    take(ada, page(observation("1")))
    accept_all(opened=ada, by=OPERATOR, shown=None)
    stub = {**observation("1"), "status": "entered-in-error"}
    for _ in range(2):
        assert take(ada, page(stub)).withdrawn == 1
        assert Record.objects.get(state=State.ACCEPTED).is_withdrawn
        take(ada, page(observation("1")))
        assert not Record.objects.get(state=State.ACCEPTED).is_withdrawn
