"""What waits for somebody who works here, and which patient do they look for?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from haversack.records.digits import decode
from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.describe import describe

from ..models import Amendment, ChangeRequest, Emancipation, IdentityCheck, Patient, Proxy, Record
from ..rules.amendments import WAITING
from ..rules.changes import State as ChangeState
from ..rules.search_index import fold
from ..rules.staff import Duty, Worker
from .bodies import body_of
from .messages import unread_for

MOST = 50  # patients of one look-up; whoever finds more has not said enough
LEAST_LETTERS = 2


class NoSuchPatient(Exception):
    """The hospital has no patient of that id."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for one worker; 0 for what is not their duty. overdue: amendments past their last day."""

    changes: int
    amendments: int
    overdue: int
    messages: int


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The patients found, and whether there are more than are shown."""

    patients: tuple[Patient, ...]
    is_all: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One patient as the desk knows them."""

    patient: Patient
    proxies: tuple[Proxy, ...] = field(repr=False)
    checks: tuple[IdentityCheck, ...] = field(repr=False)
    emancipations: tuple[Emancipation, ...] = field(repr=False)


def waiting_for(by: Worker, now: datetime | None = None) -> Waiting:
    """What waits for this worker."""
    amendments = Amendment.objects.filter(state__in=WAITING) if by.may(Duty.AMENDMENTS) else Amendment.objects.none()
    return Waiting(
        changes=ChangeRequest.objects.filter(state=ChangeState.SENT).count() if by.may(Duty.CHANGES) else 0,
        amendments=amendments.count(),
        overdue=amendments.filter(due_at__lt=now).count() if now else 0,
        messages=unread_for(by) if by.may(Duty.MESSAGES) else 0,
    )


def look_up(by: Worker, *, words: str, born: date | None = None) -> LookedUp:
    """Patients of this name, number or birth date; nobody where nothing was asked for."""
    by.require(Duty.LOOK_UP)
    rows = _named(words)
    if born is not None:
        rows = (Patient.objects.all() if rows is None else rows).filter(born=born)
    if rows is None:
        return LookedUp((), True)
    found = tuple(rows.filter(merged_into=None).order_by("family", "given", "pk")[: MOST + 1])
    return LookedUp(found[:MOST], len(found) <= MOST)


def card_of(by: Worker, patient: UUID) -> Card:
    """One patient. Raises NoSuchPatient."""
    by.require(Duty.LOOK_UP)
    row = Patient.objects.select_related("user").filter(uuid=patient, merged_into=None).first()
    if row is None:
        raise NoSuchPatient
    return Card(
        row,
        tuple(row.proxies.select_related("user").order_by("ended_at", "-pk")),
        tuple(row.identity_checks.order_by("-checked_at")[:20]),
        tuple(row.emancipations.order_by("-recorded_at")),
    )


def what_it_says(row: Record) -> Entry | None:
    """A record that a patient reported an error in, for those who answer; None for a type that no list shows."""
    return describe(decode(body_of(row)), lambda _: None)


def _named(words: str) -> QuerySet[Patient] | None:
    """By record number, or by the beginnings of words of the name; None where too little was typed."""
    typed = words.strip()
    if not typed:
        return None
    wanted = [word for word in fold(typed).split() if word]
    if sum(map(len, wanted)) < LEAST_LETTERS:
        return Patient.objects.none()
    by_name = Q()
    for word in wanted:
        by_name &= Q(folded__startswith=word) | Q(folded__contains=f" {word}")
    return Patient.objects.filter(Q(mrn=typed.upper()) | by_name)
