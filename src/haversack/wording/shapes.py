"""What shape do the latest results of a test make? Only those of the newest one's unit and method are joined."""

from __future__ import annotations

from collections.abc import Iterable

from haversack.records.entry import Entry
from haversack.records.trends import moment
from haversack.web.charts.sparkline import Sparkline, sparkline


def spark(latest: Entry, entries: Iterable[Entry]) -> Sparkline | None:
    """The shape of results of one source, in order of time, the latest last."""
    if latest.value is None or latest.value.kind != "quantity":
        return None
    points = []
    for one in entries:
        at = moment(one.date)
        if at is None or one.value is None or one.value.unit != latest.value.unit or one.method != latest.method:
            continue
        try:
            points.append((at, float(one.value.text)))
        except ValueError:
            continue
    return sparkline(points, mark="out" if latest.current else "in")
