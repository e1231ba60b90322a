"""How does a file of health cards come apart: each card as it came, and behind it what was made of it?

Nobody's word is taken for a card here: whether its signature holds is asked by whoever knows the issuers' keys, which
are given to no format (cards/trusting.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from haversack.records import digits
from haversack.records.cards.checking import Card, said_by
from haversack.records.cards.refused import BadCard
from haversack.records.cards.trusting import Verdict
from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.read import read_resource
from haversack.records.formats.health_card import words
from haversack.records.formats.health_card.carriers import (
    MOST_BYTES,
    Carried,
    begins_as_card,
    carried,
    carried_by_picture,
)
from haversack.records.formats.health_card.making import made_of, version_of
from haversack.records.formats.health_card.pictures import MOST_BYTES as LARGEST_PICTURE
from haversack.records.formats.health_card.pictures import begins_as_picture
from haversack.records.formats.other_versions import as_r4
from haversack.records.people import PersonIdentity, identity_of_patient, same_person
from haversack.records.pieces import DERIVED, ORIGINAL, Piece, Reading
from haversack.records.spans import WHOLE_FILE
from haversack.records.streams import up_to

__all__ = ["CardReading", "begins_as_card", "begins_as_picture", "read_file", "read_picture"]

KIND = "health-card"


class CardReading(Reading):
    """Of a file that carries cards. cards: the text of each that can be read, and what it says.

    The source is the issuer that all cards in it name, until a judge finds that one of them may not be its own.
    """

    def __init__(self, data: bytes, places: list[Carried]) -> None:
        super().__init__(KIND, lambda reading: _pieces(reading, data, places, said, self._verdicts, self._anothers))
        said = {number: _said(one) for number, one in enumerate(places)}
        self.cards: list[tuple[str, Card]] = [both for told in said.values() for both in told]
        self._verdicts: dict[str, Verdict] = {}
        self._anothers: set[str] = set()
        issuers = {card.issuer for _text, card in self.cards}
        self.base = next(iter(issuers)) if len(issuers) == 1 else ""

    def judge(self, judge: Callable[[str, Card], Verdict]) -> None:
        """Have every card judged, before the reading is iterated: what was forged will not be made into records, and
        what is said of the others stands among the problems.
        """
        self._verdicts = {text: judge(text, card) for text, card in self.cards}
        if any(one.wrong is not None for one in self._verdicts.values()):
            self.base = ""

    def keep_to(self, person: PersonIdentity) -> None:
        """Leave out, before the reading is iterated, the cards that are about somebody else than this person."""
        self._anothers = {
            text for text, card in self.cards if not all(same_person(person, one) for one in _about(card))
        }


def _about(card: Card) -> list[PersonIdentity]:
    docs = [read.doc for _place, read, _raw in made_of(card) if read.doc is not None]
    return [identity_of_patient(doc) for doc in docs if doc["resourceType"] == "Patient"]


def read_file(stream: BinaryIO, beginning: bytes, _strict: bool = False) -> Reading:
    """Read a file that `begins_as_card`. Its source is the issuer, where all cards in it have the same."""
    data = beginning + up_to(stream, MOST_BYTES + 1 - len(beginning))
    return _read(stream, data, carried(data))


def read_picture(stream: BinaryIO, beginning: bytes, _strict: bool = False) -> Reading:
    """Read a file that `begins_as_picture`: the cards whose codes it shows."""
    data = beginning + up_to(stream, LARGEST_PICTURE + 1 - len(beginning))
    return _read(stream, data, [carried_by_picture(data)])


def _read(stream: BinaryIO, data: bytes, places: list[Carried]) -> Reading:
    reading = CardReading(data, places)
    reading.whole = not stream.read(1)  # of what is far too large the beginning is kept
    if damage := getattr(stream, "damage", ""):
        reading.problems.append(Problem(WHOLE_FILE, damage))
    return reading


def _said(one: Carried) -> list[tuple[str, Card]]:
    """What the cards of one place say; the first that cannot be read is told at its place."""
    found = []
    for text in one.cards:
        try:
            found.append((text, said_by(text)))
        except BadCard as bad:
            one.why = one.why or bad.wrong.value
    return found


def _pieces(
    reading: Reading,
    data: bytes,
    places: list[Carried],
    said: dict[int, list[tuple[str, Card]]],
    verdicts: dict[str, Verdict],
    anothers: set[str],
) -> Iterator[Piece]:
    done = 0
    for number, one in enumerate(places):
        where = WHOLE_FILE if len(places) == 1 else f"item {number + 1} of {len(places)}"
        raw, before = data[one.start : one.end], data[done : one.start]
        done = one.end
        forged = [verdict for text, _card in said[number] if (verdict := verdicts.get(text)) and verdict.is_forged]
        why = one.why or (forged[0].words + words.REFUSED if forged else "")
        told = [(text, card) for text, card in said[number] if text not in verdicts or not verdicts[text].is_forged]
        cards = [(text, card) for text, card in told if text not in anothers]
        why = why or (words.ANOTHERS if len(cards) < len(told) else "")
        if not cards:
            yield Piece(raw, before, where, problem=Problem(where, why or words.NOTHING))
            continue
        if why:
            reading.problems.append(Problem(where, why))
        yield Piece(raw, before, where, role=ORIGINAL)
        for text, card in cards:
            if text in verdicts:
                reading.problems.append(_told(verdicts[text], where))
            yield from _made(reading, card, where)
    reading.tail = data[done:]


def _told(verdict: Verdict, where: str) -> Problem:
    if verdict.wrong is None:
        return Problem(where, words.VERIFIED.format(verdict.name), "information")
    return Problem(where, verdict.words + words.NOT_VERIFIED, "warning")


def _made(reading: Reading, card: Card, where: str) -> Iterator[Piece]:
    version = version_of(card)
    if version:
        reading.problems.append(Problem(where, words.OTHER_VERSION.format(version), "information"))
    number = 0
    for place, read, raw in made_of(card):
        problem = Problem(f"{where}, {place}", read.remark, read.severity) if read.remark else None
        if read.doc is None:
            reading.problems.append(problem or Problem(where, words.NOTHING))
            continue
        if version:
            raw = digits.encode(as_r4(read.doc, version))
            read = read_resource(raw)
        number += 1
        yield Piece(raw, b"", f"{where}, {place}", "", read.doc, problem, read.content, DERIVED)
    if not number:
        reading.problems.append(Problem(where, words.NOTHING, "information"))
