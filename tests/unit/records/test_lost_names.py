"""A name that stands twice with two values is seen in JSON without any white space too, however little it lost."""

from __future__ import annotations

import re

import pytest

from haversack.records.formats.fhir_r4 import read as words
from haversack.records.formats.fhir_r4.read import read_resource

NARRATIVE = b'"text":{"status":"generated","div":"<div>{a}</div>"}'
COMPACT = (
    b'{"resourceType":"Patient"}',
    b'{"resourceType":"Patient","":1}',
    b'{"resourceType":"Patient","meta":{"versionId":"1","lastUpdated":"2020-01-01T00:00:00Z"}}',
    b'{"meta":{"versionId":"1","source":"#1"},"resourceType":"Patient",%b}' % NARRATIVE,
    b'{%b,"resourceType":"Patient","meta":{},"name":[{"text":"A \\"B\\" \\u00e9/"}]}' % NARRATIVE,
    b'{"resourceType":"Observation","valueQuantity":{"value":1.10,"unit":"mg"},"meta":{"_versionId":{"id":"x"}}}',
)
OBJECTS = [
    (whole, found.start(1), found[1])
    for whole in COMPACT
    for found in re.finditer(rb'(?<=\{)("[a-zA-Z_]*":)', whole)
]  # fmt: skip


@pytest.mark.parametrize("whole", COMPACT)
def test_what_lost_nothing_is_read(whole: bytes) -> None:
    assert read_resource(whole).doc is not None


@pytest.mark.parametrize(("whole", "at", "name"), OBJECTS)
def test_a_name_that_lost_one_digit_is_seen(whole: bytes, at: int, name: bytes) -> None:
    assert read_resource(whole[:at] + name + b"0," + whole[at:]).remark == words.TWICE


@pytest.mark.parametrize(("whole", "at"), [(whole, at) for whole, at, _name in OBJECTS])
def test_the_shortest_member_there_can_be_is_missed(whole: bytes, at: int) -> None:
    assert read_resource(whole[:at] + b'"":0,"":7,' + whole[at:]).remark == words.TWICE
