"""When was it, in FHIR's way of writing what HL7 v2 writes as 20190304050607.25+0100?

Invariant 6: a time keeps the precision it came with. "201903" is "2019-03", and what was written to the minute gets no
seconds. An hour alone FHIR cannot write: of it the day stays.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from haversack.records.dates import precision_of
from haversack.records.formats.hl7v2.message import Parts

_WRITTEN = re.compile(
    r"(\d{4})-?(?:(\d\d)-?(?:(\d\d)(?:[T ]?(\d\d)(?::?(\d\d)(?::?(\d\d)(\.\d{1,9})?)?)?)?)?)?\s*(Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_PRECISIONS = {"Y": 4, "L": 7, "D": 10}


class Clock(NamedTuple):
    """How the times of a message are to be read and written.

    zone: the sender's, for times that name none ("+01:00"; "" leaves them without). HL7 v2.8, 2.A.22: the zone of
    MSH-7 holds for the whole message. strict: write seconds where there are none, and nothing that is no time, as FHIR
    R4 asks of those who publish (2.24.0.1 "dateTime": "may be zero-filled").
    """

    zone: str = ""
    strict: bool = False

    def of(self, header: Parts) -> Clock:
        """The clock of a message that was sent at the time in MSH-7."""
        found = _WRITTEN.fullmatch(header.at(1))
        own = _zone(found[8]) if found and found[8] else ""
        return Clock(own or self.zone, self.strict)

    def time(self, written: Parts) -> str:
        """A date or time of the precision that was sent; what is none stays as it was written; "" for nothing."""
        text = self.written(written.at(1))
        if shorter := _PRECISIONS.get(written.at(2)):
            text = text[:shorter]
        return text if not self.strict or precision_of(text) else ""

    def written(self, said: str) -> str:
        """The same for a text alone, as HL7 v3 writes its times too (TS)."""
        found = _WRITTEN.fullmatch(said)
        if found is None:
            return "" if self.strict else said[:40]
        year, month, day, hour, minute, second, fraction, zone = found.groups()
        if year == "0000" or not said:
            return ""
        text = year
        if month and month != "00":
            text += f"-{month}"
            if day and day != "00":
                text += f"-{day}"
                if hour and minute:
                    text += self._of_day(hour, minute, second, fraction, zone)
        return text if not self.strict or precision_of(text) else ""

    def _of_day(self, hour: str, minute: str, second: str | None, fraction: str | None, zone: str | None) -> str:
        second = second or ("00" if self.strict else None)
        place = _zone(zone) if zone else self.zone
        seconds = f":{second}{fraction or ''}" if second else ""
        return f"T{hour}:{minute}{seconds}{place}" if place or not self.strict else ""

    def day(self, written: Parts) -> str:
        """The date alone, for members of FHIR that are no more: a birth, an expiry."""
        found = self.time(written)
        return found[:10] if precision_of(found[:10]) else ""

    def instant(self, written: Parts) -> str:
        """A time that names one moment, as FHIR's instant must; "" for less."""
        return self.moment(self.time(written))

    @staticmethod
    def moment(time: str) -> str:
        """The same for a time that was read already."""
        found = _MOMENT.fullmatch(time)
        return f"{found[1]}{found[2] or ':00'}{found[3]}" if found and precision_of(found[0]) else ""


def _zone(written: str) -> str:
    return "Z" if written == "Z" else f"{written[:3]}:{written[-2:]}"
