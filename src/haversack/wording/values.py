"""How does a result read: its digits, its unit, and where the source says it stands?"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from haversack.records.entry import Component, Entry, Range, Value
from haversack.records.ranges import limits, number, verdict
from haversack.web.charts.number_line import NumberLine, number_line
from haversack.web.words import Verdict

from .dates import said
from .source_words import source_word

_CRITICAL = frozenset({"HH", "LL", "AA", "HU", "LU"})
_HIGH = frozenset({"H", "HH", "HU", "HX", ">"})
_LOW = frozenset({"L", "LL", "LU", "LX", "<"})
_OUT = frozenset({"A", "AA", "ABN", "POS", "DET", "IND"})


def value_words(value: Value | None) -> str:
    """Comparator and digits as they came, without the unit; dates, yes and no in words."""
    if value is None:
        return ""
    if value.kind == "boolean":
        return source_word(value.text)
    return said(value.text, with_time=True) if value.kind == "date" else f"{value.comparator}{value.text}"


def with_unit(value: Value | None) -> str:
    """Comparator, digits and unit as they came."""
    return f"{value_words(value)} {value.unit}".strip() if value else ""


def stands(value: Value | None, given: Range | None, flag: str) -> Verdict | None:
    """Where a result stands. The source's own flag comes first, then its own range; without either there is no verdict.

    Only what the laboratory itself flagged critical says so.
    """
    if flag in _CRITICAL:
        side = _("Critically high") if flag in _HIGH else _("Critically low") if flag in _LOW else _("Critical")
        return Verdict("critical", side)
    if flag in _HIGH:
        return Verdict("high", pgettext("result", "High"))
    if flag in _LOW:
        return Verdict("low", pgettext("result", "Low"))
    if flag in _OUT:
        return Verdict("out", _("Marked by the lab"))
    where = verdict(value, given)
    if where == "above":
        return Verdict("high", pgettext("result", "High"))
    if where == "below":
        return Verdict("low", pgettext("result", "Low"))
    if where == "in":
        return Verdict("in", _("In this lab’s range"))
    return Verdict("in", _("Marked normal by the lab")) if flag == "N" else None


def mark_of(value: Value | None, given: Range | None, flag: str) -> str:
    """How a chart marks what `stands` puts into words: critical, out or in."""
    if flag in _CRITICAL:
        return "critical"
    if flag in _HIGH or flag in _LOW or flag in _OUT:
        return "out"
    return "out" if verdict(value, given) in ("above", "below") else "in"


def in_words(entry: Entry | Component) -> str:
    """The sentence under a result: "Above this lab’s range 4.0–5.6"; "" where the source gave no range."""
    given = range_words(entry.range)
    if not given:
        return ""
    where = verdict(entry.value, entry.range)
    if where == "above":
        return _("Above this lab’s range %(range)s") % {"range": given}
    if where == "below":
        return _("Below this lab’s range %(range)s") % {"range": given}
    if where == "in":
        return _("In this lab’s range %(range)s") % {"range": given}
    return _("This lab’s range: %(range)s") % {"range": given}


def range_words(given: Range | None) -> str:
    """A laboratory's range with its own digits; its own words where it wrote some."""
    if given is None:
        return ""
    if given.low is not None and given.high is not None:
        return f"{given.low}–{given.high}"
    if given.low is not None:
        return _("from %(low)s") % {"low": given.low}
    if given.high is not None:
        return _("up to %(high)s") % {"high": given.high}
    return given.text


def line_for(value: Value | None, given: Range | None, flag: str, *, width: int = 140) -> NumberLine | None:
    """The number line of a result against its own laboratory's range; None where there is none to draw."""
    if value is None or given is None or value.kind != "quantity":
        return None
    found, bounds = number(value.text), limits(given, value)
    if found is None or bounds is None:
        return None
    return number_line(
        float(found),
        low=None if bounds.low is None else float(bounds.low),
        high=None if bounds.high is None else float(bounds.high),
        low_text=given.low or "",
        high_text=given.high or "",
        mark=mark_of(value, given, flag),
        width=width,
    )
