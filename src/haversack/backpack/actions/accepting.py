"""How do chosen records join the accepted record, with what they replace and what came with them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Count as Number
from django.db.models import Q, QuerySet
from django.utils import timezone

from haversack import audit

from ..models import Decision, Record
from ..models.record import Kind, State
from ..queries.opened import Opened
from ..rules.roles import Viewer
from .counting import add_to_counts, bump_pending, recount
from .lines import arrange_facts, chunks, followed_facts, shared_facts

Deltas = Counter[tuple[int, bytes]]


def accept_records(*, opened: Opened, by: Viewer, records: Sequence[int] | None) -> Decision:
    """Accept these pending records (None: all that wait, background included). Call inside a transaction."""
    decision = Decision.objects.create(
        person_id=opened.person, by_id=by.user, kind=Decision.Kind.ACCEPTED, number=0, at=timezone.now()
    )
    waiting = Record.objects.filter(person_id=opened.person, state=State.PENDING)
    number = 0
    if records is None:
        number = _accept(waiting, decision.pk, Counter())
        settle_all(opened)
    else:
        facts: set[bytes] = set()
        deltas: Deltas = Counter()
        for some in chunks(list(records)):
            chosen = Record.objects.filter(pk__in=some, state=State.PENDING)  # by id; the caller asked whose they are
            outdated = chosen.filter(replaces__isnull=False).values_list("replaces", flat=True)
            facts |= facts_of_records(chosen) | facts_of_records(Record.objects.filter(pk__in=list(outdated)))
            number += _accept(chosen, decision.pk, deltas)
        settle(opened, facts, deltas)
    Decision.objects.filter(pk=decision.pk).update(number=number)
    decision.number = number
    audit.record(by=by, act="review.accept", person=opened.uuid, count=number)
    return decision


def _accept(chosen: QuerySet[Record], decision: int, deltas: Deltas) -> int:
    for category, number in shelves(chosen):
        deltas[State.PENDING, category] -= number
        deltas[State.ACCEPTED, category] += number
    replaced = list(chosen.filter(replaces__isnull=False).values_list("replaces", flat=True))
    number = chosen.filter(kind=Kind.DISPLAYED, lead=True).count()  # as the screen counts: what several state is one
    chosen.update(state=State.ACCEPTED, decision_id=decision)
    for old in chunks(replaced):
        outdated = Record.objects.filter(Q(pk__in=old), state=State.ACCEPTED)
        for category, gone in shelves(outdated):
            deltas[State.ACCEPTED, category] -= gone
        outdated.update(state=State.SUPERSEDED, lead=False)
    return number


def shelves(rows: QuerySet[Record]) -> list[tuple[bytes, int]]:
    """How many of these rows a counter counts, by category."""
    counted = rows.filter(kind=Kind.DISPLAYED, lead=True).values_list("category").annotate(n=Number("id")).order_by()
    return [(bytes(category), number) for category, number in counted]


def facts_of_records(rows: QuerySet[Record]) -> set[bytes]:
    """The facts these rows state."""
    return {bytes(fact or b"") for fact in rows.filter(fact__isnull=False).values_list("fact", flat=True)}


def settle(opened: Opened, facts: Iterable[bytes], deltas: Deltas) -> None:
    """After a decision on a few records: their lines arranged anew, counters moved, older screens told that
    they are old.
    """
    _, moved = arrange_facts(opened, facts)
    deltas.update(moved)
    add_to_counts(opened.person, deltas)
    bump_pending([opened.person])


def settle_all(opened: Opened) -> None:
    """The same after a decision on everything: every shared line arranged, all lines counted from the index."""
    arrange_facts(opened, {*shared_facts(opened), *followed_facts(opened)})
    recount(opened.person)
    bump_pending([opened.person])
