"""What does an import's own page say: how far it is, or what came of it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models.work_facts import ImportFacts
from ..queries.opened import Opened
from ..queries.waiting import waiting_total
from ..queries.work import Seen
from ..rules.roles import Act, may
from ..rules.work import Why
from . import troubles
from .categories import ORDER, WORDS
from .import_page import file_names, name_of
from .lab_reports import reports_to_look_at
from .links import unopened_link
from .work import grouped, reason, under_way

SHOWN_PROBLEMS = 200


@dataclass(frozen=True, slots=True)
class Came:
    """How many records of one category were in the files."""

    name: str
    icon: str
    number: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be read: in which file, where in it, and why."""

    file: str
    where: str
    what: str


def import_work_context(opened: Opened, seen: Seen) -> dict[str, Any]:
    """The page of one import, in whatever state it is."""
    url = reverse("backpack:import_work", args=[opened.uuid, seen.id])
    answer = may(opened.role, Act.IMPORT)
    facts = seen.imported
    context: dict[str, Any] = {
        "title": name_of(seen),
        "url": url,
        "files": [(one.name, filesizeformat(one.size)) for one in facts.uploads],
        "source": facts.source,
        "why_not": "" if answer else _(answer.reason),
        "state": seen.state,
    }
    if seen.is_under_way:
        notes = [file_names(seen), *_so_far(facts)]
        return context | {"work": under_way(seen, _doing(seen), url=url, notes=notes, may_stop=bool(answer))}
    waiting = waiting_total(opened)
    context |= {
        "waiting": waiting,
        "review": ngettext("Review %s record", "Review %s records", waiting) % grouped(waiting),
        "facts": _facts(facts),
        "came": _came(facts),
        "lead": _lead(facts),
        "lab_reports": reports_to_look_at(opened),
    }
    if seen.state == "failed" and facts.why == Why.LINK:
        has_files = any(one.file for one in facts.uploads)
        return context | {"waiting": 0, "at_link": True, "has_files": has_files, **unopened_link(facts)}
    if seen.state == "failed":
        another = facts.why == Why.ANOTHER_PERSON
        return context | {
            "waiting": 0,  # the way to review is not what this page is about
            "another_person": another,
            "at_table": facts.why == Why.TABLE,
            "number": seen.id,
            "reason": _(facts.told) if another else reason(seen),
            "has_files": bool(facts.uploads) and all(one.file for one in facts.uploads),
        }
    return context | _troubles(facts)


def _doing(seen: Seen) -> str:
    if not seen.total:
        return _("Looking through the files")
    return _("Taking in the records")


def _so_far(facts: ImportFacts) -> list[str]:
    found = facts.tally.outcomes
    parts = []
    if new := found.get("pending", 0):
        parts.append(ngettext("%s new record so far", "%s new records so far", new) % grouped(new))
    if bad := found.get("unreadable", 0):
        parts.append(_("%s could not be read so far") % grouped(bad))
    return parts


def _lead(facts: ImportFacts) -> str:
    tally = facts.tally
    if not tally.received:
        return ""
    records = ngettext("%s record", "%s records", tally.received) % grouped(tally.received)
    files = max(tally.files, 1)
    return _("%(records)s in %(files)s.") % {
        "records": records,
        "files": ngettext("%s file", "%s files", files) % grouped(files),
    }


def _facts(facts: ImportFacts) -> list[tuple[str, str]]:
    found = facts.tally.outcomes
    told = [
        (_("New, to be reviewed"), found.get("pending", 0), "%s"),
        (_("Added to the record at once"), found.get("accepted", 0), "%s"),
        (_("Here already, unchanged"), found.get("unchanged", 0), "%s"),
        (_("Declined before"), found.get("declined", 0), _("%s, removed for good and not offered again")),
        (
            _("In the background"),
            found.get("undisplayed", 0),
            _("%s, such as practitioners and organisations; kept, and following your decision"),
        ),
        (_("Could not be read"), found.get("unreadable", 0), _("%s, kept as it came")),
        (
            _("Reported by another source, too"),
            facts.tally.merged,
            _("%s of the new ones; each fact shows once"),
        ),
    ]
    return [(name, words % grouped(number)) for name, number, words in told if number]


def _came(facts: ImportFacts) -> list[Came]:
    found = facts.tally.by_category
    return [Came(str(WORDS[slug].name), WORDS[slug].icon, found[slug]) for slug in ORDER if found.get(slug)]


def _troubles(facts: ImportFacts) -> dict[str, Any]:
    told = [
        (Trouble(file, troubles.where(place), troubles.what(words)), severity == "error")
        for file, place, words, severity in facts.problems
    ]
    errors = [one for one, is_error in told if is_error]
    others = [one for one, is_error in told if not is_error]
    shown = min(len(errors), SHOWN_PROBLEMS) + min(len(others), SHOWN_PROBLEMS)
    return {
        "errors": errors[:SHOWN_PROBLEMS],
        "notes": others[:SHOWN_PROBLEMS],
        "more_problems": facts.problems_number - shown,
    }
