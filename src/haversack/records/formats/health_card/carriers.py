"""Which cards does a file carry, and which bytes of it are each? JSON, text, codes, or a picture of codes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from haversack.records.cards.carrying import PREFIX, from_codes
from haversack.records.cards.refused import BadCard, Wrong
from haversack.records.formats.health_card import words
from haversack.records.formats.health_card.pictures import TooLarge, codes_in

MOST_CARDS = 200
MOST_BYTES = 8 << 20
_MEMBER = b'"verifiableCredential"'
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:shc:/\d|eyJ[\w-]{10,2000}\.[\w-]+\.[\w-]+\s*$)", re.ASCII)
_TYPE = re.compile(rb'"resourceType"\s*:\s*"(\w+)"')
_BEGUN = re.compile(rb"(?:\xef\xbb\xbf)?\s*eyJ[\w-]{10,2000}\.[\w-]+$", re.ASCII)
_PLACE = re.compile(rb"\S+")
_LINKS = ("shlink:/",)


class _Top(msgspec.Struct):
    resourceType: object = None
    verifiableCredential: object = None


_top_of = msgspec.json.Decoder(_Top).decode


@dataclass(slots=True)
class Carried:
    """Some bytes of a file, and the cards in them. why: what is wrong with what stands there, "" for nothing."""

    start: int
    end: int
    cards: list[str] = field(default_factory=list, repr=False)
    why: str = ""


def begins_as_card(beginning: bytes) -> bool:
    """Whether a file that begins so carries cards as text: JSON with cards in it, codes, or cards by themselves."""
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return _MEMBER in text and _is_for_cards(text)
    return _TEXT.match(beginning) is not None or _BEGUN.match(beginning) is not None


def _is_for_cards(text: bytes) -> bool:
    """Whether JSON is a file of cards or an answer of `$health-cards-issue`, with one card or several; not a bundle or
    another resource that has one somewhere inside.
    """
    try:
        top = _top_of(text)
    except (msgspec.DecodeError, ValueError, RecursionError):  # it goes on behind the beginning, or is broken
        named = _TYPE.search(text)
        return named is None or named[1] == b"Parameters"
    return top.resourceType == "Parameters" if top.resourceType else top.verifiableCredential is not None


def carried(data: bytes) -> list[Carried]:
    """What a file that `begins_as_card` carries, in order, with whatever stands between left out. Never raises for what
    is in it.
    """
    if len(data) > MOST_BYTES:
        return [Carried(0, len(data), why=Wrong.TOO_LARGE.value)]
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return _in_json(data)
    lines = [Carried(match.start(), match.end()) for match in _PLACE.finditer(data.replace(b"\xef\xbb\xbf", b"   "))]
    told = [data[one.start : one.end].decode("latin-1") for one in lines]
    if any(one.startswith(PREFIX) and "/" in one[len(PREFIX) :] for one in told):
        return [_joined(data, told)]
    for one, said in zip(lines, told, strict=True):
        _note(one, [said])
    return lines


def carried_by_picture(data: bytes) -> Carried:
    """The cards that the codes in a picture carry."""
    found = Carried(0, len(data))
    try:
        codes = codes_in(data)
    except TooLarge:
        found.why = words.TOO_LARGE
        return found
    mine = [code for code in codes if code.strip().startswith(PREFIX)]
    if not mine:
        found.why = words.LINK if any(link in code for code in codes for link in _LINKS) else words.NO_CODE
        return found
    _note(found, mine)
    return found


def _note(one: Carried, codes: Sequence[str]) -> None:
    try:
        one.cards = list(_cards(codes))
    except BadCard as bad:
        one.why = bad.wrong.value
    if len(one.cards) > MOST_CARDS:
        one.cards, one.why = [], Wrong.TOO_LARGE.value


def _cards(told: Sequence[str]) -> Iterator[str]:
    """Cards as they are, or as codes; codes that are parts belong to one card."""
    parts = []
    for one in told:
        if not one.startswith(PREFIX):
            yield one
        elif "/" in one[len(PREFIX) :]:
            parts.append(one)
        else:
            yield from_codes([one])
    if parts:
        yield from_codes(parts)


def _joined(data: bytes, told: Sequence[str]) -> Carried:
    """Codes that are parts of a card, with whatever else the text carries: one thing, as none is whole by itself."""
    whole = Carried(0, len(data))
    _note(whole, told)
    return whole


def _in_json(data: bytes) -> list[Carried]:
    """Of a file of cards, or an answer of `$health-cards-issue` (Parameters)."""
    whole = Carried(0, len(data))
    try:
        cards = list(_credentials(json.loads(data)))
    except (ValueError, RecursionError):
        whole.why = Wrong.NOT_A_CARD.value
        return [whole]
    if not cards or len(cards) > MOST_CARDS:
        whole.why = (Wrong.TOO_LARGE if cards else Wrong.NOT_A_CARD).value
        return [whole]
    found, at = [], 0
    for card in cards:
        at = data.find(card.encode("utf-8", "surrogatepass"), at)
        if at < 0 or not card:  # written with escapes: the file is one thing
            whole.cards = cards
            return [whole]
        found.append(Carried(at, at + len(card.encode()), [card]))
        at += len(card.encode())
    return found


def _credentials(doc: object) -> Iterator[str]:
    if not isinstance(doc, dict):
        return
    listed = doc.get("verifiableCredential")
    if isinstance(listed, list):
        yield from (one for one in listed if isinstance(one, str))
    elif isinstance(listed, str):
        yield listed
    parameters = doc.get("parameter")
    if doc.get("resourceType") == "Parameters" and isinstance(parameters, list):
        for one in parameters:
            if isinstance(one, dict) and one.get("name") == "verifiableCredential":
                said = one.get("valueString")
                if isinstance(said, str):
                    yield said
