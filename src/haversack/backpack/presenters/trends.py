"""What does the page of one test over time say?

The newest result in words, the picture, and every result in a table.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.records.trends import EPOCH, Reading, moment, readings, trend
from haversack.web.charts.trend import Point, Trend
from haversack.web.paging import Paging

from ..queries.lines import Line
from ..queries.opened import Opened
from ..queries.trends import page_of_results, results_like
from .categories import WORDS
from .dates import said
from .lines import plain_of, title_of, when_and_where
from .values import in_words, line_for, range_words, stands, value_words, with_unit

PAGE = 100  # results in one picture and its table; earlier ones are a page further


def trend_context(opened: Opened, line: Line, asked: str) -> dict[str, Any] | None:
    """Everything the page shows; None where the line is no result of a test."""
    total = results_like(opened, line.id)
    if not total:
        return None
    paging = Paging.asked(asked, total, size=PAGE)
    lines = page_of_results(opened, line.id, paging.slice.start, paging.slice.stop)
    newest = lines[0]
    entry = newest.entry
    found = drawn(opened, lines, total)
    return {
        "line": newest,
        "title": title_of(newest),
        "plain": plain_of(newest),
        "back": reverse("backpack:category", args=[opened.uuid, entry.category]),
        "back_text": WORDS[entry.category].name,
        "entry_url": reverse("backpack:entry", args=[opened.uuid, newest.id]),
        "value": with_unit(entry.value) or _("No result given"),
        "verdict": stands(entry.value, entry.range, entry.flag),
        "in_words": in_words(entry),
        "meta": when_and_where(newest),
        "number_line": line_for(entry.value, entry.range, entry.flag, width=280),
        "paging": paging,
        "trend": found,
        "several_methods": len(found.series) > 1 and not entry.components,
    }


def drawn(opened: Opened, lines: list[Line], total: int) -> Trend:
    """The picture and its table. A line joins only results of one source, one unit and one method."""
    all_readings: list[Reading] = []
    for line in lines:
        all_readings.extend(readings(line.entry, ref=str(line.id), source=line.source.name))
    has_parts = any(one.part for one in all_readings)
    if has_parts:  # the numbers of a blood pressure, not the two of them written together
        all_readings = [one for one in all_readings if one.part]
    found = trend(all_readings)
    panel = found.panels[0] if found.panels else None
    names: list[str] = []
    points = []
    drawable = {(p.reading.ref, p.reading.part): p for line in (panel.series if panel else ()) for p in line.points}
    for reading in found.readings:
        name = _series_name(reading)
        if name not in names:
            names.append(name)
        key = (reading.ref, reading.part)
        points.append(_point(opened, reading, drawable.get(key), names.index(name)))
    title = title_of(lines[0])
    unit = panel.unit if panel else ""
    return Trend(
        name=title,
        unit=unit,
        title=_picture(title, unit, points),
        desc=_("Each point is one result at its own time. Every result stands in the table below."),
        series=names or [""],
        points=points,
        caption=_caption(total, len(lines)),
        note=_note(panel),
        band_text=_("The lab’s own range") if panel and panel.ranged else "",
    )


def _point(opened: Opened, reading: Reading, drawable: Any, series: int) -> Point:
    seen = stands(reading.value, reading.range, reading.flag)
    kind = seen.kind if seen else "in"
    limits = drawable.limits if drawable else None
    return Point(
        when=_day(reading.date),
        value=float(drawable.number) if drawable and not drawable.open else None,
        value_text=value_words(reading.value) or "–",
        when_text=said(reading.date) or _("date not known"),
        series=series,
        part=reading.part,
        low=float(limits.low) if limits and limits.low is not None else None,
        high=float(limits.high) if limits and limits.high is not None else None,
        range_text=range_words(reading.range),
        mark="critical" if kind == "critical" else "in" if kind == "in" else "out",
        verdict=seen.text if seen and kind != "in" else "",
        verdict_icon=seen.icon if seen else "",
        url=reverse("backpack:entry", args=[opened.uuid, int(reading.ref)]),
    )


def _day(text: str) -> date:
    at = moment(text)
    return (EPOCH + timedelta(days=at)).date() if at is not None else date.min


def _series_name(reading: Reading) -> str:
    return f"{reading.source}, {reading.method}" if reading.method else reading.source


def _picture(title: str, unit: str, points: list[Point]) -> str:
    numbers = [point for point in points if point.value is not None]
    if len(numbers) < 2:
        return title
    first, last = numbers[-1], numbers[0]
    words = _("%(name)s: %(first)s on %(start)s, %(last)s on %(end)s")
    return words % {
        "name": title,
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
