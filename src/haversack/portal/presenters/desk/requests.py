"""What do the desk's pages of change requests and of reported errors show?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import BoundField, Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.words import Tag
from haversack.wording.dates import moment, said
from haversack.wording.entries import title

from ...queries.amendments import Report
from ...queries.changes import Change
from ...queries.desk import what_it_says
from ...rules.amendments import GROUNDS, WAITING, clock
from ...rules.changes import State as ChangeState
from ...rules.profile import Profile
from ..amendments import state_tag as amendment_tag
from ..amendments import steps as amendment_steps
from ..changes import state_tag as change_tag
from ..changes import steps as change_steps
from ..profile import differences
from ..profile import said as said_of
from .patients import name


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: on file when it was asked, on file now where that differs, asked for, and the decision."""

    name: str
    was: str
    now: str
    wanted: str
    answer: BoundField | None
    why: BoundField | None


def changes_context(found: Sequence[Change], now: datetime) -> dict[str, Any]:
    """What waits, what is due first."""
    return {
        "rows": [
            (
                name(one.patient),
                reverse("portal:desk_change", args=[one.uuid]),
                _fields(one) + (_(", asked by somebody who stands in for the patient") if one.from_proxy else ""),
                _("Sent %(when)s") % {"when": moment(one.sent_at)},
                due_tag(one.due_at, now),
            )
            for one in found
        ]
    }


def change_context(change: Change, on_file: Profile, form: Form, now: datetime) -> dict[str, Any]:
    """One request, with a decision for each field."""
    waits = change.state is ChangeState.SENT
    rows = []
    for one in differences(change.base, change.wanted):
        current = said_of(one.field, on_file[one.field])
        rows.append(
            Asked(
                one.name,
                one.was,
                current if current != one.was else "",
                one.wanted,
                form[f"{one.field.value}-answer"] if waits else None,
                form[f"{one.field.value}-why"] if waits else None,
            )
        )
    return {
        "change": change,
        "form": form,
        "rows": rows,
        "is_waiting": waits,
        "has_moved_on": any(one.now for one in rows),
        "steps": change_steps(change),
        "tag": change_tag(change),
        "name": name(change.patient),
        "patient": change.patient,
        "sent": _("Sent %(when)s") % {"when": moment(change.sent_at)},
    }


def amendments_context(found: Sequence[Report], now: datetime) -> dict[str, Any]:
    """What waits, what is due first."""
    return {
        "rows": [
            (
                name(one.patient),
                reverse("portal:desk_amendment", args=[one.uuid]),
                _("Sent %(when)s") % {"when": moment(one.sent_at)},
                "",
                due_tag(one.due_at, now),
            )
            for one in found
        ]
    }


def amendment_context(report: Report, now: datetime) -> dict[str, Any]:
    """One report: what is wrong, in what, and until when an answer is due."""
    entry = what_it_says(report.record) if report.record else None
    return {
        "report": report,
        "about": title(entry) if entry else "",
        "about_when": said(entry.date) if entry else "",
        "is_waiting": report.state in WAITING,
        "ground": _(GROUNDS[report.ground]) if report.ground else "",
        "steps": amendment_steps(report, now),
        "tag": amendment_tag(report),
        "name": name(report.patient),
        "patient": report.patient,
        "sent": _("Sent %(when)s") % {"when": moment(report.sent_at)},
    }


def due_tag(due_at: datetime, now: datetime) -> Tag:
    """How long there is left."""
    time = clock(due_at, now)
    if time.is_overdue:
        return Tag(_("Overdue"), "red", "warning")
    words = ngettext("%d day left", "%d days left", time.days_left) % time.days_left
    return Tag(words, "warn" if time.days_left <= 3 else "", "clock")


def _fields(change: Change) -> str:
    number = len(change.wanted)
    return ngettext("%d field", "%d fields", number) % number
