"""What does the page say on which a person takes everything away: what is in it, how far it is, where the file is?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.words import Tag
from haversack.wording.dates import moment

from ..models.record import State
from ..queries.lines import counts
from ..queries.opened import Opened
from ..queries.work import Seen, exports_of
from ..rules.work import KEPT
from .work import grouped, reason, state_tag, under_way

SHOWN = 5  # exports in the list


@dataclass(frozen=True, slots=True)
class Made:
    """One export in the list."""

    name: str
    url: str
    meta: str
    tag: Tag


def export_context(opened: Opened) -> dict[str, Any]:
    """Everything beside the form."""
    accepted, pending = (sum(counts(opened, state).values()) for state in (State.ACCEPTED, State.PENDING))
    return {
        "accepted": accepted,
        "pending": pending,
        "inside": [
            ("file", _("A page to read"), _("index.html, for any browser, now or in twenty years")),
            ("folder", _("The files that came"), _("byte for byte as they were sent, letters and pictures included")),
            ("table", _("Every record, one a line"), _("records.ndjson (FHIR), for other programs")),
            ("share", _("A summary for doctors abroad"), _("ips.json, an International Patient Summary")),
        ],
        "made": [_made(opened, seen) for seen in exports_of(opened, SHOWN)],
    }


def _made(opened: Opened, seen: Seen) -> Made:
    return Made(
        name_of(seen),
        reverse("backpack:export_work", args=[opened.uuid, seen.id]),
        _size(seen) if seen.state == "done" else "",
        state_tag(seen) if seen.is_under_way or seen.can_be_downloaded or seen.state != "done" else _gone(seen),
    )


def _gone(seen: Seen) -> Tag:
    return Tag(_("Expired") if seen.exported.file else _("Deleted"))


def _size(seen: Seen) -> str:
    number = seen.exported.resources
    records = ngettext("%s record", "%s records", number) % grouped(number)
    return f"{records}, {filesizeformat(seen.exported.size)}"


def name_of(seen: Seen) -> str:
    """What an export is called: when it was asked for."""
    return _("Copy of %(moment)s") % {"moment": moment(seen.created_at)}


def export_work_context(opened: Opened, seen: Seen) -> dict[str, Any]:
    """The page of one export, in whatever state it is."""
    url = reverse("backpack:export_work", args=[opened.uuid, seen.id])
    context: dict[str, Any] = {"title": name_of(seen), "url": url, "state": seen.state}
    if seen.is_under_way:
        what = _("Writing the records") if seen.total else _("Beginning")
        return context | {"work": under_way(seen, what, url=url, notes=[], may_stop=True)}
    if seen.state == "failed":
        return context | {"reason": reason(seen)}
    made = seen.exported
    ends = moment(seen.finished_at + KEPT) if seen.finished_at else ""
    return context | {
        "ready": seen.can_be_downloaded,
        "file_url": reverse("backpack:export_file", args=[opened.uuid, seen.id]),
        "size": filesizeformat(made.size),
        "ends": ends,
        "deleted": not made.file,
        "facts": [
            (_("In the record"), grouped(made.accepted)),
            (_("Waiting for review"), grouped(made.pending) if made.pending else ""),
            (_("Files inside records"), grouped(made.carried) if made.carried else ""),
            (_("All that came, background included"), grouped(made.resources)),
            (_("Size"), filesizeformat(made.size)),
            (_("Kept until"), ends if made.file else ""),
        ],
    }
