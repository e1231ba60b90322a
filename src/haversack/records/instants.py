"""Which moment does a written time name, whatever zone it was written in?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:\.(\d+))?(?:(Z)|([+-])(\d\d):(\d\d))", re.ASCII | re.IGNORECASE
)


@lru_cache(maxsize=4096)
def instant(written: str) -> str:
    """A FHIR R4 dateTime or instant in UTC, "2019-03-04T05:06:07.25Z" or "2019-03-04T05:06Z"; "" when it names none.

    Without a zone nobody can say which moment is meant. Zeros at the end of the fraction go: .250 is the same instant.
    What was written without seconds stays without: it names a minute.
    """
    found = _MOMENT.fullmatch(written)
    if found is None:
        return ""
    day, hour, minute, second, fraction, _, sign, hours, minutes = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{hour}:{minute}:00").replace(tzinfo=UTC)
        if sign:
            ahead = timedelta(hours=int(hours), minutes=int(minutes))
            moment += -ahead if sign == "+" else ahead
    except (ValueError, OverflowError):
        return ""
    text = moment.isoformat()[:16]
    fraction = (fraction or "").rstrip("0")
    if second is None:
        return f"{text}Z"
    return f"{text}:{second}.{fraction}Z" if fraction else f"{text}:{second}Z"
