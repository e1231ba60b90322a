"""Do patients and participating providers reach each other, and nobody else? (P9)"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from haversack.portal.actions.messages import begin_thread, mark_read, mark_read_by_provider, reply, write
from haversack.portal.actions.reviews import review_medications
from haversack.portal.models import MessageFile, Patient, Provider, Record, Thread
from haversack.portal.queries.messages import (
    NoSuchThread,
    file_in,
    messages_in,
    providers_of,
    thread_for,
    thread_of,
    threads_for,
    threads_of,
    unread_for,
    unread_of,
)
from haversack.portal.queries.reviews import last_review
from haversack.portal.queries.single import record_numbered
from haversack.portal.queries.whom import whom_to_ask
from haversack.portal.rules.access import AccessClass
from haversack.portal.rules.messages import File, NotSent, Side, Wrong
from haversack.portal.rules.staff import NotYourDuty, Role, Worker

from .hospital import of, result, take_in
from .pages import CLERK, admit, reading
from .patients import a_patient, a_proxy, a_user

PDF = b"%PDF-1.7 a scan"


@pytest.fixture
def reader():
    patient, user = admit()
    return reading(user, patient)


def provider(name):
    return Provider.objects.get(fhir_id=name)


def doctor(name):
    return Worker(name, Role.PROVIDER, provider(name).pk)


def begin(reader, to="osei", **more):
    return begin_thread(by=reader, provider=provider(to).uuid, subject="My glucose", text="Is it high?", **more)


def test_a_question_and_its_answer_are_read_on_either_side(reader):
    thread = begin(reader, files=[File("scan.pdf", PDF)])
    assert (unread_for(doctor("osei")), unread_of(reader)) == (1, 0)
    mark_read_by_provider(by=doctor("osei"), thread=thread.uuid)
    reply(by=doctor("osei"), thread=thread.uuid, text="A little. Come in March.")
    assert (unread_for(doctor("osei")), unread_of(reader)) == (0, 1)
    assert [one.unread for one in threads_of(reader)] == [1]
    mark_read(by=reader, thread=thread.uuid)
    assert unread_of(reader) == 0
    write(by=reader, thread=thread.uuid, text="Thank you.")
    talk = thread_of(reader, thread.uuid)
    assert [(one.side, one.text) for one in messages_in(talk)] == [
        (Side.PATIENT, "Is it high?"), (Side.PROVIDER, "A little. Come in March."), (Side.PATIENT, "Thank you."),
    ]  # fmt: skip
    (enclosed,) = messages_in(talk)[0].files
    assert (enclosed.name, file_in(talk, enclosed.uuid)) == ("scan.pdf", (PDF, "application/pdf"))
    assert all(one.read_at for one in messages_in(talk)[:2])


def test_only_who_takes_part_is_written_to_and_who_left_is_not_any_more(reader):
    here, missing = providers_of(reader)
    assert [one.fhir_id for one in here] == ["osei"]
    assert "emergency department" in missing[0].why_not
    with pytest.raises(NotSent) as refused:
        begin(reader, to="lund")
    assert refused.value.wrong is Wrong.NOT_PARTICIPATING
    thread = begin(reader)
    Provider.objects.update(participates=False)
    for act in (
        lambda: write(by=reader, thread=thread.uuid, text="Hello?"),
        lambda: reply(by=doctor("osei"), thread=thread.uuid, text="Hello!"),
    ):
        with pytest.raises(NotSent) as refused:
            act()
        assert refused.value.wrong is Wrong.LEFT
    assert len(messages_in(thread_of(reader, thread.uuid))) == 1


def test_a_file_that_is_refused_keeps_the_whole_message_back(reader):
    with pytest.raises(NotSent):
        begin(reader, files=[File("scan.pdf", PDF), File("page.pdf", b"<html>")])
    assert not Thread.objects.exists()
    assert not MessageFile.objects.exists()


def test_a_conversation_exists_for_its_patient_and_its_provider_alone(reader):
    thread = begin(reader)
    user = a_user("other")
    stranger = reading(user, a_patient(user=user))
    for act in (
        lambda: thread_of(stranger, thread.uuid),
        lambda: write(by=stranger, thread=thread.uuid, text="x"),
        lambda: mark_read(by=stranger, thread=thread.uuid),
        lambda: thread_for(doctor("lund"), thread.uuid),
        lambda: reply(by=doctor("lund"), thread=thread.uuid, text="x"),
        lambda: reply(by=Worker("nobody", Role.PROVIDER), thread=thread.uuid, text="x"),
    ):
        with pytest.raises(NoSuchThread):
            act()
    assert threads_for(doctor("lund")) == []
    with pytest.raises(NotYourDuty):
        threads_for(CLERK)


def test_a_question_about_a_result_names_it_and_goes_to_who_did_it(reader):
    shown = record_numbered(reader, Record.objects.get(fhir_id="a2").pk)
    assert whom_to_ask(reader, shown).fhir_id == "osei"
    Provider.objects.update(participates=False)
    assert whom_to_ask(reader, shown) is None
    Provider.objects.update(participates=True)
    thread = begin(reader, about=shown.row.pk)
    assert thread_for(doctor("osei"), thread.uuid).record.fhir_id == "a2"


def test_a_question_about_what_a_laboratory_did_goes_to_whose_visit_it_was(reader):
    visit = {"resourceType": "Encounter", "id": "v", "status": "finished", "subject": of(), "class": {"code": "AMB"},
             "participant": [{"individual": {"reference": "Practitioner/osei"}}]}  # fmt: skip
    take_in(visit, result("lab", performer=[{"display": "A laboratory"}], encounter={"reference": "Encounter/v"}))
    shown = record_numbered(reader, Record.objects.get(fhir_id="lab").pk)
    assert whom_to_ask(reader, shown).fhir_id == "osei"


def test_a_teen_s_question_does_not_reach_the_parent_who_sees_a_part(reader):
    born = datetime.now(UTC).date().replace(day=1) - timedelta(days=15 * 365)
    Patient.objects.filter(pk=reader.patient).update(born=born)
    patient = Patient.objects.get(pk=reader.patient)
    teen = reading(patient.user, patient)
    parent = a_user("parent")
    a_proxy(patient, parent, kind="parent")
    beside = reading(parent, patient)
    assert (teen.access, beside.access) == (AccessClass.TEEN, AccessClass.PARENT_OF_TEEN)
    thread = begin(teen)
    reply(by=doctor("osei"), thread=thread.uuid, text="Come alone if you like.")
    assert (threads_of(beside), unread_of(beside), unread_of(teen)) == ([], 0, 1)
    for act in (
        lambda: thread_of(beside, thread.uuid),
        lambda: write(by=beside, thread=thread.uuid, text="x"),
        lambda: mark_read(by=beside, thread=thread.uuid),
    ):
        with pytest.raises(NoSuchThread):
            act()
    own = begin(beside)
    assert [one.uuid for one in threads_of(beside)] == [own.uuid]


def test_what_was_written_is_sealed_with_the_names_of_its_files(reader):
    thread = begin(reader, files=[File("glucose.pdf", PDF)])
    file = MessageFile.objects.get()
    for blob in (thread.subject, thread.messages.get().body, file.name, file.body):
        assert b"lucose" not in bytes(blob)
        assert b"scan" not in bytes(blob)
        assert b"high" not in bytes(blob)


def test_only_a_participating_provider_says_that_the_list_was_reviewed(reader):
    assert last_review(reader) is None
    for worker in (CLERK, doctor("lund")):
        with pytest.raises(NotYourDuty):
            review_medications(by=worker, patient=reader.uuid)
    review_medications(by=doctor("osei"), patient=reader.uuid, now=reader.now)
    assert last_review(reader).provider.fhir_id == "osei"
