"""What does a report say, line by line? Every line of it is accounted for: read, or kept as not read."""

from __future__ import annotations

import msgspec

from haversack.records.formats.lab_report.head import Head
from haversack.records.unspoken import Unspoken

RESULT, COMMENT, SECTION, HEADING, HEAD, UNREAD = "result", "comment", "section", "heading", "head", "unread"

# Why a line is not read, or should be looked at twice.
NO_VALUE, NO_TEST, NOT_A_VALUE, OUTSIDE, TOO_MANY = "no-value", "no-test", "not-a-value", "outside", "too-many"
MOST_ON_A_PAGE = 120  # results; a page of a typewriter has 66 lines


class Line(Unspoken, msgspec.Struct, array_like=True):
    """One line. page, number: from 0 and from 1; box: left, top, right, bottom in points, of all it takes up.

    text: as it stands there. value: digits with a point behind "<" or ">=", or words; flag: an HL7 v3 interpretation
    code, "" for none; range: "3.5–5.1", "< 5.0" or words; section: the heading it stands under; date: of its own;
    comment: what stands below it; doubt: why somebody should look twice.
    """

    kind: str
    page: int
    number: int
    box: tuple[float, float, float, float]
    text: str
    test: str = ""
    value: str = ""
    unit: str = ""
    range: str = ""
    flag: str = ""
    date: str = ""
    code: str = ""
    section: str = ""
    comment: str = ""
    doubt: str = ""


class Report(Unspoken, msgspec.Struct, array_like=True):
    """sizes: width and height of each page in points. decimal: "." or ",", "" where the report does not show which.
    more: pages that were not looked at.
    """

    head: Head
    lines: tuple[Line, ...]
    sizes: tuple[tuple[float, float], ...]
    decimal: str = ""
    more: int = 0

    @property
    def results(self) -> list[Line]:
        return [one for one in self.lines if one.kind == RESULT]

    @property
    def unread(self) -> list[Line]:
        return [one for one in self.lines if one.kind == UNREAD]
