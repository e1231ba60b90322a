"""What do the pages of the profile and of a request to change it show?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haversack.web.words import Step, Tag
from haversack.wording.dates import moment, said

from ..queries.changes import Change, changes_of
from ..queries.profile import profile_for
from ..queries.reader import Reader
from ..rules.changes import State
from ..rules.rights import Act
from .profile import differences, facts

_STATES = {
    State.SENT: (gettext_lazy("With Medical Records"), "info", "clock"),
    State.ANSWERED: (gettext_lazy("Answered"), "ok", "check"),
    State.WITHDRAWN: (gettext_lazy("Withdrawn"), "", ""),
}


def profile_context(reader: Reader) -> dict[str, Any]:
    """All eight fields as they are on file, and every request about them."""
    found = changes_of(reader) if Act.ASK in reader.acts else []
    return {
        "facts": facts(profile_for(reader).profile),
        "changes": [(one.uuid, _sent(one), _fields(one), state_tag(one)) for one in found],
        "waiting": next((one for one in found if one.state is State.SENT), None),
        "may_ask": Act.ASK in reader.acts,
    }


def change_context(change: Change, now: datetime) -> dict[str, Any]:
    """One request: what was asked, what was answered, and where it stands."""
    return {
        "change": change,
        "rows": [(one, change.answers.get(one.field)) for one in differences(change.base, change.wanted)],
        "steps": steps(change),
        "tag": state_tag(change),
        "sent": _sent(change),
        "is_waiting": change.state is State.SENT,
        "is_late": change.state is State.SENT and now > change.due_at,
    }


def state_tag(change: Change) -> Tag:
    words, kind, icon = _STATES[change.state]
    return Tag(str(words), kind, icon)


def steps(change: Change) -> list[Step]:
    """Sent, with Medical Records, answered: where the request stands."""
    sent = Step(_("Sent"), said(change.sent_at.isoformat()), "done")
    if change.state is State.WITHDRAWN:
        return [sent, Step(_("Withdrawn"), _day(change.answered_at), "done")]
    if change.state is State.ANSWERED:
        taken = sum(answer.accepted for answer in change.answers.values())
        words = _("%(taken)d of %(all)d accepted") % {"taken": taken, "all": len(change.answers)}
        return [sent, Step(_("With Medical Records"), "", "done"), Step(words, _day(change.answered_at), "done")]
    due = _("by %(day)s") % {"day": said(change.due_at.isoformat())}
    return [sent, Step(_("With Medical Records"), _("nothing is changed yet"), "now"), Step(_("Answer"), due)]


def _sent(change: Change) -> str:
    return _("Sent %(when)s") % {"when": moment(change.sent_at)}


def _fields(change: Change) -> str:
    number = len(change.wanted)
    return ngettext("%d field", "%d fields", number) % number


def _day(at: datetime | None) -> str:
    return said(at.isoformat()) if at else ""
