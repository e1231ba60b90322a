"""What does the start page show: what is new, what there is, what waits, and what the portal is not? (P5)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from haversack.web.words import Freshness
from haversack.wording.dates import moment, said

from ..queries.amendments import amendments_of
from ..queries.changes import waiting_change
from ..queries.messages import unread_of
from ..queries.reader import Reader
from ..queries.records import counts, newest
from ..rules.amendments import WAITING
from ..rules.rights import Act
from .sections import WORDS

NEW_DAYS = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A section with how many lines are in it, or something that waits with until when."""

    name: str
    url: str
    icon: str = ""
    count: int = 0
    meta: str = ""


def home_context(reader: Reader) -> dict[str, Any]:
    """Everything the start page shows."""
    there, new = counts(reader), newest(reader, reader.now - timedelta(days=NEW_DAYS))

    def place(section: Any, count: int) -> Place:
        words = WORDS[section]
        return Place(str(words.name), reverse("portal:section", args=[reader.uuid, words.slug]), words.icon, count)

    return {
        "is_own": reader.is_patient,
        "fresh": Freshness("current", _("Up to date, %(when)s") % {"when": moment(reader.now)}),
        "unread": unread_of(reader),
        "new": [place(section, new[section]) for section in WORDS if new.get(section)],
        "days": NEW_DAYS,
        "sections": [place(section, there[section]) for section in WORDS if section in there],
        "tasks": _tasks(reader) if Act.ASK in reader.acts else [],
    }


def _tasks(reader: Reader) -> list[Place]:
    found = []
    if change := waiting_change(reader):
        meta = _("Answer by %(day)s") % {"day": said(change.due_at.isoformat())}
        found.append(
            Place(_("Change of the profile"), reverse("portal:change", args=[reader.uuid, change.uuid]), meta=meta)
        )
    for one in amendments_of(reader):
        if one.state in WAITING:
            meta = _("Answer by %(day)s") % {"day": said(one.due_at.isoformat())}
            found.append(
                Place(_("Report of an error"), reverse("portal:error", args=[reader.uuid, one.uuid]), meta=meta)
            )
    return found
