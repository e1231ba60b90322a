"""Which changes of a profile were asked for, and where does each stand?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from ..models import ChangeRequest, Patient
from ..models.changes import CHANGE, Asked
from ..models.sealed import unseal
from ..rules.changes import Answer, State
from ..rules.profile import Field, Profile
from ..rules.rights import Act
from ..rules.sections import Section
from ..rules.staff import Duty, Worker
from .profile import on_file
from .reader import Reader


class NoSuchRequest(Exception):
    """There is none of that id that this reader may see."""


@dataclass(frozen=True, slots=True)
class Change:
    """One request. base: as it was on file when it was sent; wanted: the fields asked for; answers: by field."""

    uuid: UUID
    patient: Patient
    state: State
    sent_at: datetime
    due_at: datetime
    answered_at: datetime | None
    from_proxy: bool
    base: Profile
    wanted: Profile
    answers: dict[Field, Answer]
    message: str

    def __repr__(self) -> str:
        return f"<Change {self.uuid}>"


def changes_of(reader: Reader) -> list[Change]:
    """All requests about this record, the newest first."""
    return [_read(row) for row in _of(reader).order_by("-sent_at", "-pk")]


def change_of(reader: Reader, request: UUID) -> Change:
    """One of them. Raises NoSuchRequest."""
    return _one(_of(reader), request)


def waiting_change(reader: Reader) -> Change | None:
    """The one that waits for Medical Records, if there is one."""
    row = _of(reader).filter(state=State.SENT).first()
    return _read(row) if row else None


def waiting_changes(by: Worker) -> list[Change]:
    """For the desk: everything that waits, what is due first."""
    by.require(Duty.CHANGES)
    rows = ChangeRequest.objects.filter(state=State.SENT).select_related("patient")
    return [_read(row) for row in rows.order_by("due_at", "pk")]


def change_for(by: Worker, request: UUID) -> Change:
    """For the desk: one request. Raises NoSuchRequest."""
    by.require(Duty.CHANGES)
    return _one(ChangeRequest.objects.select_related("patient"), request)


def now_on_file(change: Change) -> Profile:
    """For the desk: the fields asked for, as they are on file now; its digest is the `shown` of the answer."""
    profile = on_file(change.patient).profile
    return {field: profile[field] for field in change.wanted}


def _of(reader: Reader) -> QuerySet[ChangeRequest]:
    reader.require(Act.ASK)
    reader.require_section(Section.PROFILE)
    return ChangeRequest.objects.filter(patient_id=reader.patient).select_related("patient")


def _one(rows: QuerySet[ChangeRequest], request: UUID) -> Change:
    row = rows.filter(uuid=request).first()
    if row is None:
        raise NoSuchRequest
    return _read(row)


def _read(row: ChangeRequest) -> Change:
    body = unseal(row.body, Asked, CHANGE)
    return Change(
        uuid=row.uuid,
        patient=row.patient,
        state=State(row.state),
        sent_at=row.sent_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        from_proxy=row.from_proxy,
        base={Field(name): parts for name, parts in body.base.items()},
        wanted={Field(name): parts for name, parts in body.wanted.items()},
        answers={Field(name): Answer(*answer) for name, answer in body.answers.items()},
        message=body.message,
    )
