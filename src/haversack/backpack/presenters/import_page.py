"""What does the import page say: what can be sent, and what was taken in before?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.web.paging import Paging
from haversack.web.words import Tag
from haversack.wording.dates import moment

from ..queries.opened import Opened
from ..queries.work import Seen, imports, imports_number
from ..rules.roles import Act, may
from ..rules.work import Why
from .lab_reports import listed_reports
from .links import kept_links
from .work import grouped, state_tag

NAMES = 3  # file names that a line shows


@dataclass(frozen=True, slots=True)
class Past:
    """One import in the list."""

    name: str
    url: str
    files: str
    counts: str
    tag: Tag


def import_context(opened: Opened, asked: str) -> dict[str, Any]:
    """Everything beside the form; `asked` is the page of the list."""
    paging = Paging.asked(asked, imports_number(opened))
    answer = may(opened.role, Act.IMPORT)
    return {
        "paging": paging,
        "past": [_past(opened, seen) for seen in imports(opened, paging.slice.start, paging.size)],
        "why_not": "" if answer else _(answer.reason),
        "links": kept_links(opened),
        "lab_reports": listed_reports(opened),
        "most": filesizeformat(settings.LARGEST_UPLOAD),
    }


def _past(opened: Opened, seen: Seen) -> Past:
    url = reverse("backpack:import_work", args=[opened.uuid, seen.id])
    if seen.is_under_way and seen.imported.link:  # its row goes when nothing is new; the link's page stays
        url = reverse("backpack:link", args=[opened.uuid, seen.imported.link])
    return Past(
        name_of(seen),
        url,
        file_names(seen),
        "" if seen.is_under_way or seen.imported.why == Why.TABLE else counts(seen),
        state_tag(seen),
    )


def name_of(seen: Seen) -> str:
    """What an import is called: when it was asked for."""
    return _("Import of %(moment)s") % {"moment": moment(seen.created_at)}


def file_names(seen: Seen) -> str:
    """The first file names, and how many more there are."""
    names = [one.name for one in seen.imported.uploads]
    shown = ", ".join(names[:NAMES])
    more = len(names) - NAMES
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more) % {"names": shown, "more": more}


def counts(seen: Seen) -> str:
    """How many came, in a few words."""
    tally = seen.imported.tally
    parts = [ngettext("%s record", "%s records", tally.received) % grouped(tally.received)]
    new = tally.outcomes.get("pending", 0) + tally.outcomes.get("accepted", 0)
    known = tally.outcomes.get("unchanged", 0)
    bad = tally.outcomes.get("unreadable", 0)
    if new:
        parts.append(_("%s new") % grouped(new))
    if known:
        parts.append(_("%s here already") % grouped(known))
    if bad:
        parts.append(_("%s could not be read") % grouped(bad))
    return ", ".join(parts)
