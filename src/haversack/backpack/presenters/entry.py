"""What does the page of one entry say?

Everything known, where it came from, and the source's own words behind a fold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.claims import billed_lines
from haversack.records.formats.health_card import begins_as_picture
from haversack.records.layout import laid_out
from haversack.wording.bills import BILLS, bill, numbers
from haversack.wording.dates import moment
from haversack.wording.entries import READINGS
from haversack.wording.facts import attachment_name, attachment_words, facts, parts, role_words, text_parts
from haversack.wording.values import in_words, line_for, stands, with_unit

from ..models.record import State
from ..queries.day_detail import has_detail
from ..queries.details import Behind, Follow, behind, follow, members, resource_of
from ..queries.lines import Line
from ..queries.opened import Opened
from .cards import Signature, signature
from .categories import WORDS
from .comparing import compare
from .lines import plain_of, reading, row, state_tag, title_of, trend_address
from .parting import parting_context

LONGEST_SOURCE = 200_000  # characters of a source shown on a page; the export has every byte


@dataclass(frozen=True, slots=True)
class Origin:
    """One resource behind the entry: from whom, in which file, when; and its bytes as they came."""

    record: int
    source: str
    facts: list[tuple[str, str]]
    text: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Led:
    """Where a link leads: its role in words, its name, and an address where that has a page."""

    role: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Ceased:
    """Which sources do not share the entry any more, as (name, whether it is a phone: a phone says so itself, and of
    others it was missed), and whether others still do.
    """

    sources: list[tuple[str, bool]]
    others: bool


def entry_context(opened: Opened, line: Line) -> dict[str, Any]:
    """Everything the page of one line shows."""
    entry = line.entry
    sources = behind(opened, line)
    signatures = [signature(one) for one in sources]
    gone = {one.record for one in line.told if one.source.kind == "phone" and not one.is_shared}
    grouped = members(opened, line)
    differing = compare(sources) if entry.type not in BILLS else []  # a bill that was adjusted is meant to differ
    number_line = line_for(entry.value, entry.range, entry.flag, width=176)
    return {
        "line": line,
        "title": title_of(line),
        "plain": plain_of(line),
        "words": WORDS[entry.category],
        "back": _back(opened, line),
        "tag": state_tag(line),
        "is_pending": line.state == State.PENDING,
        "value": with_unit(entry.value),
        "verdict": stands(entry.value, entry.range, entry.flag),
        "in_words": in_words(entry),
        "number_line": number_line,
        "has_detail": has_detail(line),
        "has_trend": entry.type == "Observation" and entry.standing == "fact" and line.state == State.ACCEPTED,
        "trend": trend_address(opened, line),
        "parts": parts(entry),
        "facts": facts(entry),
        "notes": entry.notes,
        "bill": bill(entry, billed_lines(resource_of(opened, line))) if entry.type in BILLS else None,
        "numbers": numbers(entry),
        "text": text_parts(_document_text(entry)),
        "members": [reading(opened, one) for one in grouped if one.entry.category in READINGS],
        "other_members": [row(opened, one) for one in grouped if one.entry.category not in READINGS],
        "links": [
            _led(opened, one)
            for one in follow(opened, line)
            if one.link.role not in ("member", "performer") and (one.record or _says_more(line, one))
        ],
        "attachments": [
            (number, attachment_name(one), attachment_words(one))
            for number, one in enumerate(entry.attachments)
            if one.inline
        ],
        "origins": [
            _origin(opened, one, signed, is_gone=one.record in gone)
            for one, signed in zip(sources, signatures, strict=True)
        ],
        "signature": next((one for one in signatures if one is not None), None),
        "several": len(sources) > 1,
        "ceased": _ceased(line),
        "differing": differing,
        "sources_differ": any(one.is_grave for one in differing),
        **parting_context(opened, line, sources),
    }


def _ceased(line: Line) -> Ceased | None:
    """None where every source still shares it, as far as anybody asked."""
    sources = list(
        dict.fromkeys((one.source.name, one.source.kind == "phone") for one in line.told if not one.is_shared)
    )
    return Ceased(sources, line.is_shared) if sources else None


def _says_more(line: Line, one: Follow) -> bool:
    """Whether a link that leads nowhere tells anything that is not among the facts already."""
    known = {line.entry.title, *(text for _key, text in line.entry.details)}
    return bool(one.label) and one.label not in known


def _origin(opened: Opened, one: Behind, signed: Signature | None, *, is_gone: bool) -> Origin:
    text = signed.card if signed and begins_as_picture(one.body) else laid_out(one.body)
    accepted = ""
    if one.accepted_at is not None:
        accepted = moment(one.accepted_at)
        if one.by_reader:
            accepted = _("by you, %(when)s") % {"when": accepted}
    return Origin(
        one.record,
        one.source,
        [
            (_("Source"), one.source),
            (_("File"), one.file if one.kind != "portal" else ""),  # a portal answers questions, and sends no files
            (_("Arrived"), moment(one.arrived_at)),
            (_("Accepted"), accepted),
            (_("Signature"), signed.fact if signed else ""),
            (
                _("No longer shared"),
                _("This phone does not share it any more. It stays in the record as it is.") if is_gone else "",
            ),
        ],
        text[:LONGEST_SOURCE],
        len(text) > LONGEST_SOURCE,
    )


def _led(opened: Opened, one: Follow) -> Led:
    url = reverse("backpack:entry", args=[opened.uuid, one.record]) if one.record else ""
    return Led(role_words(one.link.role), one.label or _("open"), url)


def _back(opened: Opened, line: Line) -> tuple[str, str]:
    if line.state == State.PENDING:
        return reverse("backpack:review", args=[opened.uuid]), _("Review")
    slug = line.entry.category
    return reverse("backpack:category", args=[opened.uuid, slug]), str(WORDS[slug].name)


def _document_text(entry: Entry) -> str:
    return entry.text if entry.category == "documents" or entry.attachments else ""
