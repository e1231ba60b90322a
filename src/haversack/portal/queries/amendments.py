"""Which errors were reported, and where does each stand?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ..models import Amendment, Patient, Record
from ..models.amendments import AMENDMENT, Written
from ..models.sealed import unseal
from ..rules.amendments import WAITING, Ground, State
from ..rules.rights import Act
from ..rules.staff import Duty, Worker
from .reader import Reader


class NoSuchAmendment(Exception):
    """There is none of that id that this reader may see."""


@dataclass(frozen=True, slots=True)
class Report:
    """One request to put the record right. record: the row it is about; None where the patient named nothing listed."""

    uuid: UUID
    patient: Patient
    record: Record | None
    state: State
    sent_at: datetime
    due_at: datetime
    extended_at: datetime | None
    answered_at: datetime | None
    disagreed_at: datetime | None
    ground: Ground | None
    written: Written

    def __repr__(self) -> str:
        return f"<Report {self.uuid}>"


def amendments_of(reader: Reader) -> list[Report]:
    """All requests about this record, the newest first."""
    return [_read(row) for row in _of(reader).order_by("-sent_at", "-pk")]


def amendment_of(reader: Reader, request: UUID) -> Report:
    """One of them. Raises NoSuchAmendment."""
    return _one(_of(reader), request)


def corrections(reader: Reader, records: Collection[int] | None = None) -> dict[int, list[Report]]:
    """What was put right, and what the patient disagrees with, by record: it goes with what the record says.

    records: only about these rows.
    """
    rows = Amendment.objects.filter(
        patient_id=reader.patient, state__in=(State.ACCEPTED, State.DISAGREED), record__isnull=False
    )
    if records is not None:
        rows = rows.filter(record__in=records)
    found: dict[int, list[Report]] = {}
    for row in rows.select_related("patient", "record").order_by("pk"):
        found.setdefault(row.record_id or 0, []).append(_read(row))
    return found


def waiting_amendments(by: Worker) -> list[Report]:
    """For the desk: everything that waits, what is due first."""
    by.require(Duty.AMENDMENTS)
    rows = Amendment.objects.filter(state__in=WAITING).select_related("patient", "record")
    return [_read(row) for row in rows.order_by("due_at", "pk")]


def amendment_for(by: Worker, request: UUID) -> Report:
    """For the desk: one request. Raises NoSuchAmendment."""
    by.require(Duty.AMENDMENTS)
    return _one(Amendment.objects.select_related("patient", "record"), request)


def _of(reader: Reader) -> QuerySet[Amendment]:
    reader.require(Act.ASK)
    rows = Amendment.objects.filter(patient_id=reader.patient).select_related("patient", "record")
    return rows if reader.covers_all else rows.filter(by=reader.pseudonym)


def _one(rows: QuerySet[Amendment], request: UUID) -> Report:
    row = rows.filter(uuid=request).first()
    if row is None:
        raise NoSuchAmendment
    return _read(row)


def _read(row: Amendment) -> Report:
    return Report(
        uuid=row.uuid,
        patient=row.patient,
        record=row.record,
        state=State(row.state),
        sent_at=row.sent_at,
        due_at=row.due_at,
        extended_at=row.extended_at,
        answered_at=row.answered_at,
        disagreed_at=row.disagreed_at,
        ground=Ground(row.ground) if row.ground else None,
        written=unseal(row.body, Written, AMENDMENT),
    )
