"""How does one entry read in a page that people take away: every word of it, and nothing that needs a site?"""

from __future__ import annotations

from typing import TypedDict

from haversack.records.entry import Entry

from .entries import plain_name, short_value, title
from .values import range_words, stands, with_unit


class Part(TypedDict):
    """One part of a result with several numbers."""

    name: str
    value: str


class Told(TypedDict):
    """One entry in words. A plain dictionary, which templates look into first: there are many entries."""

    name: str
    plain: str
    when: str
    value: str
    range: str
    verdict: str
    parts: list[Part]
    state: str
    notes: tuple[str, ...]


def in_words(entry: Entry, *, when: str, state: str) -> Told:
    """With the digits, dates and ranges that came. state: what is to be known of it beside what it says."""
    verdict = stands(entry.value, entry.range, entry.flag)
    return Told(
        name=title(entry),
        plain=plain_name(entry),
        when=when,
        value=with_unit(entry.value) if entry.value else short_value(entry),
        range=range_words(entry.range),
        verdict=verdict.text if verdict else "",
        parts=[Part(name=part.title, value=with_unit(part.value)) for part in entry.components if part.value],
        state=state,
        notes=entry.notes,
    )
