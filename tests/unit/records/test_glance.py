"""Does a glance at a file see the same resources as reading it does?"""

from __future__ import annotations

import io
import json

import pytest

from haversack.records.bundle import read_file
from haversack.records.glance import glance

PATIENT = {"resourceType": "Patient", "id": "p"}
RESULT = {"resourceType": "Observation", "id": 7, "status": "final"}
NAMELESS = {"resourceType": "Practitioner", "name": [{"text": "Dr Lee"}]}


def bundle(*resources: object) -> dict[str, object]:
    return {"resourceType": "Bundle", "entry": [{"fullUrl": "urn:uuid:1", "resource": one} for one in resources]}


def as_lines(*things: object) -> bytes:
    return b"\n".join(json.dumps(thing).encode() for thing in things) + b"\n"


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(bundle(PATIENT, RESULT, NAMELESS)).encode(),
        b"\xef\xbb\xbf" + json.dumps(bundle(PATIENT), indent=2).encode(),
        json.dumps(bundle(PATIENT, bundle(RESULT, bundle(NAMELESS)))).encode(),
        json.dumps(bundle(PATIENT, RESULT, NAMELESS)).encode()[:-30],
        json.dumps(PATIENT).encode(),
        json.dumps([PATIENT, RESULT]).encode(),
        as_lines(PATIENT, RESULT, NAMELESS),
        b"\xef\xbb\xbf" + as_lines(PATIENT, RESULT),
        as_lines(bundle(PATIENT, RESULT), bundle(NAMELESS)),
        b"",
        b"<html></html>",
    ],
)
def test_a_glance_sees_what_reading_reads(data: bytes) -> None:
    reading, seen = glance(lambda: io.BytesIO(data), size=len(data))
    read = [piece for piece in read_file(io.BytesIO(data), size=len(data)) if piece.doc is not None]
    found = [one for one in seen if one.type]
    assert [(one.type, one.full_url) for one in found] == [
        (piece.doc["resourceType"], piece.full_url) for piece in read if piece.doc
    ]
    assert [one.raw.strip() for one in found] == [piece.raw for piece in read]
    assert reading.kind == read_file(io.BytesIO(data)).kind
