"""What do the pages of reported errors show: every report, and where one stands? (P7)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haversack.web.words import Step, Tag
from haversack.wording.dates import moment, said
from haversack.wording.entries import title

from ..queries.amendments import Report, amendments_of
from ..queries.policy import current_policy
from ..queries.reader import Reader
from ..queries.single import record_numbered
from ..rules.amendments import EXTENSION_DAYS, GROUNDS, MOVES, WAITING, Move, State, clock

_STATES = {
    State.SENT: (gettext_lazy("With Medical Records"), "info", "clock"),
    State.EXTENDED: (gettext_lazy("With Medical Records"), "info", "clock"),
    State.ACCEPTED: (gettext_lazy("Put right"), "ok", "check"),
    State.DENIED: (gettext_lazy("Not put right"), "", ""),
    State.DISAGREED: (gettext_lazy("Not put right, you disagree"), "", ""),
    State.WITHDRAWN: (gettext_lazy("Withdrawn"), "", ""),
}


def errors_context(reader: Reader) -> dict[str, Any]:
    """Every report, the newest first."""
    return {
        "reports": [
            (_line(one), _("Sent %(when)s") % {"when": moment(one.sent_at)}, _address(reader, one), state_tag(one))
            for one in amendments_of(reader)
        ],
        "days": current_policy().policy.amendment_days,
    }


def error_context(reader: Reader, report: Report) -> dict[str, Any]:
    """One report: what was written, what was answered, and until when an answer is due."""
    shown = record_numbered(reader, report.record.pk) if report.record else None
    time = clock(report.due_at, reader.now)
    waits = report.state in WAITING
    return {
        "report": report,
        "about": title(shown.entry) if shown and shown.entry else "",
        "about_url": reverse("portal:entry", args=[reader.uuid, shown.row.pk]) if shown else "",
        "steps": steps(report, reader.now),
        "tag": state_tag(report),
        "sent": _("Sent %(when)s") % {"when": moment(report.sent_at)},
        "ground": _(GROUNDS[report.ground]) if report.ground else "",
        "is_overdue": waits and time.is_overdue,
        "may_withdraw": (report.state, Move.WITHDRAW) in MOVES,
        "may_disagree": (report.state, Move.DISAGREE) in MOVES,
        "is_denied": report.state in (State.DENIED, State.DISAGREED),
        "more_days": EXTENSION_DAYS,
    }


def correction_words(report: Report) -> str:
    """What is said beside the record itself, wherever it goes."""
    if report.state is State.ACCEPTED:
        return _("Put right on %(day)s: %(words)s") % {"day": _answered(report), "words": report.written.answer}
    return _("The patient disagrees with this: %(words)s") % {"words": report.written.disagreement}


def _answered(report: Report) -> str:
    return said(report.answered_at.isoformat()) if report.answered_at else ""


def state_tag(report: Report) -> Tag:
    words, kind, icon = _STATES[report.state]
    return Tag(str(words), kind, icon)


def steps(report: Report, now: datetime) -> list[Step]:
    """Sent, with Medical Records, answered: where the report stands, and how long an answer may take."""
    sent = Step(_("Sent"), said(report.sent_at.isoformat()), "done")
    if report.state in WAITING:
        left = clock(report.due_at, now).days_left
        words = ngettext("%d day left", "%d days left", left) % left
        due = _("by %(day)s") % {"day": said(report.due_at.isoformat())}
        return [sent, Step(_("With Medical Records"), words, "now"), Step(_("Answer"), due)]
    ended = str(_STATES[State.DENIED if report.state is State.DISAGREED else report.state][0])
    day = _answered(report)
    if report.state is State.WITHDRAWN:
        return [sent, Step(ended, day, "done")]
    found = [sent, Step(_("With Medical Records"), "", "done"), Step(ended, day, "done")]
    if report.disagreed_at:
        found.append(Step(_("You disagreed"), said(report.disagreed_at.isoformat()), "done"))
    return found


def _address(reader: Reader, report: Report) -> str:
    return reverse("portal:error", args=[reader.uuid, report.uuid])


def _line(report: Report) -> str:
    """The beginning of what was written."""
    text = " ".join(report.written.wrong.split())
    return text if len(text) <= 80 else text[:80].rsplit(" ", 1)[0] + " …"
