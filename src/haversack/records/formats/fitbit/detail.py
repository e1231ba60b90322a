"""Which measurements of one day stand in the parts that an export of Fitbit or Google was kept in?"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO, cast

from haversack.records.formats.fitbit.families import family_of, group_of
from haversack.records.formats.fitbit.frames import frames
from haversack.records.formats.fitbit.measurements import Measurements
from haversack.records.formats.fitbit.parts import NotSo, read_part, samples_of
from haversack.records.wearables.detail import Measured


def measured_on(parts: Iterable[bytes], name: str, day: str, _unit: str) -> Iterator[Measured]:
    """The measurements of that kind (families.py) on that day (a FHIR date). The zone is that of the profile."""
    found = Measurements()
    for family, content in _files(parts, name):
        try:
            if family == "profile":
                read_part(found, family, content)
                continue
            yield from (
                Measured(found.clock.hour(when), value, source)
                for when, value, source in samples_of(found, family, content)
                if found.clock.day(when) == day
            )
        except NotSo:
            continue


def _files(parts: Iterable[bytes], name: str) -> Iterator[tuple[str, bytes]]:
    """The files that tell of it, and the profile: (family, content)."""
    family, held = "", list[bytes]()
    for frame in frames(cast(BinaryIO, _Parts(parts)), b""):
        if frame.name:
            said = family_of(frame.name)
            family, held = (said if said == "profile" or group_of(said) == name else ""), []
        elif frame.ends and family:
            yield family, b"".join(held)
        elif family:
            held.append(frame.content)


class _Parts(io.RawIOBase):
    def __init__(self, parts: Iterable[bytes]) -> None:
        super().__init__()
        self._parts = iter(parts)

    def readable(self) -> bool:
        return True

    def read(self, _size: int = -1, /) -> bytes:
        return next(self._parts, b"")
