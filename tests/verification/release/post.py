"""Which mails does the hospital send about a record, and what is written about it? All that can make one is done.

A question and a report of an error stand beside every record, shown or not: what was asked about while it was seen is
answered when it is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from haversack.accounts.models import User
from haversack.portal.actions.amendments import deny_amendment, extend_amendment, report_error
from haversack.portal.actions.answering import ANSWERS
from haversack.portal.actions.asking import Asker, ask_for_password, ask_to_enrol
from haversack.portal.actions.cards import issue_cards
from haversack.portal.actions.deciding import decide_some, set_wish
from haversack.portal.actions.messages import begin_thread, reply
from haversack.portal.actions.outgoing import Mail, want_mail
from haversack.portal.jobs.birthdays import keep_the_calendar
from haversack.portal.jobs.outgoing import send_outgoing
from haversack.portal.models import Amendment, Patient, Provider, Record, Thread
from haversack.portal.presenters.mails import SAID
from haversack.portal.queries.policy import current_policy
from haversack.portal.queries.reader import Reader
from haversack.portal.rules.access import AccessClass
from haversack.portal.rules.amendments import Ground
from haversack.portal.rules.cards import CardKind, NotOnACard
from haversack.portal.rules.rights import Act
from haversack.portal.rules.sections import Section
from haversack.portal.rules.staff import Role, Worker

from .ways import Came
from .world import Operator

CLERK = Worker("clerk", Role.CLERK)
LANGUAGES = ("en", "es")
EVERYTHING = frozenset(Section)


def write_about_everything(fhir_id: str, at: datetime) -> None:
    """A question and a report of an error about each record of this patient, as if it had been seen at that moment."""
    provider, _ = Provider.objects.get_or_create(fhir_id="osei", name="Nadia Osei", participates=True)
    reader = whoever_sees_all(fhir_id, at)
    for row in Record.objects.filter(patient=reader.patient).order_by("pk"):
        thread = begin_thread(by=reader, provider=provider.uuid, subject="A question", text="What does it mean?")
        report = report_error(by=reader, wrong="That is not me.", right="Take it out.")
        Thread.objects.filter(pk=thread.pk).update(record=row)
        Amendment.objects.filter(pk=report.pk).update(record=row)


def put_on_cards(fhir_id: str, at: datetime) -> None:
    """Every vaccination and result of this patient on a card of its own, as if each had been seen at that moment."""
    reader = whoever_sees_all(fhir_id, at)
    for row in Record.objects.filter(patient=reader.patient, type__in=("Immunization", "Observation")):
        before = Release.of(row)
        Release(at, None).put_on(row)
        for kind in CardKind:
            with suppress(NotOnACard):
                issue_cards(by=reader, kind=kind, records=[row.pk], issuer="https://portal.example")
        before.put_on(row)


@dataclass(frozen=True)
class Release:
    """A decision about a row, as it stands on it."""

    since: datetime | None
    until: datetime | None

    @classmethod
    def of(cls, row: Record) -> Release:
        return cls(row.visible_from, row.visible_until)

    def put_on(self, row: Record) -> None:
        Record.objects.filter(pk=row.pk).update(visible_from=self.since, visible_until=self.until)


def pages(client: Client, fhir_id: str) -> Iterator[Came]:
    """What the pages say of each of these questions and reports."""
    patient = Patient.objects.get(fhir_id=fhir_id)
    for thread in Thread.objects.filter(patient=patient):
        answer = client.get(reverse("portal:thread", args=[patient.uuid, thread.uuid]))
        yield Came(f"thread {thread.pk}", answer.content.decode())
    for report in Amendment.objects.filter(patient=patient):
        answer = client.get(reverse("portal:error", args=[patient.uuid, report.uuid]))
        yield Came(f"report of an error {report.pk}", answer.content.decode())


def mails(fhir_id: str, at: datetime) -> list[Came]:
    """Every mail that goes out when all of them are answered, and when everything else happens that makes one."""
    before = len(mail.outbox)
    with time_machine.travel(at, tick=False):
        for language in LANGUAGES:
            _all_happens(fhir_id, language, at)
        with time_machine.travel(at + timedelta(minutes=1), tick=False):
            send_outgoing()
    sent = mail.outbox[before:]
    return [Came(f"mail {number}", one.message().as_string() + str(one.body)) for number, one in enumerate(sent)]


def _all_happens(fhir_id: str, language: str, at: datetime) -> None:
    patient = Patient.objects.get(fhir_id=fhir_id)
    number, address = f"M{900_000 + patient.pk}", f"reader{patient.pk}@example.org"
    Patient.objects.filter(pk=patient.pk).update(email=address, mrn=number)
    User.objects.filter(pk=patient.user_id).update(language=language)
    for thread in Thread.objects.filter(patient=patient):
        by = Worker("osei", Role.PROVIDER, thread.provider_id)
        reply(by=by, thread=thread.uuid, text="Come in, please.", now=at)
    for number, report in enumerate(Amendment.objects.filter(patient=patient, answered_at=None)):
        if number % 2 and language == "en":
            extend_amendment(by=CLERK, request=report.uuid, why="We look into it.", now=at)
        else:
            deny_amendment(by=CLERK, request=report.uuid, ground=Ground.ACCURATE, answer="It is right.", now=at)
    set_wish(by=Operator(), patient=patient.uuid, hours=24)
    set_wish(by=Operator(), patient=patient.uuid, hours=0)
    decide_some()
    keep_the_calendar()
    asker = Asker(f"192.0.2.{patient.pk}", language, "http://testserver")
    ask_to_enrol(email=address, mrn=number, asker=asker, now=at)
    ask_for_password(login_id=fhir_id, asker=asker, now=at)
    for kind in set(SAID) - set(ANSWERS):
        want_mail(Mail(kind, address, language, "http://testserver/"), at)


def whoever_sees_all(fhir_id: str, at: datetime) -> Reader:
    patient = Patient.objects.get(fhir_id=fhir_id)
    user = User.objects.get(pk=patient.user_id)
    number = current_policy().number
    return Reader(
        patient.pk, patient.uuid, user.pk, user.pseudonym, AccessClass.SELF, EVERYTHING, at, number, frozenset(Act)
    )
