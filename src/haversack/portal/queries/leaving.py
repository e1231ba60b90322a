"""What does a reader take away? All that they may see now, with the people and places it names; nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import F, QuerySet

from ..models import Record
from ..rules.scrub import directory_in
from ..rules.sections import LISTED, Section
from ..rules.ties import Key
from .bodies import Shown, bodies
from .reader import Reader
from .records import PAGE, section_list
from .visible import attached, directory, named, visible

AT_ONCE = 200


def everything(reader: Reader) -> Iterator[bytes]:
    """Every resource, in pieces so that a long record needs no more memory than a short one."""
    people: set[Key] = set()
    for rows in (visible(reader), attached(reader)):
        for some in _in_pages(rows):
            for _row, body in bodies(reader, some):
                people.update(directory_in(body))
                yield body
    known: set[Key] = set()
    while people - known:  # a role names a practitioner and a place
        asked, known = people - known, known | people
        for some in _in_pages(directory(reader.policy, reader.now).filter(named(asked))):
            for _row, body in bodies(reader, some):
                people.update(directory_in(body))
                yield body


def sections_with_lines(reader: Reader) -> list[tuple[Section, int]]:
    """The sections that have lines, with how many, in their order."""
    found = [(section, section_list(reader, section).total) for section in LISTED if section in reader.sections]
    return [(section, number) for section, number in found if number]


def lines_of(reader: Reader, section: Section, number: int) -> Iterator[Sequence[Shown]]:
    """The lines of a section, a page at a time."""
    for page in range(1, -(-number // PAGE) + 1):
        yield section_list(reader, section, page=page).shown


def _in_pages(rows: QuerySet[Record]) -> Iterator[list[Record]]:
    numbers = list(rows.order_by("section", F("low").desc(nulls_last=True), "pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        found = rows.in_bulk(numbers[start : start + AT_ONCE])
        yield [found[number] for number in numbers[start : start + AT_ONCE] if number in found]
