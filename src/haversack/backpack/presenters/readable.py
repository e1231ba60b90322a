"""How does a whole record read in one file that needs nothing else: on a screen, on paper, in ten years?

index.html of an export, given in pieces so that a hundred thousand lines need no more memory than one page. It loads
nothing, runs nothing (its own Content-Security-Policy says so), and leads nowhere but to its own headings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language

from haversack.web.steady import steady
from haversack.wording.dates import said
from haversack.wording.readable import Told, in_words

from ..models.record import State
from ..queries.everything import all_lines
from ..queries.lines import Line, counts
from ..queries.opened import Opened
from ..queries.persons import facts_of
from ..rules.shelves import STANDINGS, shelf
from .categories import ORDER, WORDS
from .lines import state_tag, when_and_where

_ROWS = 200  # lines that are rendered at a time


def readable_record(opened: Opened, *, accepted_only: bool, at: datetime) -> Iterator[str]:
    """The page in pieces: the accepted record, then, unless left out, what waits for review."""
    facts = facts_of(opened)
    states = (State.ACCEPTED,) if accepted_only else (State.ACCEPTED, State.PENDING)
    found = {state: _numbers(opened, state) for state in states}
    yield _render(
        "begin",
        person=facts,
        born=said(facts.born),
        made=said(timezone.localtime(at).date().isoformat()),
        language=get_language() or "en",
        contents=_contents(found[State.ACCEPTED]),
        waiting=sum(found.get(State.PENDING, {}).values()),
    )
    for state in states:
        yield from _state(opened, state, found[state])
    yield _render("end")


def _state(opened: Opened, state: State, numbers: dict[str, int]) -> Iterator[str]:
    pending = state == State.PENDING
    if pending and numbers:
        yield _render("waiting", number=sum(numbers.values()))
    lines = all_lines(opened, state=state)
    for slug, group in groupby((line for line, _ in lines), key=lambda line: line.entry.category):
        yield _render("section", slug=slug, name=WORDS[slug].name, number=numbers.get(slug, 0), pending=pending)
        for some in _batched(group, _ROWS):
            yield _render("rows", rows=[told(line) for line in some])
        yield _render("section_end")


def told(line: Line) -> Told:
    """One line in words."""
    tag = state_tag(line)
    return in_words(line.entry, when=when_and_where(line), state=tag.text if tag else "")


def _numbers(opened: Opened, state: State) -> dict[str, int]:
    """How many lines each category has, what is not so included."""
    found = counts(opened, state)
    whole = {slug: sum(found.get(shelf(slug, standing), 0) for standing in STANDINGS) for slug in ORDER}
    return {slug: number for slug, number in whole.items() if number}


def _contents(numbers: dict[str, int]) -> list[dict[str, Any]]:
    return [{"slug": slug, "name": WORDS[slug].name, "number": number} for slug, number in numbers.items()]


def _render(template: str, **context: Any) -> str:
    folder = "backpack/export" if template in ("begin", "waiting") else "web/readable"
    return steady(get_template(f"{folder}/{template}.html").render(context))


def _batched(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    some: list[Line] = []
    for line in lines:
        some.append(line)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
