"""What do pages say of a laboratory report that came as a PDF or a text?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.records.formats.lab_report import cells
from haversack.records.formats.lab_report import report as kinds
from haversack.records.formats.lab_report.making import Confirmed, Confirming
from haversack.records.formats.lab_report.paper import line_at
from haversack.records.formats.lab_report.report import Line
from haversack.web.words import Tag
from haversack.wording.dates import moment, said

from ..queries.lab_reports import SeenReport, lab_report_sheet, lab_reports, names_another, waiting_lab_reports
from ..queries.opened import Opened
from ..rules.roles import Act, may

_ROOM = 5.0  # points around a line
_MARGIN = 20.0  # and around all that stands on a page


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in a list."""

    name: str
    url: str
    meta: str
    tag: Tag | None


class Asked(Protocol):
    """The form of one line. taken: it is a record already; is_ticked: it is to become one."""

    place: int
    line: Line
    taken: bool
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A line on the page. strip: what of the page's picture to show (left, top, width, height); typed: the line of a
    text instead. mark: where it stands on the page.
    """

    number: int
    place: int
    form: Asked
    strip: str
    mark: tuple[str, str, str, str]
    typed: str
    doubt: str
    comment: str
    section: str
    begins: bool


def listed_reports(opened: Opened) -> list[Listed]:
    """Every report, for the page where files are added."""
    return [_listed(opened, one) for one in lab_reports(opened)]


def reports_to_look_at(opened: Opened) -> list[Listed]:
    """Those that wait for somebody to look at them."""
    return [_listed(opened, one) for one in waiting_lab_reports(opened)]


def _listed(opened: Opened, seen: SeenReport) -> Listed:
    number = len(seen.results)
    words = ngettext("%d result recognised", "%d results recognised", number) % number
    meta = f"{words}, {moment(seen.created_at)}"
    url = reverse("backpack:lab_report", args=[opened.uuid, seen.id])
    return Listed(seen.facts.file, url, meta, _state(seen))


def _state(seen: SeenReport) -> Tag:
    if seen.dismissed_at is not None:
        return Tag(_("put aside"))
    if seen.waits:
        return Tag(_("to look at"), "wait", "clock")
    return Tag(_("looked at"))


def lab_report_context(opened: Opened, seen: SeenReport, at: int, lines: Sequence[Asked], day: Any) -> dict[str, Any]:
    """The page of one report, at page `at` (from 0) of its file."""
    report, answer = seen.facts.report, may(opened.role, Act.IMPORT)
    width, height = report.sizes[at] if at < len(report.sizes) else (612.0, 792.0)
    sheet = lab_report_sheet(opened, seen, at)
    above = [None, *lines]
    rows = [
        _reviewed(number, form, before, width, height, sheet)
        for number, (form, before) in enumerate(zip(lines, above, strict=False), 1)
    ]
    left = [row for row in rows if not row.form.taken]
    unread = [(line.text, _why(line)) for line in report.unread if line.page == at]
    marked = {line_at(row.form.line.box[1]): row.number for row in rows}
    return {
        "title": seen.facts.file,
        "facts": _facts(seen),
        "another": _another(opened, seen),
        "rows": rows,
        "left": left,
        "ticked": sum(row.form.is_ticked for row in rows),
        "day": day,
        "unread": unread,
        "sheet": [(text, marked.get(number, "")) for number, text in enumerate(sheet)],
        "view": _view(report.lines, at, width, height),
        "width": f"{width:g}",
        "height": f"{height:g}",
        "picture": reverse("backpack:lab_report_picture", args=[opened.uuid, seen.id, at]) if not sheet else "",
        "document_url": reverse("backpack:entry", args=[opened.uuid, seen.record]),
        "pages": _pages(seen, at),
        "page_number": at + 1,
        "is_dismissed": seen.dismissed_at is not None,
        "is_done": not seen.waits and seen.dismissed_at is None,
        "taken": len(seen.facts.taken),
        "why_not": "" if answer else _(answer.reason),
    }


def confirmed(seen: SeenReport, place: int, told: dict[str, Any], day: str, who: str) -> Confirmed:
    """A line as its form says it. Its note tells in the words of whoever confirmed it where it was read."""
    line, head = seen.facts.report.lines[place], seen.facts.report.head
    what = {"file": seen.facts.file, "page": line.page + 1, "line": line.number, "who": who}
    note = _("Read from “%(file)s”, page %(page)d, line %(line)d, and confirmed by %(who)s.") % what
    if head.clock and head.day_is == "collected" and not told["date"]:
        note += " " + _("The report says that the sample was taken at %(time)s.") % {"time": head.clock}
    return Confirmed(
        place, told["test"], told["value"], told["unit"], told["range"], told["flag"],
        str(told["date"] or day), line.code, line.comment, note,
    )  # fmt: skip


def as_read(seen: SeenReport, place: int, who: str) -> Confirmed:
    """A line as it was read, for whoever looked at it elsewhere than on its page."""
    line, head = seen.facts.report.lines[place], seen.facts.report.head
    told = {name: getattr(line, name) for name in ("test", "value", "unit", "range", "flag", "date")}
    is_said = len(head.days) == 1 and head.day_is == "collected"
    return confirmed(seen, place, told, head.days[0] if is_said else "", who)


def confirming(who: str) -> Confirming:
    """Who confirms now."""
    return Confirming(who, timezone.now().isoformat(timespec="seconds"))


def _reviewed(
    number: int, form: Asked, before: Asked | None, width: float, height: float, sheet: list[str]
) -> Reviewed:
    line = form.line
    left, top, right, bottom = line.box
    x, y = max(left - _ROOM, 0.0), max(top - _ROOM, 0.0)
    wide, high = min(right + _ROOM, width) - x, min(bottom + _ROOM, height) - y
    at = line_at(top)
    return Reviewed(
        number, form.place, form, f"{x:g} {y:g} {max(wide, 1.0):g} {max(high, 1.0):g}",
        (f"{x:g}", f"{y + 2:g}", f"{max(wide, 1.0):g}", f"{max(high - 4, 1.0):g}"),
        sheet[at].strip() if at < len(sheet) else line.text if sheet else "", _why(line), line.comment, line.section,
        bool(line.section) and (before is None or before.line.section != line.section),
    )  # fmt: skip


def _view(lines: Sequence[Line], at: int, width: float, height: float) -> str:
    """The part of a page on which something stands, so that its letters are as large as there is room."""
    boxes = [line.box for line in lines if line.page == at] or [(0.0, 0.0, width, height)]
    left, top = max(min(box[0] for box in boxes) - _MARGIN, 0.0), max(min(box[1] for box in boxes) - _MARGIN, 0.0)
    right = min(max(box[2] for box in boxes) + _MARGIN, width)
    bottom = min(max(box[3] for box in boxes) + _MARGIN, height)
    return f"{left:g} {top:g} {max(right - left, 1.0):g} {max(bottom - top, 1.0):g}"


def _why(line: Line) -> str:
    """Why a line should be looked at twice, or is not read."""
    return {
        cells.AMBIGUOUS: _("It cannot be told whether this is a point before decimals or between thousands."),
        cells.IN_WORDS: _("The result is in words that are not usual for one."),
        cells.NO_UNIT: _("What stands under “unit” does not read like one."),
        "flag": _("The mark beside it is not one that is known."),
        kinds.NO_VALUE: _("There is no result on this line."),
        kinds.NO_TEST: _("There is no name of a test on this line."),
        kinds.NOT_A_VALUE: _("What stands under “result” does not read like one."),
        kinds.OUTSIDE: _("It reaches over several columns."),
        kinds.TOO_MANY: _("There are more results on this page than can be shown at once."),
    }.get(line.doubt, "")


def _facts(seen: SeenReport) -> list[tuple[str, str]]:
    head = seen.facts.report.head
    born = " / ".join(said(one) for one in head.born)
    return [(_("About"), f"{head.name}, {born}" if born and head.name else head.name or born),
            (_("Laboratory"), head.laboratory), (_("Day of the sample"), _said_day(seen))]  # fmt: skip


def _said_day(seen: SeenReport) -> str:
    head = seen.facts.report.head
    if not head.days or (len(head.days) == 1 and head.day_is == "collected"):
        return ""  # the form below says it
    days = _(" or ").join(said(one) for one in head.days)
    if head.day_is == "received":
        return _("%(day)s, when the report was made; it does not say when the sample was taken") % {"day": days}
    return days


def _another(opened: Opened, seen: SeenReport) -> str:
    return _(reason) if (reason := names_another(opened, seen.facts.report.head)) else ""


def _pages(seen: SeenReport, at: int) -> list[tuple[int, str, bool, bool]]:
    """(number, address, is it this one, was it decided on) of each page with results, where there are several."""
    if len(seen.pages) < 2:
        return []
    return [(one + 1, f"?page={one + 1}", one == at, one in seen.facts.looked) for one in seen.pages]
