"""How is one test over time drawn and listed? The picture and its table: every result with its own date and digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.records.entry import Entry
from haversack.records.trends import EPOCH, Reading, moment, readings, trend
from haversack.web.charts.trend import Point, Trend

from .dates import said
from .entries import title
from .values import mark_of, range_words, stands, value_words


@dataclass(frozen=True, slots=True)
class Result:
    """One entry of the test, who gave it, and the address of its page."""

    entry: Entry = field(repr=False)
    source: str = field(repr=False)
    url: str


def drawn(results: Sequence[Result], total: int) -> Trend:
    """The picture and its table, of the results newest first. A line joins those of one source, unit and method.

    total: how many results there are in all, where these are not.
    """
    all_readings: list[Reading] = []
    for number, one in enumerate(reversed(results)):  # what is of one moment stays in this order
        all_readings.extend(readings(one.entry, ref=f"{number:06}", source=one.source))
    has_parts = any(one.part for one in all_readings)
    if has_parts:  # the numbers of a blood pressure, not the two of them written together
        all_readings = [one for one in all_readings if one.part]
    found = trend(all_readings)
    panel = found.panels[0] if found.panels else None
    names: list[str] = []
    points = []
    drawable = {(p.reading.ref, p.reading.part): p for series in (panel.series if panel else ()) for p in series.points}
    for reading in found.readings:
        line = _series_name(reading)
        if line not in names:
            names.append(line)
        key = (reading.ref, reading.part)
        url = results[-1 - int(reading.ref)].url
        points.append(_point(reading, drawable.get(key), names.index(line), url))
    name = title(results[0].entry)
    unit = panel.unit if panel else ""
    return Trend(
        name=name,
        unit=unit,
        title=_picture(name, unit, points),
        desc=_("Each point is one result at its own time. Every result stands in the table below."),
        series=names or [""],
        points=points,
        caption=_caption(total, len(results)),
        note=_note(panel),
        band_text=_("The lab’s own range") if panel and panel.ranged else "",
    )


def _point(reading: Reading, drawable: Any, series: int, url: str) -> Point:
    mark = mark_of(reading.value, reading.range, reading.flag)
    seen = stands(reading.value, reading.range, reading.flag) if mark != "in" else None
    limits = drawable.limits if drawable else None
    return Point(
        when=_day(drawable.at if drawable else moment(reading.date)),
        value=float(drawable.number) if drawable and not drawable.open else None,
        value_text=value_words(reading.value) or "–",
        when_text=said(reading.date) or _("date not known"),
        series=series,
        part=reading.part,
        low=float(limits.low) if limits and limits.low is not None else None,
        high=float(limits.high) if limits and limits.high is not None else None,
        range_text=range_words(reading.range),
        mark=mark,
        verdict=seen.text if seen else "",
        verdict_icon=seen.icon if seen else "",
        url=url,
    )


def _day(at: float | None) -> date:
    return (EPOCH + timedelta(days=at)).date() if at is not None else date.min


def _series_name(reading: Reading) -> str:
    return f"{reading.source}, {reading.method}" if reading.method else reading.source


def _picture(name: str, unit: str, points: list[Point]) -> str:
    numbers = [point for point in points if point.value is not None]
    if len(numbers) < 2:
        return name
    first, last = numbers[-1], numbers[0]
    words = _("%(name)s: %(first)s on %(start)s, %(last)s on %(end)s")
    return words % {
        "name": name,
        "first": f"{first.value_text} {unit}".strip(),
        "start": first.when_text,
        "last": f"{last.value_text} {unit}".strip(),
        "end": last.when_text,
    }


def _caption(total: int, here: int) -> str:
    if here < total:
        return _("%(here)d of %(total)d results, newest first") % {"here": here, "total": total}
    return ngettext("%d result", "All %d results, newest first", total) % total


def _note(panel: Any) -> str:
    if panel is None:
        return ""
    parts = []
    if len(panel.series) > 1:
        parts.append(_("Lines join only results of the same source, unit and method."))
    for change in panel.changes[-2:]:
        words = _("%(source)s changed its range on %(date)s.")
        parts.append(words % {"source": change.source, "date": said(change.date)})
    return " ".join(parts)
