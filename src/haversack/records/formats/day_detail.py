"""Of which days are the single measurements kept, in which format, and which are they?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from haversack.records.entry import Entry
from haversack.records.formats.apple_health import detail as apple_health
from haversack.records.formats.apple_health.elements import ORIGIN as APPLE_HEALTH
from haversack.records.formats.apple_health.kinds import KINDS
from haversack.records.formats.fitbit import detail as fitbit
from haversack.records.formats.fitbit.measurements import ORIGIN as FITBIT
from haversack.records.wearables.detail import Measured

_BY_DAY = ("sum", "mean")
_SAMPLED = frozenset({"steps", "distance", "heart-rate"})


class Kept(NamedTuple):
    """Where the measurements behind a day stand. read: the parts of the file in their order -> the measurements; holds:
    whether a part can be among those to be read, which stand one after the other; None where all are to be read.
    adds_up: whether the day is the sum of its hours.
    """

    read: Callable[[Iterable[bytes]], Iterator[Measured]]
    holds: Callable[[bytes], bool] | None
    adds_up: bool


def kept_detail(entry: Entry) -> Kept | None:
    """Of an entry that tells a day of an export of Apple Health or Fitbit; None of any other."""
    if entry.precision != "day" or entry.value is None:
        return None
    day, unit = entry.date, entry.value.unit
    for coding in entry.codes:
        name = coding.code
        if coding.system == APPLE_HEALTH.system and name in KINDS and KINDS[name].way in _BY_DAY:
            return Kept(
                lambda parts, name=name: apple_health.measured_on(parts, name, day, unit),  # type: ignore[misc]
                lambda part, name=name: apple_health.holds(part, name),  # type: ignore[misc]
                KINDS[name].way == "sum",
            )
        if coding.system == FITBIT.system and name in _SAMPLED:
            return Kept(
                lambda parts, name=name: fitbit.measured_on(parts, name, day, unit),  # type: ignore[misc]
                None,
                name != "heart-rate",
            )
    return None
