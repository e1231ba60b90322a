"""Is a reported error answered within its time, on one of four grounds or by putting it right? (P7)"""

from __future__ import annotations

from datetime import timedelta

import pytest

from haversack.portal.actions.amendments import (
    accept_amendment,
    deny_amendment,
    disagree,
    extend_amendment,
    report_error,
    withdraw_amendment,
)
from haversack.portal.models import Record
from haversack.portal.queries.amendments import NoSuchAmendment, amendment_of, amendments_of, waiting_amendments
from haversack.portal.queries.single import NoSuchRecord
from haversack.portal.rules.amendments import Ground, NotUsable, State
from haversack.portal.rules.staff import NotYourDuty, Role, Worker
from haversack.portal.rules.states import NotPossible

from .hospital import let_hold, result, take_in
from .pages import CLERK, admit, reading
from .patients import a_patient, a_user


@pytest.fixture
def reader():
    patient, user = admit()
    return reading(user, patient)


def report(reader, **more):
    return report_error(by=reader, wrong="It says left.", right="It was the right knee.", **more)


def test_a_report_is_followed_from_its_sending_to_what_was_put_right(reader):
    row = report(reader, tell="Dr. Lund", about=Record.objects.get(fhir_id="co").pk)
    assert row.due_at - row.sent_at == timedelta(days=60)
    accept_amendment(by=CLERK, request=row.uuid, answer="The entry now says right.")
    found = amendment_of(reader, row.uuid)
    assert (found.state, found.written.answer, found.record.fhir_id) == (
        State.ACCEPTED, "The entry now says right.", "co",
    )  # fmt: skip
    assert waiting_amendments(CLERK) == []


def test_more_time_is_taken_once_and_told(reader):
    row = report(reader)
    extend_amendment(by=CLERK, request=row.uuid, why="The paper chart is in the archive.")
    found = amendment_of(reader, row.uuid)
    assert found.due_at - found.sent_at == timedelta(days=90)
    assert found.written.why_extended
    with pytest.raises(NotPossible):
        extend_amendment(by=CLERK, request=row.uuid, why="Still there.")


def test_a_no_needs_a_ground_and_words_and_leaves_the_last_word_to_the_patient(reader):
    row = report(reader)
    for ground, answer in (("because", "No."), (Ground.ACCURATE, " ")):
        with pytest.raises(NotUsable):
            deny_amendment(by=CLERK, request=row.uuid, ground=ground, answer=answer)
    deny_amendment(by=CLERK, request=row.uuid, ground=Ground.ACCURATE, answer="The picture shows the left one.")
    disagree(by=reader, request=row.uuid, statement="I know my knees.")
    found = amendment_of(reader, row.uuid)
    assert (found.state, found.ground, found.written.disagreement) == (
        State.DISAGREED, Ground.ACCURATE, "I know my knees.",
    )  # fmt: skip
    with pytest.raises(NotPossible):
        disagree(by=reader, request=row.uuid, statement="Again.")


def test_what_was_put_right_is_not_disagreed_with_and_what_was_withdrawn_not_answered(reader):
    first, second = report(reader), report(reader)
    accept_amendment(by=CLERK, request=first.uuid, answer="Done.")
    with pytest.raises(NotPossible):
        disagree(by=reader, request=first.uuid, statement="Still.")
    withdraw_amendment(by=reader, request=second.uuid)
    with pytest.raises(NotPossible):
        accept_amendment(by=CLERK, request=second.uuid, answer="Done.")
    assert [one.state for one in amendments_of(reader)] == [State.WITHDRAWN, State.ACCEPTED]


def test_what_is_due_first_stands_first_on_the_desk(reader):
    later = report(reading_later(reader))
    first = report(reader)
    assert [one.uuid for one in waiting_amendments(CLERK)] == [first.uuid, later.uuid]


def reading_later(reader):
    from dataclasses import replace

    return replace(reader, now=reader.now + timedelta(days=3))


def test_nobody_reports_an_error_in_what_they_may_not_see(reader):
    let_hold()
    take_in(result("held", issued="2030-01-01T00:00:00Z"))
    with pytest.raises(NoSuchRecord):
        report(reader, about=Record.objects.get(fhir_id="held").pk)
    with pytest.raises(NoSuchRecord):
        report(reader, about=10**9)


def test_a_stranger_s_report_does_not_exist_and_a_provider_settles_none(reader):
    row = report(reader)
    user = a_user("other")
    stranger = reading(user, a_patient(user=user))
    for act in (
        lambda: amendment_of(stranger, row.uuid),
        lambda: withdraw_amendment(by=stranger, request=row.uuid),
        lambda: disagree(by=stranger, request=row.uuid, statement="x"),
    ):
        with pytest.raises(NoSuchAmendment):
            act()
    with pytest.raises(NotYourDuty):
        accept_amendment(by=Worker("osei", Role.PROVIDER, 1), request=row.uuid, answer="Done.")


def test_what_was_written_is_sealed(reader):
    assert b"knee" not in bytes(report(reader).body)
