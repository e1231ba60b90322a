"""Who did what, as the audit trail keeps it? For administrators, who look for it at the desk.

The trail names people by pseudonym alone; who works here is named beside it, and patients by a link to their card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from haversack.accounts.models import User
from haversack.audit.models import Line

from ..models import Patient
from ..rules.staff import Duty, Worker

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; nothing given: everything. act: how it begins, such as "desk."."""

    act: str = ""
    day: date | None = None
    patient: UUID | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the trail. by: who, as far as they work here; count: -1 where that means nothing."""

    seq: int
    at: str
    by: str
    act: str
    patient: UUID | None
    object: str
    count: int


def trail(by: Worker, asked: Asked, *, before: int | None = None) -> tuple[list[Found], bool]:
    """A page of lines, the newest first, from below a number on; and whether there are more."""
    by.require(Duty.AUDIT)
    rows = Line.objects.order_by("-seq")
    if before is not None:
        rows = rows.filter(seq__lt=before)
    if asked.act:
        rows = rows.filter(act__startswith=asked.act)
    if asked.day:
        rows = rows.filter(at__gte=asked.day.isoformat(), at__lt=(asked.day + timedelta(days=1)).isoformat())
    if asked.patient:
        rows = rows.filter(person=asked.patient.hex)
    lines = list(rows[: PAGE + 1])
    names = _names(lines)
    return [_found(line, names) for line in lines[:PAGE]], len(lines) > PAGE


def acts() -> list[str]:
    """The kinds of act that there are, by which the trail is looked through."""
    return sorted({act.partition(".")[0] for act in Line.objects.values_list("act", flat=True).distinct()})


def patient_of(mrn: str) -> UUID | None:
    """The patient of a record number."""
    return Patient.objects.filter(mrn=mrn.strip().upper()).values_list("uuid", flat=True).first()


def _names(lines: Sequence[Line]) -> dict[str, str]:
    """Who works here, by pseudonym; a patient stays a pseudonym."""
    wanted = []
    for line in lines:
        try:
            wanted.append(UUID(line.by))
        except ValueError:
            continue
    staff = User.objects.filter(uuid__in=wanted, portal_staff__isnull=False)
    return {str(uuid): login_id or "" for uuid, login_id in staff.values_list("uuid", "login_id")}


def _found(line: Line, names: dict[str, str]) -> Found:
    patient = UUID(line.person) if line.person else None
    return Found(line.seq, line.at, names.get(line.by, line.by), line.act, patient, line.object, line.count)
