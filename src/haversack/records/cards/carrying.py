"""How is a card carried: as digits in a code that a camera reads, as a file?

Framework, "Encoding QRs": each character as two digits, its ASCII number less 45, so that a QR code holds them in its
numeric mode. One code holds 1,195 characters; more codes for one card are deprecated, and read where they are met.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from .refused import BadCard, Wrong

PREFIX = "shc:/"
FITS_ONE_CODE, FITS_A_CHUNK = 1195, 1191
MIME, ENDING = "application/smart-health-card", "smart-health-card"
_LEAST, _MOST = 45, 122  # "-" and "z": what a JWS is written with lies between
_CODE = re.compile(r"shc:/(?:([1-9]\d{0,2})/([1-9]\d{0,2})/)?((?:\d\d)+)")
_MOST_CHUNKS, _MOST_CARDS = 100, 1000


def codes_of(card: str) -> list[tuple[str, str]]:
    """(prefix, digits) of each code that carries the card; one wherever it fits."""
    if len(card) <= FITS_ONE_CODE:
        return [(PREFIX, _digits(card))]
    number = -(-len(card) // FITS_A_CHUNK)
    size = -(-len(card) // number)  # of about equal size, so that each is as easy to read
    chunks = [card[start : start + size] for start in range(0, len(card), size)]
    return [(f"{PREFIX}{place}/{number}/", _digits(chunk)) for place, chunk in enumerate(chunks, 1)]


def from_codes(codes: Iterable[str]) -> str:
    """The card that these codes carry, in whichever order they were read. Raises BadCard."""
    found: dict[int, str] = {}
    number = 0
    for code in codes:
        match = _CODE.fullmatch(code.strip())
        if match is None or (number and int(match[2] or 1) != number):
            raise BadCard(Wrong.NOT_A_CARD)
        place, number, text = int(match[1] or 1), int(match[2] or 1), _text(match[3])
        if place > number or number > _MOST_CHUNKS or found.get(place, text) != text:
            raise BadCard(Wrong.NOT_A_CARD)
        found[place] = text
    if not found:
        raise BadCard(Wrong.NOT_A_CARD)
    if len(found) < number:
        raise BadCard(Wrong.PART_MISSING)
    return "".join(found[place] for place in sorted(found))


def to_file(cards: Sequence[str]) -> bytes:
    """The content of a `.smart-health-card` file."""
    return json.dumps({"verifiableCredential": list(cards)}, separators=(",", ":")).encode()


def from_file(content: bytes) -> list[str]:
    """The cards in a file. Raises BadCard."""
    try:
        cards = json.loads(content)["verifiableCredential"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadCard(Wrong.NOT_A_CARD) from None
    if not isinstance(cards, list) or not all(isinstance(card, str) for card in cards) or not cards:
        raise BadCard(Wrong.NOT_A_CARD)
    if len(cards) > _MOST_CARDS:
        raise BadCard(Wrong.TOO_LARGE)
    return cards


def _digits(text: str) -> str:
    return "".join(f"{ord(letter) - _LEAST:02}" for letter in text)


def _text(digits: str) -> str:
    numbers = [int(digits[at : at + 2]) + _LEAST for at in range(0, len(digits), 2)]
    if max(numbers) > _MOST:
        raise BadCard(Wrong.UNREADABLE)
    return "".join(map(chr, numbers))
