"""Which statements of a line go together after a person said that they are not about the same?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def divide(records: Iterable[int], parts: Mapping[int, int], *, alone: int | None = None) -> dict[int, int]:
    """The part of each record of a line: records of one part may stay one line, those of different parts never.

    alone: the one that is taken out, while the others stay together; None: each becomes a line of its own.
    parts: those that were given before in the same parting, of these records and of others; they stay taken.
    """
    number = max(parts.values(), default=0)
    kept = number = number + 1
    divided: dict[int, int] = {}
    for record in records:
        if alone is None or record == alone:
            number += 1
            divided[record] = number
        else:
            divided[record] = kept
    return divided


def part_text(fact: bytes, parting: int, part: int) -> bytes:
    """What to key in place of a fact: equal within a part of a parting, and equal to nothing else.

    fact: as stored, four bytes of day before the keyed fact (rules/order.py).
    """
    return b"apart\0" + parting.to_bytes(8) + part.to_bytes(4) + fact[4:]
