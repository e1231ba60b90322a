"""Which long work was asked for in this backpack, how far is it, and what came of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from haversack.records.unspoken import Unspoken

from ..models import Work
from ..models.work_facts import WORK, ExportFacts, Facts, ImportFacts, decode_work
from ..rules.work import has_expired
from .opened import Opened


@dataclass(frozen=True, slots=True, repr=False)
class Seen(Unspoken):
    """One piece of work as its page shows it. `total` 0: not known yet."""

    id: int
    state: str
    done: int
    total: int
    created_at: datetime
    finished_at: datetime | None
    stop_asked: bool
    attempts: int
    due_at: datetime
    facts: Facts

    @property
    def is_under_way(self) -> bool:
        return self.state in (Work.State.WAITING, Work.State.RUNNING)

    @property
    def is_tried_again(self) -> bool:
        """Whether a worker failed at it, and another tries at `due_at`."""
        return self.state == Work.State.WAITING and self.attempts > 0 and self.due_at > timezone.now()

    @property
    def imported(self) -> ImportFacts:
        assert isinstance(self.facts, ImportFacts)
        return self.facts

    @property
    def exported(self) -> ExportFacts:
        assert isinstance(self.facts, ExportFacts)
        return self.facts

    @property
    def can_be_downloaded(self) -> bool:
        """Whether this export is finished, not expired and not deleted."""
        return (
            self.state == Work.State.DONE
            and bool(self.exported.file)
            and self.finished_at is not None
            and not has_expired(self.finished_at, timezone.now())
        )


def _works(opened: Opened, kind: str) -> QuerySet[Work]:
    return Work.objects.filter(person_id=opened.person, kind=kind).order_by("-created_at", "-pk")


def _seen(opened: Opened, row: Work) -> Seen:
    facts = decode_work(row.kind, opened.key.open(bytes(row.sealed), WORK))
    return Seen(
        id=row.pk,
        state=row.state,
        done=row.done,
        total=row.total,
        created_at=row.created_at,
        finished_at=row.finished_at,
        stop_asked=row.stop_asked,
        attempts=row.attempts,
        due_at=row.due_at,
        facts=facts,
    )


def imports(opened: Opened, start: int, number: int) -> list[Seen]:
    """Imports from the `start`th on, the newest first."""
    return [_seen(opened, row) for row in _works(opened, Work.Kind.IMPORT)[start : start + number]]


def imports_number(opened: Opened) -> int:
    return _works(opened, Work.Kind.IMPORT).count()


def import_of(opened: Opened, work: int) -> Seen | None:
    """One import of this backpack."""
    row = _works(opened, Work.Kind.IMPORT).filter(pk=work).first()
    return _seen(opened, row) if row else None


def exports_of(opened: Opened, number: int) -> list[Seen]:
    """The newest exports."""
    return [_seen(opened, row) for row in _works(opened, Work.Kind.EXPORT)[:number]]


def export_of(opened: Opened, work: int) -> Seen | None:
    """One export of this backpack."""
    row = _works(opened, Work.Kind.EXPORT).filter(pk=work).first()
    return _seen(opened, row) if row else None
