"""In what do two sources differ that report the same fact, and is it something to ask about?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from haversack.wording.dates import span
from haversack.wording.detail_words import detail_word
from haversack.wording.facts import detail_said
from haversack.wording.source_words import source_word
from haversack.wording.values import range_words, with_unit

from ..queries.details import Behind

# What a person might act on. That one office wrote a visit's room down and the other did not is no disagreement.
GRAVE = frozenset(
    {"result", "range", "status", "dosage", "dose", "route", "severity", "criticality", "reaction", "verification"}
)


@dataclass(frozen=True, slots=True)
class Differing:
    """One thing that the sources put differently: a text a source, in their order, "" where one is silent."""

    what: str
    texts: list[str]
    is_grave: bool


def compare(sources: Sequence[Behind]) -> list[Differing]:
    """Everything in which the sources differ; nothing for a single one."""
    rows: dict[str, tuple[str, list[str]]] = {}
    for place, one in enumerate(sources):
        for key, what, text in _said_by(one):
            rows.setdefault(key, (what, [""] * len(sources)))[1][place] = text
    return [
        Differing(what, texts, key in GRAVE and len({text for text in texts if text}) > 1)
        for key, (what, texts) in rows.items()
        if len(set(texts)) > 1
    ]


def _said_by(one: Behind) -> Iterator[tuple[str, str, str]]:
    """(key, what, text) of each thing that one source says."""
    entry = one.face.entry
    if entry is None:
        return
    yield "title", _("Name"), entry.title
    yield "when", _("When"), span(entry.date, entry.end)
    yield "result", _("Result"), with_unit(entry.value)
    yield "range", _("Lab’s range"), range_words(entry.range)
    yield "by", _("Done by"), ", ".join(entry.performers)
    yield "status", _("Status at the source"), source_word(entry.status)
    for key, text in entry.details:
        if key != "reference-range":
            yield key, detail_word(key), detail_said(key, text)
