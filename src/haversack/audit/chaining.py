"""How do acts get from where they were noted into the trail: each once, in order, through any crash?

The two databases cannot commit together. Lines are committed first, then what waited is taken away and the anchor
moved. After a crash in between, the acts still wait, and their origin tells that they have a line already.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction

from haversack.audit.links import NOTHING, Act, End, linked
from haversack.audit.models import Anchor, Line, Look, Waiting
from haversack.audit.noting import FIELDS
from haversack.audit.router import AUDIT

# A batch holds the audit database's lock while it is written, and pages note their looks there: keep it short.
BATCH = 250
_INTO_LINES = (
    'INSERT INTO audit_line ("seq", "at", "by", "act", "person", "object", "count", "origin", "previous", "hash")'
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def chain() -> int:
    """Chain everything that waits; returns how many lines were added. Safe to run twice at once, and to kill."""
    added = 0
    while True:
        found, new = _move_batch()
        added += new
        if not found:
            return added


def _move_batch() -> tuple[int, int]:
    """(how many acts stopped waiting, how many lines were added). (0, 0) also when another worker was quicker."""
    anchor = anchored()
    waiting = list(Waiting.objects.order_by("id").values_list("id", *FIELDS)[:BATCH])
    try:
        with transaction.atomic(using=AUDIT):
            looks = list(Look.objects.order_by("id").values_list("id", *FIELDS)[:BATCH])
            new = _without_a_line([Act(*row[1:]) for row in (*waiting, *looks)])
            holds = _holds(anchor)
            end = _append(new, _end())
            Look.objects.filter(id__in=[row[0] for row in looks]).delete()
    except IntegrityError:
        return 0, 0
    with transaction.atomic(using=DEFAULT_DB_ALIAS):
        Waiting.objects.filter(id__in=[row[0] for row in waiting]).delete()
        # A trail that was cut is never anchored anew: `verify` must go on telling.
        if holds and end != anchor:
            Anchor.objects.get_or_create(id=1, defaults={"hash": NOTHING.hash})
            Anchor.objects.filter(id=1, seq__lt=end.seq).update(seq=end.seq, hash=end.hash)
    return len(waiting) + len(looks), len(new)


def anchored() -> End:
    row = Anchor.objects.values_list("seq", "hash").first()
    return End(*row) if row else NOTHING


def _holds(anchor: End) -> bool:
    return anchor == NOTHING or Line.objects.filter(seq=anchor.seq, hash=anchor.hash).exists()


def _end() -> End:
    row = Line.objects.order_by("-seq").values_list("seq", "hash").first()
    return End(*row) if row else NOTHING


def _without_a_line(acts: list[Act]) -> list[Act]:
    chained = set(Line.objects.filter(origin__in=[act.origin for act in acts]).values_list("origin", flat=True))
    return [act for act in acts if act.origin not in chained]


def _append(acts: Iterable[Act], end: End) -> End:
    rows = [(seq, *act, previous, found) for seq, act, previous, found in linked(acts, end)]
    if not rows:
        return end
    with connections[AUDIT].cursor() as cursor:
        cursor.executemany(_INTO_LINES, rows)
    return End(int(rows[-1][0]), str(rows[-1][-1]))
