"""Which measurements of one day stand in the parts that an export of Apple Health was kept in?

A part ends between two elements, so that each stands whole in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from haversack.records.formats.apple_health.kinds import KINDS, instant, value_of
from haversack.records.wearables.detail import Measured

_ATTRIBUTE = re.compile(r'(\w{1,40})="([^"]*)"')


def measured_on(parts: Iterable[bytes], name: str, day: str, unit: str) -> Iterator[Measured]:
    """The measurements of that kind (Apple's word) on that day (a FHIR date) in that unit, in the order of the file."""
    kind = KINDS[name]
    wanted = f'startDate="{day} '.encode()
    element = re.compile(rb'<Record\s[^<>]*type="HKQuantityTypeIdentifier' + name.encode() + rb'"[^<>]*>')
    for part in parts:
        if wanted not in part:
            continue
        for found in element.findall(part):
            if wanted in found:
                said = {key: unescape(value) for key, value in _ATTRIBUTE.findall(found.decode("utf-8", "replace"))}
                value, when = value_of(kind, said.get("value", ""), said.get("unit", "")), instant(said["startDate"])
                if value is not None and when and value.unit == unit:
                    yield Measured(int(when[11:13]), value.number, " ".join(said.get("sourceName", "").split()))


def holds(part: bytes, name: str) -> bool:
    """Whether a part holds any measurement of that kind."""
    return b'"HKQuantityTypeIdentifier' + name.encode() + b'"' in part
