"""Does a profile change when staff accept it, and at no other time? (P6)"""

from __future__ import annotations

import pytest

from haversack.audit.models import Waiting
from haversack.portal.actions.changes import answer_change_request, send_change_request, withdraw_change_request
from haversack.portal.models import ChangeRequest, Patient, Record
from haversack.portal.queries.changes import (
    NoSuchRequest,
    change_for,
    change_of,
    changes_of,
    now_on_file,
    waiting_changes,
)
from haversack.portal.queries.profile import profile_for
from haversack.portal.queries.reader import NotAllowed
from haversack.portal.rules.changes import AlreadyWaiting, Answer, NotUsable, OnFileChanged, State
from haversack.portal.rules.profile import Field, digest
from haversack.portal.rules.staff import NotYourDuty, Role, Worker
from haversack.portal.rules.states import NotPossible

from .hospital import take_in
from .pages import CLERK, admit, ngozi, reading
from .patients import a_patient, a_proxy, a_user

NEW = {"email": "new@example.org"}


@pytest.fixture
def reader():
    patient, user = admit()
    return reading(user, patient)


def ask(reader, **wanted):
    on_file = profile_for(reader).profile
    changed = on_file | ({Field(name.replace("_", "-")): parts for name, parts in wanted.items()} or {Field.EMAIL: NEW})
    return send_change_request(by=reader, wanted=changed, shown=digest(on_file))


def answer(row, answers, **more):
    shown = digest(now_on_file(change_for(CLERK, row.uuid)))
    return answer_change_request(by=CLERK, request=row.uuid, answers=answers, **({"shown": shown} | more))


def test_nothing_changes_before_the_answer_and_what_is_accepted_does_with_it(reader):
    row = ask(reader, email=NEW, religion={"religion": "Quaker"})
    assert profile_for(reader).profile[Field.EMAIL] == {"email": "ngozi@example.org"}
    answer(row, {Field.EMAIL: Answer(True), Field.RELIGION: Answer(False, "We do not keep this.")}, message="Done.")
    profile = profile_for(reader).profile
    assert profile[Field.EMAIL] == NEW
    assert profile[Field.RELIGION] == {"religion": ""}
    assert Patient.objects.get(pk=reader.patient).email == "new@example.org"
    assert Record.objects.get(type="Patient").version == 2
    change = change_of(reader, row.uuid)
    assert (change.state, change.message) == (State.ANSWERED, "Done.")
    assert change.answers[Field.RELIGION] == Answer(False, "We do not keep this.")
    assert list(Waiting.objects.filter(act__startswith="change.").values_list("act", "count")) == [
        ("change.ask", 2), ("change.answer", 1),
    ]  # fmt: skip


def test_one_request_waits_at_a_time_until_it_is_answered_or_withdrawn(reader):
    first = ask(reader)
    with pytest.raises(AlreadyWaiting):
        ask(reader, religion={"religion": "Quaker"})
    withdraw_change_request(by=reader, request=first.uuid)
    second = ask(reader)
    assert [one.state for one in changes_of(reader)] == [State.SENT, State.WITHDRAWN]
    assert [one.uuid for one in waiting_changes(CLERK)] == [second.uuid]
    with pytest.raises(NotPossible):
        withdraw_change_request(by=reader, request=first.uuid)


def test_what_was_not_on_the_patient_s_screen_is_not_asked_for(reader):
    seen = profile_for(reader).profile
    take_in(ngozi(generalPractitioner=[]) | {"telecom": [{"system": "email", "value": "other@example.org"}]})
    with pytest.raises(OnFileChanged):
        send_change_request(by=reader, wanted=seen | {Field.EMAIL: NEW}, shown=digest(seen))
    assert not ChangeRequest.objects.exists()


def test_what_was_not_on_the_clerk_s_screen_is_not_decided_on(reader):
    row = ask(reader)
    shown = digest(now_on_file(change_for(CLERK, row.uuid)))
    take_in(ngozi() | {"telecom": [{"system": "email", "value": "meanwhile@example.org"}]})
    with pytest.raises(OnFileChanged):
        answer(row, {Field.EMAIL: Answer(True)}, shown=shown)
    assert change_of(reader, row.uuid).state is State.SENT
    assert profile_for(reader).profile[Field.EMAIL] == {"email": "meanwhile@example.org"}
    take_in(ngozi() | {"telecom": [], "maritalStatus": {"text": "other"}})  # another field may change all the while
    answer(row, {Field.EMAIL: Answer(True)})
    assert profile_for(reader).profile[Field.EMAIL] == NEW


def test_an_answer_without_its_reasons_changes_nothing(reader):
    row = ask(reader, email=NEW, religion={"religion": "Quaker"})
    with pytest.raises(NotUsable):
        answer(row, {Field.EMAIL: Answer(True), Field.RELIGION: Answer(False)})
    assert profile_for(reader).profile[Field.EMAIL] == {"email": "ngozi@example.org"}
    assert change_of(reader, row.uuid).state is State.SENT


def test_an_answer_is_given_once(reader):
    row = ask(reader)
    answer(row, {Field.EMAIL: Answer(True)})
    with pytest.raises(NotPossible):
        answer(row, {Field.EMAIL: Answer(False, "no")})


def test_nobody_answers_who_has_not_that_duty(reader):
    row = ask(reader)
    doctor = Worker("osei", Role.PROVIDER, 1)
    with pytest.raises(NotYourDuty):
        waiting_changes(doctor)
    with pytest.raises(NotYourDuty):
        answer_change_request(by=doctor, request=row.uuid, answers={Field.EMAIL: Answer(True)}, shown="")


def test_a_stranger_s_request_does_not_exist_and_a_proxy_s_is_known_as_such(reader):
    row = ask(reader)
    other = a_user("other")
    stranger = reading(other, a_patient(user=other))
    with pytest.raises(NoSuchRequest):
        change_of(stranger, row.uuid)
    with pytest.raises(NoSuchRequest):
        withdraw_change_request(by=stranger, request=row.uuid)
    withdraw_change_request(by=reader, request=row.uuid)
    a_proxy(Patient.objects.get(pk=reader.patient), other)
    assert ask(reading(other, Patient.objects.get(pk=reader.patient))).from_proxy


def test_a_proxy_for_some_sections_alone_asks_for_nothing(reader):
    helper = a_user("helper")
    patient = Patient.objects.get(pk=reader.patient)
    a_proxy(patient, helper, sections=["results"])
    with pytest.raises(NotAllowed):
        profile_for(reading(helper, patient))


def test_what_was_written_is_sealed_and_said_by_no_repr(reader):
    row = ask(reader, religion={"religion": "Quaker"})
    assert b"Quaker" not in bytes(row.body)
    assert "Quaker" not in repr(change_of(reader, row.uuid)) + repr(row)
