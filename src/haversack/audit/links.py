"""What is the hash of a line? A pure rule, so that anybody can check the trail without this program.

SHA-256, in hexadecimal, of the JSON array (no white space, UTF-8, ASCII characters only)
[seq, at, by, act, person, object, count, origin, previous]. `previous` is the hash of the line before; of the first, 64
zeros.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import orjson

BEFORE_THE_FIRST = "0" * 64


class Act(NamedTuple):
    """What was noted, before it is chained; the fields of `models.Note`."""

    at: str
    by: str
    act: str
    person: str
    object: str
    how_many: int
    origin: str


class End(NamedTuple):
    """How far a chain goes: the number of its last line and that line's hash."""

    seq: int
    hash: str


NOTHING = End(0, BEFORE_THE_FIRST)


def line_hash(seq: int, act: Act, previous: str) -> str:
    return hashlib.sha256(orjson.dumps([seq, *act, previous])).hexdigest()


def linked(acts: Iterable[Act], end: End) -> Iterator[tuple[int, Act, str, str]]:
    """(seq, act, previous, hash) for each act, following on from `end`."""
    seq, previous = end
    for act in acts:
        seq += 1
        found = line_hash(seq, act, previous)
        yield seq, act, previous, found
        previous = found
