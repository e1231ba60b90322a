"""What do the two hospitals serve, on one day or on many, all of it or a sample with something of every kind?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice
from random import Random

from haversack.demo.portals.served import Served, hospitals

TODAY = date(2026, 11, 25)


@cache
def on(day: date, seed: int = 7) -> tuple[Served, Served]:
    return hospitals(day, seed)


def everything(day: date = TODAY, seed: int = 7) -> list[bytes]:
    """All resources of both hospitals."""
    return [resource for one in on(day, seed) for resource in one.resources()]


def chosen(count: int, seed: int) -> list[bytes]:
    """So many resources: one of each kind first, then any of that day, then those of other days and seeds."""
    today = everything()
    kinds: dict[str, bytes] = {}
    for text in today:
        found = json.loads(text)
        kinds.setdefault(f"{found['resourceType']} {found['meta'].get('profile')}", text)
    others = [text for text in today if text not in set(kinds.values())]
    Random(seed).shuffle(others)
    return list(islice([*kinds.values(), *others], count)) + list(islice(_elsewhen(), max(0, count - len(today))))


def _elsewhen() -> Iterator[bytes]:
    for number in range(1, 30):
        for one in hospitals(TODAY + timedelta(days=53 * number), number):
            yield from one.resources()
