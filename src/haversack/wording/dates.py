"""How is a date said, exactly as precisely as it is known?"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

_PARTS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?")


def said(text: str, *, with_time: bool = False) -> str:
    """ "2019-03" -> "March 2019"; "2019-03-05T09:12:00Z" -> "5 March 2019", with its own clock time where asked.

    The day and time are those the source wrote, in the source's own zone: a blood test of Tuesday evening stays on
    Tuesday. What is no date is said as it came.
    """
    return _said(text, with_time, get_language())


@lru_cache(maxsize=8192)  # a record says the same days again and again
def _said(text: str, with_time: bool, language: str | None) -> str:
    match = _PARTS.match(text)
    if not match:
        return text
    year, month, day, hour, minute = match.groups()
    try:
        exact = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return text
    if month is None:
        return year
    if day is None:
        return date_format(exact, pgettext("date format, month and year", "F Y"))
    words = date_format(exact, pgettext("date format, day month year", "j F Y"))
    if with_time and hour is not None and not (hour == minute == "00"):
        return _("%(date)s, %(time)s") % {"date": words, "time": f"{hour}:{minute}"}
    return words


def span(start: str, end: str) -> str:
    """Two dates as a stretch; one alone where they are the same day or the other is missing."""
    first, last = said(start), said(end)
    if not last or first == last:
        return first
    if not first:
        return _("until %(end)s") % {"end": last}
    return _("%(start)s to %(end)s") % {"start": first, "end": last}


def moment(at: datetime) -> str:
    """A moment of ours, on the site's clock: "Tuesday 3 March, 09:12"; with the year when it is not this one."""
    local = timezone.localtime(at)
    if local.year == timezone.localdate().year:
        return date_format(local, pgettext("date format, this year", "l j F, H:i"))
    return date_format(local, pgettext("date format, another year", "j F Y, H:i"))
