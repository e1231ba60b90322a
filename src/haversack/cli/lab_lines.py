"""How are the lines of a laboratory report looked at from the console, and taken in after a look?"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from .frame import Console

if TYPE_CHECKING:
    from haversack.backpack.actions.report import Report
    from haversack.backpack.queries.lab_reports import SeenReport
    from haversack.backpack.queries.opened import Opened

_WHO = "the operator at the console"
_SEVERAL_DAYS = (
    "{0}: the report does not say for certain which day the sample was taken. Nothing of it was taken in: look at it "
    "on the page “Add files”, which asks for the day."
)


def look_at_lines(opened: Opened, *, files: Collection[str], take: bool, report: Report, console: Console) -> None:
    """Print the lines of the reports that came, or take in those that are not in doubt; both leave the others
    waiting. What is taken counts in the report of the import."""
    from haversack.backpack.queries.lab_reports import waiting_lab_reports

    for seen in waiting_lab_reports(opened):
        if seen.facts.file not in files:
            continue
        if not take:
            _show(seen, console)
        elif len(seen.facts.report.head.days) > 1:
            console.problem(_SEVERAL_DAYS.format(seen.facts.file))
        else:
            _take(opened, seen, report, console)


def _show(seen: SeenReport, console: Console) -> None:
    for _place, line in seen.results:
        said = f"{line.test}: {line.value} {line.unit}".rstrip()
        told = [f"range {line.range}" if line.range else "", f"mark {line.flag}" if line.flag else ""]
        told.append("in doubt: look at it on the page" if line.doubt else "")
        where = f"{seen.facts.file}, page {line.page + 1}, line {line.number}"
        console.say(f"{where}: {', '.join([said, *(one for one in told if one)])}")


def _take(opened: Opened, seen: SeenReport, report: Report, console: Console) -> None:
    from haversack.backpack.actions.identity import AnotherPerson
    from haversack.backpack.actions.lab_report_lines import take_lab_lines
    from haversack.backpack.presenters.lab_reports import as_read, confirming

    for page in seen.pages:
        sure = [place for place, line in seen.on(page) if not line.doubt and place not in seen.facts.taken]
        if not sure:
            continue
        lines = [as_read(seen, place, _WHO) for place in sure]
        decided = page if len(sure) == len(seen.on(page)) else None  # what is in doubt goes on waiting
        try:
            came = take_lab_lines(
                opened=opened, by=opened.viewer, seen=seen, page=decided, lines=lines, confirming=confirming(_WHO)
            )
        except AnotherPerson as another:
            console.problem(f"{seen.facts.file}: {another} Nothing was taken in. Look at it on the page “Add files”.")
            return
        if came is not None:
            _add(report, came)


def _add(report: Report, came: Report) -> None:
    report.received += came.received
    report.merged += came.merged
    report.outcomes.update(came.outcomes)
    report.by_category.update(came.by_category)
    report.by_type.update(came.by_type)
