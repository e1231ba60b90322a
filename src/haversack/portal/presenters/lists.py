"""What does the list of one section show? The rule it follows, the lines, and what it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from haversack.web.paging import Paging
from haversack.web.words import Freshness, Reading
from haversack.wording.dates import moment, said
from haversack.wording.shapes import spark

from ..queries.policy import current_policy
from ..queries.reader import Reader
from ..queries.records import PAGE, Filters, people, section_list, years
from ..queries.reviews import last_review
from ..queries.shapes import shapes
from ..queries.wish import wish_of
from ..rules.rights import Act
from ..rules.sections import Section
from .lines import is_reading, reading, row
from .sections import WORDS
from .windows import told


def choices(reader: Reader, section: Section) -> dict[str, Any]:
    """What the list can be narrowed to."""
    return {"years": years(reader, section), "people": people(reader, section)}


def list_context(reader: Reader, section: Section, chosen: Mapping[str, str], asked: str) -> dict[str, Any]:
    """The list. asked: the page of it that the address names."""
    filters = Filters(int(chosen["year"]) if chosen.get("year") else None, chosen.get("by", ""))
    found = section_list(reader, section, filters, Paging.asked(asked, 10**9, size=PAGE).number)
    before = shapes(reader, found.shown) if section is Section.RESULTS else {}
    items: list[tuple[Reading | None, dict[str, object] | None]] = []
    for one in found.shown:
        if is_reading(one):
            shape = spark(one.entry, before.get(one.row.pk, [])) if one.entry else None
            items.append((reading(reader.uuid, one, shape), None))
        else:
            items.append((None, row(reader.uuid, one)))
    return {
        "words": WORDS[section],
        "told": told(current_policy().policy, section, wish_of(reader), to_patient=reader.is_patient),
        "fresh": Freshness("current", _("Up to date, %(when)s") % {"when": moment(reader.now)}),
        "paging": Paging(found.number, found.total, PAGE, chosen),
        "items": items,
        "is_narrowed": bool(chosen),
        "reviewed": _reviewed(reader) if section is Section.MEDICATIONS else "",
        "never_reviewed": section is Section.MEDICATIONS and last_review(reader) is None,
        "may_wait": section in (Section.RESULTS, Section.REPORTS) and Act.SETTLE in reader.acts,
        "ask_url": reverse("portal:write", args=[reader.uuid]) if Act.WRITE in reader.acts else "",
        "may_export": Act.EXPORT in reader.acts,
    }


def _reviewed(reader: Reader) -> str:
    found = last_review(reader)
    if found is None:
        return ""
    return _("Last reviewed on %(day)s by %(who)s") % {"day": said(found.at.isoformat()), "who": found.provider.name}
