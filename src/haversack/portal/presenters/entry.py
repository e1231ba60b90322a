"""What does the page of one record say, and what can be done about it?"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from haversack.wording.entries import dated, plain_name, title
from haversack.wording.facts import attachment_name, attachment_words, facts, parts, role_words
from haversack.wording.values import in_words, line_for, stands, with_unit

from ..queries.amendments import corrections
from ..queries.bodies import Shown
from ..queries.files import file_of, text_of
from ..queries.reader import Reader
from ..queries.records import members
from ..queries.single import leads_to
from ..rules.rights import Act
from ..rules.sections import Section
from .amendments import correction_words
from .lines import address, is_reading, reading, row, state_tag
from .sections import WORDS


def entry_context(reader: Reader, shown: Shown) -> dict[str, Any]:
    """Everything the page of one record shows."""
    entry = shown.entry
    assert entry is not None
    within = members(reader, shown)
    section = Section(shown.row.section)
    words = WORDS.get(section)
    return {
        "shown": shown,
        "entry": entry,
        "title": title(entry),
        "plain": plain_name(entry),
        "back": reverse("portal:section", args=[reader.uuid, section.value]) if words else "",
        "back_text": str(words.name) if words else "",
        "tag": state_tag(shown),
        "value": with_unit(entry.value),
        "verdict": stands(entry.value, entry.range, entry.flag),
        "in_words": in_words(entry),
        "number_line": line_for(entry.value, entry.range, entry.flag, width=176),
        "has_trend": shown.row.type == "Observation" and entry.standing == "fact",
        "parts": parts(entry),
        "facts": facts(entry),
        "notes": entry.notes,
        "corrections": [correction_words(one) for one in corrections(reader, [shown.row.pk]).get(shown.row.pk, [])],
        "text": text_of(reader, shown),
        "readings": [reading(reader.uuid, one) for one in within if is_reading(one)],
        "rows": [row(reader.uuid, one) for one in within if not is_reading(one)],
        "links": _links(reader, shown),
        "files": [
            (number, attachment_name(one), attachment_words(one))
            for number, one in enumerate(entry.attachments)
            if file_of(reader, shown, number) is not None
        ],
        **acts_about(reader, shown),
    }


def acts_about(reader: Reader, shown: Shown) -> dict[str, str]:
    """Where one asks what a record means, and where one says that it is wrong."""
    return {
        "ask_url": reverse("portal:ask", args=[reader.uuid, shown.row.pk]) if Act.WRITE in reader.acts else "",
        "error_url": reverse("portal:report_error_in", args=[reader.uuid, shown.row.pk])
        if Act.ASK in reader.acts
        else "",
    }


def _links(reader: Reader, shown: Shown) -> list[tuple[str, str, str]]:
    """(role, name, address) of what the record belongs to; without an address where it has no page."""
    entry = shown.entry
    assert entry is not None
    led = leads_to(reader, entry)
    known = {entry.title, *(text for _key, text in entry.details)}
    found = []
    for link in entry.links:
        to = led.get(link.reference)
        if link.role in ("member", "performer") or not (to or (link.label and link.label not in known)):
            continue
        name = link.label or (title(to.entry) if to and to.entry else _("open"))
        when = dated(to.entry) if to and to.entry and to.entry.date else ""
        role = ", ".join(part for part in (role_words(link.role), when) if part)
        found.append((role, name, address(reader.uuid, to) if to and to.entry else ""))
    return found
