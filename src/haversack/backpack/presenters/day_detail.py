"""What does the page of a day's measurements say, hour by hour?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.records.wearables.days import TENTH, rounded
from haversack.records.wearables.detail import Hour
from haversack.wording.dates import said
from haversack.wording.values import with_unit

from ..queries.day_detail import DayDetail
from ..queries.lines import Line
from ..queries.opened import Opened
from .lines import title_of
from .work import grouped


@dataclass(frozen=True, slots=True)
class Row:
    """One hour of one source."""

    hour: str
    source: str
    times: str
    value: str
    spread: str


def day_context(opened: Opened, line: Line, found: DayDetail) -> dict[str, Any]:
    """Everything on the page."""
    number = sum(one.times for one in found.hours)
    return {
        "title": title_of(line),
        "day": said(line.entry.date),
        "value": with_unit(line.entry.value),
        "unit": line.entry.value.unit if line.entry.value else "",
        "back": reverse("backpack:entry", args=[opened.uuid, line.id]),
        "rows": [_row(one, adds_up=found.adds_up) for one in found.hours],
        "adds_up": found.adds_up,
        "is_all": found.is_all,
        "number": ngettext("%s measurement", "%s measurements", number) % grouped(number),
        "several": len({one.source for one in found.hours}) > 1,
    }


def _row(one: Hour, *, adds_up: bool) -> Row:
    value = one.total if adds_up else one.total / one.times
    spread = "" if one.low == one.high or adds_up else _("%(low)s to %(high)s") % {
        "low": _written(one.low), "high": _written(one.high)
    }  # fmt: skip
    return Row(f"{one.hour:02}:00", one.source or _("not named"), grouped(one.times), _written(value), spread)


def _written(value: Decimal) -> str:
    short = rounded(value, TENTH if value >= 10 else Decimal("0.01"))
    return format(short, "f")
