"""What does a worker do with a piece of work? Takes it, opens the backpack, does it, ends it in words."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

import msgspec
from django.db import transaction
from django.utils import timezone

from haversack import audit

from ..models import Work
from ..models.work_facts import WORK, ImportFacts, encode
from ..queries.opened import NotAllowed, Opened
from ..queries.persons import KeysMissing, NoSuchPerson, open_person
from ..rules.roles import Viewer
from ..rules.work import Why, next_try
from .work import Lease, LeaseLost, StopAsked, due, take, wake
from .work_beating import beating


class Doer(Protocol):
    """Does one kind of work. Ends the lease itself; raises StopAsked or LeaseLost when its right is gone."""

    def __call__(self, *, opened: Opened, lease: Lease) -> None: ...


def do(work: int, doers: Mapping[str, Doer]) -> bool:
    """Do this work, if it is due and nobody else is at it; says whether it did.

    What fails unforeseen is tried again later, some times; then it is raised, so that the queue keeps the fault.
    """
    lease = take(work)
    if lease is None:
        return False
    try:
        opened = _open(lease)
        if opened is not None:
            with beating(lease):
                _do(lease, opened, doers[lease.kind])
    except LeaseLost:
        return False
    wake_waiting()
    return True


def wake_waiting() -> int:
    """Wake a worker for everything that is due; says how much that is."""
    found = due()
    for work in found:
        wake(work)
    return len(found)


def _open(lease: Lease) -> Opened | None:
    """The backpack, as whoever wanted the work may open it now; None ended the work."""
    with suppress(NoSuchPerson, KeysMissing):
        if lease.viewer is not None:
            return open_person(lease.viewer, lease.person)
    lease.end(Work.State.FAILED)
    return None


def _do(lease: Lease, opened: Opened, doer: Doer) -> None:
    try:
        if lease.stop_asked:
            raise StopAsked
        if _tried(lease, opened) > 0 and next_try(_tried(lease, opened) - 1, timezone.now()) is None:
            fail(lease, opened, Why.FAULT)
            return
        doer(opened=opened, lease=lease)
    except StopAsked:
        lease.end(Work.State.STOPPED)
    except NotAllowed:
        fail(lease, opened, Why.NO_ACCESS)
    except LeaseLost:
        raise
    except Exception:
        again = next_try(_tried(lease, opened), timezone.now())
        if again is not None:
            lease.again(again)
        else:
            fail(lease, opened, Why.FAULT)
        raise


def _tried(lease: Lease, opened: Opened) -> int:
    return lease.attempt - lease.facts(opened).forgiven


def fail(lease: Lease, opened: Opened, why: Why, told: str = "") -> None:
    """End the work with the reason a page can say."""
    facts = msgspec.structs.replace(lease.facts(opened), why=why.value, told=told)
    lease.end(Work.State.FAILED, sealed=opened.key.seal(encode(facts), WORK))


def try_again(*, opened: Opened, by: Viewer, work: int, same_person: bool = False, passcode: str = "") -> bool:
    """Have failed work done after all; `same_person`: a person says that the files are about this person;
    `passcode`: of the link among them. False where it is not failed any more, or its files are gone.
    """
    with transaction.atomic():
        row = Work.objects.select_for_update().filter(pk=work, person_id=opened.person, state=Work.State.FAILED).first()
        if row is None:
            return False
        lease = Lease(row.pk, row.attempts, row.kind, opened.uuid, by, stop_asked=False)
        facts = lease.facts(opened)
        if isinstance(facts, ImportFacts):
            if not all(one.file for one in facts.uploads):
                return False
            same_person = same_person or facts.same_person
            facts = msgspec.structs.replace(facts, same_person=same_person, passcode=passcode)
        facts = msgspec.structs.replace(facts, why="", told="", forgiven=row.attempts)
        row.sealed = opened.key.seal(encode(facts), WORK)
        row.state, row.due_at, row.by_id = Work.State.WAITING, timezone.now(), by.user
        row.stop_asked, row.finished_at = False, None
        row.save(update_fields=["sealed", "state", "due_at", "by", "stop_asked", "finished_at"])
        audit.record(by=by, act=f"{row.kind}.again", person=opened.uuid)
        wake(row.pk)
    return True
