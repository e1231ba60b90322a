"""How does a person decide on what waits?

Add, or remove for good; all, or record by record; and take an acceptance back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haversack import audit

from ..models import Decision, Declined, Person, Record
from ..models.record import Kind, State
from ..queries.opened import Opened
from ..queries.persons import NoSuchPerson
from ..queries.waiting import waiting_numbers, with_followers
from ..rules.review import PendingChanged, require_shown
from ..rules.roles import Act, Viewer
from .accepting import Deltas, accept_records, facts_of_records, settle, settle_all, shelves
from .background import forget_emptied_originals, settle_background
from .lab_reports import forget_lab_reports
from .lines import chunks
from .words import forget_words


class NothingToUndo(Exception):
    """This acceptance was taken back already, or newer versions have come since; the person decides record by
    record.
    """


def accept_all(*, opened: Opened, by: Viewer, shown: int | None) -> int:
    """Everything that waits joins the record. `shown`: the version of the queue on the screen. Returns how many."""
    opened.require(Act.DECIDE)
    with transaction.atomic():
        _lock(opened, shown)
        return accept_records(opened=opened, by=by, records=None).number


def remove_all(*, opened: Opened, by: Viewer, shown: int | None) -> int:
    """Everything that waits is removed for good: rows and bytes go, a keyed fingerprint stays. Returns how many."""
    opened.require(Act.DECIDE)
    with transaction.atomic():
        _lock(opened, shown)
        number = _remove(opened, by, None)
        settle_background(opened)
        settle_all(opened)
        forget_identity_if_empty(opened)
    return number


def decide(
    *, opened: Opened, by: Viewer, shown: int | None, accept: Sequence[int], remove: Sequence[int]
) -> tuple[int, int]:
    """Accept some of what waits and remove some for good, in one act. Returns (accepted, removed).

    A line that several sources state is decided on, and counted, as what it is on the screen: one.

    Raises PendingChanged when one of them does not wait any more.
    """
    opened.require(Act.DECIDE)
    with transaction.atomic():
        _lock(opened, shown)
        chosen = {*accept, *remove}
        if sum(waiting_numbers(opened, some) for some in chunks(sorted(chosen))) != len(chosen):
            raise PendingChanged
        added, gone = with_followers(opened, accept), with_followers(opened, remove)
        accepted = accept_records(opened=opened, by=by, records=added).number if added else 0
        removed = _remove(opened, by, gone) if gone else 0
        settle_background(opened)
        if removed:
            forget_identity_if_empty(opened)
    return accepted, removed


def undo_acceptance(*, opened: Opened, by: Viewer, decision: int) -> int:
    """What one acceptance added waits for review again, and what it replaced stands again. Returns how many."""
    opened.require(Act.DECIDE)
    with transaction.atomic():
        _lock(opened, None)
        made = Decision.objects.filter(
            pk=decision, person_id=opened.person, kind=Decision.Kind.ACCEPTED, undone_at__isnull=True
        ).first()
        if made is None:
            raise NothingToUndo
        rows = Record.objects.filter(person_id=opened.person, state=State.ACCEPTED, decision_id=made.pk)
        replaced = list(rows.filter(replaces__isnull=False).values_list("replaces", flat=True))
        number = rows.filter(kind=Kind.DISPLAYED).count()
        rows.update(state=State.PENDING, decision_id=None)
        for old in chunks(replaced):
            Record.objects.filter(Q(pk__in=old), state=State.SUPERSEDED).update(state=State.ACCEPTED, lead=True)
        Decision.objects.filter(pk=made.pk).update(undone_at=timezone.now())
        settle_all(opened)
        audit.record(by=by, act="review.undo", person=opened.uuid, count=number)
    return number


def _lock(opened: Opened, shown: int | None) -> None:
    there = Person.objects.filter(pk=opened.person, removed_at__isnull=True)
    row = there.select_for_update().only("pk", "pending_version").first()
    if row is None:  # somebody removed the backpack while this page was open
        raise NoSuchPerson
    require_shown(shown=shown, now=row.pending_version)


def _remove(opened: Opened, by: Viewer, records: list[int] | None) -> int:
    kinds = (Kind.DISPLAYED, Kind.UNREADABLE)
    waiting = Record.objects.filter(person_id=opened.person, state=State.PENDING, kind__in=kinds)
    number = 0
    deltas: Deltas = Counter()
    facts: set[bytes] = set()
    removed: dict[int, int] = {}
    for some in [None] if records is None else list(chunks(records)):
        chosen = waiting if some is None else Record.objects.filter(pk__in=some, state=State.PENDING, kind__in=kinds)
        number += chosen.filter(kind=Kind.DISPLAYED, lead=True).count()  # as the screen counts them
        facts |= facts_of_records(chosen)
        for category, gone in shelves(chosen):
            deltas[State.PENDING, category] -= gone
        identities = {bytes(i) for i in chosen.values_list("identity", flat=True)}
        _decline(opened, {*identities, *(bytes(c) for c in chosen.values_list("content", flat=True))})
        forget_words(opened, None if some is None else list(chosen.values_list("pk", flat=True)))
        removed.update(chosen.values_list("pk", "arrival_id"))
        chosen.delete()
        _drop_older_versions(opened, identities)
    forget_emptied_originals(opened, removed)
    if records is not None:
        settle(opened, facts, deltas)
    Decision.objects.create(
        person_id=opened.person, by_id=by.user, kind=Decision.Kind.REMOVED, number=number, at=timezone.now()
    )
    audit.record(by=by, act="review.remove", person=opened.uuid, count=number)
    return number


def _decline(opened: Opened, keys: set[bytes]) -> None:
    rows = (Declined(person_id=opened.person, key=key) for key in sorted(keys))
    Declined.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    forget_lab_reports(opened, keys)


def _drop_older_versions(opened: Opened, identities: set[bytes]) -> None:
    """Older versions of what was removed go with it, unless a version was accepted: then they are its history."""
    for some in chunks(sorted(identities)):
        mine = Record.objects.filter(person_id=opened.person, identity__in=some)
        kept = {bytes(i) for i in mine.filter(state=State.ACCEPTED).values_list("identity", flat=True)}
        gone = [identity for identity in some if identity not in kept]
        if gone:
            mine.filter(identity__in=gone, state=State.SUPERSEDED).delete()


def forget_identity_if_empty(opened: Opened) -> None:
    """A legal name learned from a file is forgotten when everything from it was removed: it was perhaps
    somebody else's.
    """
    from .identity import forget_learned

    if not Record.objects.filter(person_id=opened.person).exists():
        forget_learned(opened)
