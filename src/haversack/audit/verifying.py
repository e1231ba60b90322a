"""Is the trail whole? What `haversack doctor` asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from haversack.audit.chaining import anchored
from haversack.audit.links import NOTHING, Act, End, line_hash
from haversack.audit.models import Line
from haversack.audit.noting import FIELDS


@dataclass(frozen=True)
class Verdict:
    """`lines`: how many lines hold, from the first on. `broken_at`: the first that does not; None when all do."""

    lines: int
    broken_at: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def verify() -> Verdict:
    """Read the trail from end to end, in little memory, and say where it first breaks and how."""
    # The anchor first: lines that are chained meanwhile lie behind it.
    anchor = anchored()
    rows = Line.objects.order_by("seq").values_list("seq", *FIELDS, "previous", "hash")
    return judged(((row[0], Act(*row[1:8]), row[8], row[9]) for row in rows.iterator(chunk_size=2000)), anchor)


def judged(lines: Iterable[tuple[int, Act, str, str]], anchor: End) -> Verdict:
    """The verdict on (seq, act, previous, hash) in the order of seq, against the anchor kept elsewhere."""
    end = NOTHING
    for seq, act, previous, found in lines:
        if seq != end.seq + 1:
            return Verdict(end.seq, end.seq + 1, _("The line is missing."))
        if previous != end.hash:
            return Verdict(end.seq, seq, _("The line does not follow on from the line before it."))
        if found != line_hash(seq, act, previous):
            return Verdict(end.seq, seq, _("The line was changed after it was written."))
        end = End(seq, found)
        if seq == anchor.seq and found != anchor.hash:
            return Verdict(seq - 1, seq, _("The trail was written anew up to this line."))
    if end.seq < anchor.seq:
        return Verdict(end.seq, end.seq + 1, _("Lines were cut off the end of the trail."))
    return Verdict(end.seq)
