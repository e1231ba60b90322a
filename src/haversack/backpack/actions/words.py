"""How do removed words leave the shards, and how do small shards become large ones?"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ..models import Record, Shard
from ..models.record import State
from ..queries.opened import Opened

FULL = 4000  # lines in a full shard: about 400 KB of text, opened and scanned in a millisecond


def forget_words(opened: Opened, records: Sequence[int] | None) -> None:
    """Take the lines of these records out of the shards (None: of all that wait).

    Call before the rows go, in their transaction.
    """
    waiting = Record.objects.filter(person_id=opened.person, state=State.PENDING)
    gone = set(waiting.values_list("pk", flat=True) if records is None else records)
    if not gone:
        return
    shards = Shard.objects.filter(person_id=opened.person, first__lte=max(gone), last__gte=min(gone))
    for shard in shards:
        lines = opened.key.open(bytes(shard.sealed), "words").splitlines(keepends=True)
        kept = [line for line in lines if int(line[: line.index(b"\t")]) not in gone]
        if not kept:
            shard.delete()
        elif len(kept) < len(lines):
            shard.sealed = opened.key.seal(b"".join(kept), "words")
            shard.lines = len(kept)
            shard.save(update_fields=["sealed", "lines"])


def join_shards(opened: Opened) -> int:
    """Join neighbouring small shards into full ones. Returns how many shards there are afterwards."""
    with transaction.atomic():
        run: list[Shard] = []
        for shard in list(Shard.objects.select_for_update().filter(person_id=opened.person).order_by("first")):
            if run and sum(one.lines for one in run) + shard.lines > FULL:
                _join(opened, run)
                run = []
            run.append(shard)
        _join(opened, run)
        return Shard.objects.filter(person_id=opened.person).count()


def _join(opened: Opened, run: list[Shard]) -> None:
    if len(run) < 2:
        return
    text = b"".join(opened.key.open(bytes(one.sealed), "words") for one in run)
    Shard.objects.create(
        person_id=opened.person,
        first=run[0].first,
        last=max(one.last for one in run),
        lines=sum(one.lines for one in run),
        sealed=opened.key.seal(text, "words"),
    )
    Shard.objects.filter(pk__in=[one.pk for one in run]).delete()
