"""What does the start page show: what is new, what there is, what waits, and what the portal is not? (P5)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.words import Freshness
from haversack.wording.dates import moment, said
from haversack.wording.entries import title

from ..queries.amendments import amendments_of
from ..queries.bodies import Shown
from ..queries.changes import waiting_change
from ..queries.messages import unread_of
from ..queries.reader import Reader
from ..queries.records import counts, latest
from ..rules.amendments import WAITING
from ..rules.rights import Act
from ..rules.sections import Section
from .lines import address
from .sections import WORDS

LOOKED_AT, GROUPS, NAMED = 40, 5, 3  # lines, groups of them, and names in each


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
    there = counts(reader)
    return {
        "is_own": reader.is_patient,
        "fresh": Freshness("current", _("Up to date, %(when)s") % {"when": moment(reader.now)}),
        "unread": unread_of(reader),
        "latest": _groups(reader),
        "sections": [
            Place(str(words.name), _section(reader, section), words.icon, there[section])
            for section, words in WORDS.items()
            if section in there
        ],
        "tasks": _tasks(reader) if Act.ASK in reader.acts else [],
    }


def _groups(reader: Reader) -> list[Place]:
    """The latest lines, those of one section and day together."""
    found: dict[tuple[Section, str], list[Shown]] = {}
    for one in latest(reader, LOOKED_AT):
        if one.entry is not None:
            found.setdefault((Section(one.row.section), said(one.entry.date)), []).append(one)
    return [_group(reader, section, day, shown) for (section, day), shown in list(found.items())[:GROUPS]]


def _group(reader: Reader, section: Section, day: str, shown: list[Shown]) -> Place:
    words = WORDS[section]
    where = _("%(section)s, %(day)s") % {"section": words.name, "day": day}
    names = list(dict.fromkeys(title(one.entry) for one in shown if one.entry))
    if len(shown) == 1:
        return Place(names[0], address(reader.uuid, shown[0]), words.icon, meta=where)
    rest = len(names) - NAMED
    more = ngettext("and %d more", "and %d more", rest) % rest if rest > 0 else ""
    told = ", ".join(part for part in (*names[:NAMED], more) if part)
    return Place(where, _section(reader, section), words.icon, meta=told)


def _section(reader: Reader, section: Section) -> str:
    return reverse("portal:section", args=[reader.uuid, section.value])


def _tasks(reader: Reader) -> list[Place]:
    found = []
    if Section.PROFILE in reader.sections and (change := waiting_change(reader)):
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
