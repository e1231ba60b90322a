"""Does everything that arrives end in exactly one count, and does a second time add nothing?"""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from haversack.backpack.actions.identity import AnotherPerson, SeveralPeople
from haversack.backpack.actions.review import accept_all, remove_all
from haversack.backpack.models import Arrival, Record
from haversack.backpack.models.record import State
from haversack.backpack.queries.everything import all_lines
from haversack.backpack.queries.lines import counts
from haversack.backpack.queries.persons import facts_of

from .conftest import OPERATOR, bundle, observation, patient

COUNTS = ("pending", "accepted", "unchanged", "declined", "undisplayed", "unreadable")


def lines(opened, state=State.ACCEPTED):
    return [line for line, _ in all_lines(opened, state=state)]


def test_what_arrives_waits_and_each_resource_is_in_one_count(ada, take):
    report = take(ada, patient(), observation("1"), observation("2", "1.10"))
    assert report.received == 3
    assert {name: report.outcomes[name] for name in COUNTS} == dict.fromkeys(COUNTS, 0) | {
        "pending": 2,
        "undisplayed": 1,
    }
    assert lines(ada) == []
    assert [line.entry.value.text for line in lines(ada, State.PENDING)] == ["1.10", "98"]
    assert counts(ada, State.PENDING) == {"labs": 2}


def test_the_same_file_again_adds_nothing(ada, take):
    first = bundle(patient(), observation("1"), observation("2", "1.10"))
    take(ada, first)
    again = take(ada, first)
    assert again.outcomes["unchanged"] == 3
    assert again.received == 3
    assert Arrival.objects.count() == 1
    assert Record.objects.count() == 3


def test_the_same_content_written_differently_is_unchanged(ada, take):
    take(ada, b'{"resourceType":"Condition","id":"c","code":{"text":"Asthma"},"meta":{"versionId":"1"}}')
    again = take(ada, b'{ "meta": {"versionId":"2"}, "code":{"text":"Asthma"}, "id":"c", "resourceType":"Condition"}')
    assert again.outcomes["unchanged"] == 1


def test_other_digits_are_another_version_which_takes_the_place_of_one_that_waits(ada, take):
    take(ada, observation("1", "1.1"))
    report = take(ada, observation("1", "1.10"))
    assert report.outcomes["pending"] == 1
    assert [line.entry.value.text for line in lines(ada, State.PENDING)] == ["1.10"]
    assert counts(ada, State.PENDING) == {"labs": 1}


def test_a_newer_version_of_an_accepted_record_waits_and_replaces_it_only_when_accepted(ada, take):
    take(ada, observation("1", "1.1"), accept=True)
    take(ada, observation("1", "1.2"))
    assert [line.entry.value.text for line in lines(ada)] == ["1.1"]
    assert accept_all(opened=ada, by=OPERATOR, shown=None) == 1
    assert [line.entry.value.text for line in lines(ada)] == ["1.2"]
    assert counts(ada) == {"labs": 1}


def test_an_older_version_that_arrives_later_changes_nothing(ada, take):
    take(ada, observation("1", "2", meta={"lastUpdated": "2024-05-01T00:00:00Z"}), accept=True)
    take(ada, observation("1", "1", meta={"lastUpdated": "2024-04-01T00:00:00Z"}), accept=True)
    assert [line.entry.value.text for line in lines(ada)] == ["2"]


def test_a_stub_that_takes_back_marks_what_was_accepted_and_never_overwrites_it(ada, take):
    take(ada, observation("1", "7.2"), accept=True)
    take(ada, {"resourceType": "Observation", "id": "1", "status": "entered-in-error"})
    (line,) = lines(ada)
    assert line.entry.value.text == "7.2"
    assert line.is_withdrawn
    assert lines(ada, State.PENDING) == []


def test_what_was_removed_for_good_is_never_offered_again_in_any_version(ada, take):
    first = bundle(patient(), observation("1"), observation("2"))
    take(ada, first)
    assert remove_all(opened=ada, by=OPERATOR, shown=None) == 2
    assert take(ada, first).outcomes["declined"] == 3
    assert take(ada, observation("1", "55")).outcomes["declined"] == 1
    elsewhere = take(ada, observation("2"), source="another clinic")
    assert elsewhere.outcomes["declined"] == 1
    assert lines(ada, State.PENDING) == []


def test_accepting_on_import_adds_at_once_and_takes_what_waited_with_the_same_content(ada, take):
    take(ada, observation("1"))
    report = take(ada, observation("1"), observation("2"), accept=True)
    assert report.outcomes["accepted"] == 2
    assert len(lines(ada)) == 2
    assert counts(ada) == {"labs": 2}
    assert counts(ada, State.PENDING) == {}


def test_a_backpack_learns_whose_it_is_and_then_refuses_somebody_elses_file(ada, take):
    take(ada, patient(), observation("1"))
    assert facts_of(ada).born == "1970-01-01"
    assert facts_of(ada).name == "Ada"
    before = Record.objects.count()
    with pytest.raises(AnotherPerson):
        take(ada, patient("Holm", "Nils", "1981-02-03"), observation("9"))
    assert Record.objects.count() == before
    assert take(ada, patient("Holm", "Nils", "1981-02-03"), observation("9"), same_person=True).received == 2


def test_a_file_about_two_people_is_refused(ada, take):
    with pytest.raises(SeveralPeople):
        take(ada, patient(), patient("Holm", "Nils", "1981-02-03", "q"), observation("1"))
    assert Record.objects.count() == 0


def test_a_wrong_persons_file_that_was_removed_whole_leaves_no_identity_behind(ada, take):
    take(ada, patient("Holm", "Nils", "1981-02-03"), observation("1"))
    remove_all(opened=ada, by=OPERATOR, shown=None)
    assert take(ada, patient(), observation("2"), source="own clinic").outcomes["pending"] == 1


def test_the_same_fact_of_two_sources_is_one_line(ada, take):
    take(ada, observation("1"), source="clinic", accept=True)
    report = take(ada, observation("77"), source="hospital", accept=True)
    assert report.merged == 1
    (line,) = lines(ada)
    assert line.reported_by == 2
    assert counts(ada) == {"labs": 1}


def test_equal_facts_within_one_source_stay_two_lines(ada, take):
    take(ada, observation("1"), observation("2"), accept=True)
    assert len(lines(ada)) == 2
    take(ada, observation("3"), source="hospital", accept=True)
    assert sorted(line.reported_by for line in lines(ada)) == [1, 2]
    assert counts(ada) == {"labs": 2}


@pytest.mark.parametrize("order", [("clinic", "hospital"), ("hospital", "clinic")])
def test_lines_do_not_depend_on_the_order_of_arrival(ada, take, order):
    content = {"clinic": [observation("1"), observation("2")], "hospital": [observation("9")]}
    for source in order:
        take(ada, *content[source], source=source, accept=True)
    told = sorted(sorted((one.source.text, one.id) for one in line.told) for line in lines(ada))
    assert told == [[("clinic", "1"), ("hospital", "9")], [("clinic", "2")]]


def test_reports_of_the_same_address_are_one_line_within_a_source(ada, take):
    attachment = {"url": "https://clinic.example/Binary/7", "contentType": "application/pdf"}
    report = {"resourceType": "DiagnosticReport", "id": "r", "status": "final", "presentedForm": [attachment]}
    document = {
        "resourceType": "DocumentReference",
        "id": "d",
        "status": "current",
        "content": [{"attachment": attachment}],
    }
    take(ada, report | {"code": {"text": "Chest film"}}, document | {"type": {"text": "Chest film"}}, accept=True)
    (line,) = lines(ada)
    assert sorted(one.type for one in line.told) == ["DiagnosticReport", "DocumentReference"]


def test_a_record_that_cannot_be_read_is_kept_with_its_reason_and_the_rest_goes_on(ada, take):
    good, other = bundle(observation("1")), b'{"resourceType": "Observation", "id": }'
    ndjson = b"\n".join([good, other, b""]).replace(b"\n\n", b"\n")
    report = take(ada, ndjson)
    assert report.outcomes["unreadable"] == 1
    assert report.outcomes["pending"] == 1
    assert [problem["where"] for problem in report.problems] == ["line 2"]
    assert take(ada, ndjson).outcomes["unreadable"] == 1
    assert Record.objects.count() == 2


def test_a_date_that_does_not_exist_is_told_and_kept_as_it_was_sent(ada, take):
    report = take(
        ada, {"resourceType": "Condition", "id": "c", "code": {"text": "Gout"}, "onsetDateTime": "2019-13-45"}
    )
    assert [(one["where"], one["severity"]) for one in report.problems] == [("entry 1 of 1", "warning")]
    (line,) = lines(ada, State.PENDING)
    assert line.entry.date == ""
    assert ("date-as-sent", "2019-13-45") in line.entry.details


def stored_facts() -> dict[int, bytes]:
    return {pk: bytes(fact) for pk, fact in Record.objects.filter(fact__isnull=False).values_list("pk", "fact")}


def test_a_fact_stored_before_days_were_put_there_is_the_same_fact_as_a_new_one(ada, take):
    report = {
        "resourceType": "DocumentReference",
        "date": "2019-03-04T05:06:07Z",
        "content": [{"attachment": {"url": "https://clinic.example/1.pdf"}}],
    }
    take(ada, patient(), observation("1"), {**report, "id": "d"}, {**report, "id": "e", "date": "2020"}, source="one")
    take(ada, observation("2"), source="two")
    as_they_are = stored_facts()
    assert len(as_they_are) == 4
    assert len(set(as_they_are.values())) == 2
    migration = import_module("haversack.backpack.migrations.0002_facts_by_day")
    editor = SimpleNamespace(connection=connection)
    migration.take_days(None, editor)
    assert {len(fact) for fact in stored_facts().values()} == {16}
    migration.put_days(None, editor)
    assert stored_facts() == as_they_are
