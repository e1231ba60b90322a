"""What does a provider's page of messages show?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.words import Tag
from haversack.wording.dates import moment, said
from haversack.wording.entries import title

from ...queries.desk import what_it_says
from ...queries.messages import Said, Talk, messages_in
from ...queries.policy import current_policy
from ...rules.messages import Side
from ..messages import size
from .patients import name


def inbox_context(talks: Sequence[Talk]) -> dict[str, Any]:
    """Every conversation with this provider, the latest first."""
    rows = []
    for one in talks:
        new = ngettext("%d new", "%d new", one.unread) % one.unread
        rows.append(
            (
                one.subject,
                reverse("portal:desk_thread", args=[one.uuid]),
                name(one.patient),
                moment(one.last_at),
                Tag(new, "info", "mail") if one.unread else None,
            )
        )
    return {"rows": rows, "days": current_policy().policy.message_days}


def talk_context(talk: Talk) -> dict[str, Any]:
    """One conversation, as the provider sees it."""
    entry = what_it_says(talk.record) if talk.record else None
    born = talk.patient.born
    return {
        "talk": talk,
        "name": name(talk.patient),
        "born": said(born.isoformat()) if born else "",
        "about": title(entry) if entry else "",
        "about_when": said(entry.date) if entry else "",
        "said": [_said(one, talk) for one in messages_in(talk)],
    }


def _said(one: Said, talk: Talk) -> dict[str, Any]:
    mine = one.side is Side.PROVIDER
    if mine:
        who = talk.provider.name
        read = _("Read %(when)s") % {"when": moment(one.read_at)} if one.read_at else _("Not opened yet")
    else:
        who = _("Somebody who stands in for the patient") if one.from_proxy else name(talk.patient)
        read = ""
    return {
        "who": who,
        "is_mine": mine,
        "is_new": not mine and one.read_at is None,
        "when": moment(one.sent_at),
        "read": read,
        "text": one.text,
        "files": [
            (each.name, reverse("portal:desk_message_file", args=[talk.uuid, each.uuid]), size(each.size))
            for each in one.files
        ],
    }
