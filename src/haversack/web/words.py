"""What do the smaller components say? Their values, as a presenter hands them over; knowing nothing of health."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .charts.number_line import NumberLine
from .charts.sparkline import Sparkline


@dataclass(frozen=True, slots=True)
class Freshness:
    """How current a list is: `state` is checking, current, newer or failed."""

    state: str
    text: str  # "Last checked Tuesday 3 March, 09:12, from Backus Hospital"
    url: str = ""  # newer: where the reload leads; the list never changes under the reader

    @property
    def icon(self) -> str:
        return {"checking": "refresh", "current": "check", "newer": "refresh", "failed": "warning"}[self.state]


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in sentence case, never a verb. `kind` is "", ok, info, warn, wait or red."""

    text: str
    kind: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a value stands, as its source said it, in words. `kind` is in, high, low, out or critical."""

    kind: str
    text: str  # "High", "In this lab’s range", "This lab gave no range"

    @property
    def icon(self) -> str:
        return {"high": "arrow-up", "low": "arrow-down", "critical": "warning"}.get(self.kind, "")


@dataclass(frozen=True, slots=True)
class Reading:
    """A line with a number: name, value, verdict in words, number line, sparkline."""

    name: str
    url: str
    value: str  # with the digits it came with
    unit: str = ""
    plain: str = ""  # the plain name, under the medical one
    meta: str = ""  # "11 November 2026, Riverside General Hospital"
    verdict: Verdict | None = None
    line: NumberLine | None = None
    spark: Sparkline | None = None

    @property
    def wordy(self) -> bool:
        """Whether the value is words rather than a number, and needs smaller letters."""
        return len(self.value) > 9


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a process: `state` is done, now or next."""

    title: str
    text: str = ""
    state: str = "next"


@dataclass(frozen=True, slots=True)
class Work:
    """Long work: what, how many of how many, since when; it can be stopped and survives a reload."""

    what: str  # "Reading synthea.zip"
    done: int
    total: int | None  # None while it is not known
    since: datetime
    url: str  # this page; asked again while the work goes on
    stop_url: str = ""
    finished: bool = False
    notes: Sequence[str] = ()  # "1,204 records found", one line each

    @property
    def running(self) -> bool:
        return not self.finished
