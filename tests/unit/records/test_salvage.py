"""What is saved from files that are broken somewhere? All but what broke."""

from __future__ import annotations

import io
import json
from collections import Counter
from random import Random

import pytest

from haversack.records import bundle as reader
from haversack.records import spans
from haversack.records.bundle import Piece, read_file
from haversack.records.formats.fhir_r4 import read as words

GOOD = b'{"resourceType": "Observation", "id": "%d", "status": "final", "valueQuantity": {"value": 1.10, "unit": "%%"}}'
# What a bad entry may hold in its resource, and what is said of it.
POISONS = {
    b'{"resourceType": "Observation", "value": NaN}': words.NAN,
    b'{"resourceType": "Observation", "value": -Infinity}': words.NAN,
    b'{"resourceType": "Observation", "value": 01}': words.BROKEN,
    b'{"resourceType": "Observation", "value": +1}': words.BROKEN,
    b'{"resourceType": "Observation", "value": .5}': words.BROKEN,
    b'{"resourceType": "Observation", "value": 1,}': words.BROKEN,
    b'{"resourceType": "Observation" "value": 1}': words.BROKEN,
    b'{"resourceType": "Observation, "value": 1}': words.BROKEN,
    b'{"resourceType": "Observation", "value": {"x": 1}': words.BROKEN,
    b'{"resourceType": "Observation", "value": [1}': words.BROKEN,
    b"{'resourceType': 'Observation'}": words.BROKEN,
    b'{"resourceType": "Observation", "value": undefined}': words.BROKEN,
    b'{"resourceType": "Observation", "note": "\\x"}': words.BROKEN,
    b'{"resourceType": "Observation", "note": "a\nb"}': words.CONTROL,
    b'{"resourceType": "Observation", "note": "a\0b"}': words.CONTROL,
    b'{"resourceType": "Observation", "note": "caf\xe9"}': words.WRONG_ENCODING,
    b'{"resourceType": "Observation", "note": "\xed\xa0\x80"}': words.WRONG_ENCODING,
    b'{"resourceType": "Observation", "note": "\\ud800"}': words.HALF_CHARACTER,
    b'{"resourceType": "Observation", "value": %b}' % (b"9" * 5000): words.TOO_LONG_A_NUMBER,
    b'{"resourceType": "Observation", "value": %b1%b}' % (b"[" * 500, b"]" * 500): words.TOO_DEEP,
    b'{"resourceType": "Observation", "value": %b1%b}' % (b"[" * 200_000, b"]" * 200_000): words.TOO_DEEP,
    b'{"resourceType": "Observation", "value": %b1%b}' % (b'{"a":' * 5000, b"}" * 5000): words.TOO_DEEP,
    b'{"resourceType": "Observation", "id": "1", "id": "2"}': words.TWICE,
    b'{"resourceType": "Observation", "value": {"unit": "mg", "value": 1, "unit": "g"}}': words.TWICE,
    b'{"resourceType": "Observation", "value": 1.10, "value": 1.1}': words.TWICE,
    b'{"status": "final"}': words.NO_TYPE,
    b'{"resourceType": ""}': words.NO_TYPE,
    b'{"resourceType": 7}': words.NO_TYPE,
    b'{"resourceType": ["Patient"]}': words.NO_TYPE,
    b'{"resourceType": "Pa|tient"}': words.NO_TYPE,
    b"null": words.NOT_AN_OBJECT,
    b"7": words.NOT_AN_OBJECT,
    b'"Patient"': words.NOT_AN_OBJECT,
    b"[]": words.NOT_AN_OBJECT,
}


def read(data: bytes) -> list[Piece]:
    reading = read_file(io.BytesIO(data), size=len(data))
    pieces = list(reading)
    assert b"".join(piece.before + piece.raw for piece in pieces) + reading.tail == data
    return pieces


def bundle(*resources: bytes) -> bytes:
    entries = b",\n".join(b'{"fullUrl": "urn:uuid:1", "resource": %b}' % one for one in resources)
    return b'{"resourceType": "Bundle", "type": "searchset", "entry": [\n%b\n]}' % entries


@pytest.mark.parametrize("poison", POISONS, ids=lambda poison: poison[:60].decode("latin-1"))
def test_a_bad_entry_costs_itself_and_says_why(poison: bytes) -> None:
    pieces = read(bundle(GOOD % 1, poison, GOOD % 2))
    assert [piece.raw for piece in pieces if piece.doc is not None] == [GOOD % 1, GOOD % 2]
    (bad,) = [piece for piece in pieces if piece.doc is None]
    assert bad.problem is not None
    assert (bad.problem.what, bad.problem.severity) == (POISONS[poison], "error")
    assert bad.problem.where.startswith("entry 2")
    assert poison in bad.raw


@pytest.mark.parametrize(
    "poison", [one for one in POISONS if b"\n" not in one], ids=lambda one: one[:60].decode("latin-1")
)
def test_a_bad_line_costs_itself(poison: bytes) -> None:
    pieces = read(b"\n".join([GOOD % 1, poison, GOOD % 2]))
    assert [piece.raw for piece in pieces] == [GOOD % 1, poison, GOOD % 2]
    assert [piece.doc is not None for piece in pieces] == [True, False, True]
    assert pieces[1].where == "line 2"


@pytest.mark.parametrize("poison", [one for one in POISONS if one != b"[]"], ids=lambda one: one[:60].decode("latin-1"))
def test_a_bad_file_is_one_unread_piece(poison: bytes) -> None:
    (piece,) = read(poison)
    assert piece.doc is None
    assert piece.problem is not None
    assert piece.problem.where


@pytest.mark.parametrize("poison", POISONS, ids=lambda poison: poison[:60].decode("latin-1"))
def test_a_bad_entry_of_a_bundle_inside_costs_itself(poison: bytes) -> None:
    pieces = read(bundle(GOOD % 1, bundle(GOOD % 2, poison, GOOD % 3), GOOD % 4))
    assert [piece.raw for piece in pieces if piece.doc is not None] == [GOOD % number for number in (1, 2, 3, 4)]
    assert [piece.doc is None for piece in pieces].count(True) == 1


def test_bundles_are_opened_up_to_a_depth_that_nobody_needs() -> None:
    inside = GOOD % 1
    for _ in range(spans.DEEPEST_BUNDLE):
        inside = bundle(inside)
    assert [piece.raw for piece in read(bundle(inside))] == [GOOD % 1]
    (piece,) = read(bundle(bundle(inside)))
    assert piece.problem is not None
    assert piece.problem.what == spans.BUNDLES_TOO_DEEP


def test_a_bundle_inside_with_entries_that_are_none_is_read_as_far_as_it_goes() -> None:
    inside = bundle(GOOD % 1).replace(b'"entry": [', b'"entry": [null, 7, ')
    pieces = read(bundle(inside, GOOD % 2))
    assert [piece.doc is not None for piece in pieces] == [False, False, True, True]


@pytest.mark.parametrize(
    "data",
    [
        b'{"resourceType": "Bundle", "entry": [{"resource": %b, "resource": %b}]}' % (GOOD % 1, GOOD % 2),
        b'{"resourceType": "Bundle", "entry": [{"resource": %b}], "entry": [{"resource": %b}]}' % (GOOD % 1, GOOD % 2),
    ],
)
def test_records_that_share_one_name_are_told_of(data: bytes) -> None:
    (piece,) = read(data)
    assert piece.raw == GOOD % 2
    assert piece.problem is not None
    assert piece.problem.what == spans.SEVERAL


def test_ten_thousand_good_ones_come_in_past_five_hundred_bad_ones() -> None:
    poisons = [poison for poison in POISONS if len(poison) < 10_000 and b"\n" not in poison]
    resources = [GOOD % number for number in range(10_000)]
    for number in range(500):
        resources.insert(number * 21, poisons[number % len(poisons)])
    for data in (bundle(*resources), b"\n".join(resources)):
        pieces = read(data)
        assert sum(piece.doc is not None for piece in pieces) == 10_000
        assert all(piece.problem is not None for piece in pieces if piece.doc is None)


def test_one_change_anywhere_in_a_bundle_costs_three_entries_at_most() -> None:
    whole = json.dumps(json.loads(bundle(*[GOOD % number for number in range(30)])), indent=1).encode()
    good = Counter(piece.raw for piece in read(whole))
    chance = Random(7)
    costs: Counter[int] = Counter()
    for _ in range(400):
        data = bytearray(whole)
        at = chance.randrange(len(data))
        data[at : at + chance.choice([0, 1, 5])] = chance.choice(
            [b"", b'"', b"{", b"}", b"[", b"]", b",", b"\\", b"\0", b"\xff"]
        )
        left = Counter(piece.raw for piece in read(bytes(data)) if piece.doc is not None)
        costs[sum((good - left).values())] += 1
    assert max(costs) <= 3
    assert costs[0] + costs[1] >= 390


@pytest.mark.parametrize(
    "data",
    [
        b'{"resourceType": "Bundle", "entry": [' + b'{"resource": ' * 20_000,
        b'{"resourceType": "Bundle", "entry": [' + b'{"resource": {"x": "y}}, ' * 20_000,
        b'{"resourceType":"Bundle","entry":[{"resource":' * 20_000,
        b'{"resourceType":"Bundle","entry":[{"resource":' + b'{"resourceType":"Patient"}},{"resource":' * 20_000,
        b'{"resourceType": "Bundle", "entry": [' + b"," * 1_000_000,
        b'{"resourceType": "Bundle", ' + b'"entry" ' * 100_000,
        b"[" * 1_000_000,
        b'{"a":' * 1_000_000,
        b'{"resourceType": "Patient", "x": "' + b"\\u0022" * 500_000 + b'"}',
        b'{"resourceType": "Patient", "id": "1"}' * 5_000 + b"{",
        b'{"resourceType": "Bundle", "entry": [' + b" " * 3_000_000 + b"{",
    ],
    ids=lambda data: data[:40].decode(),
)
def test_what_means_to_exhaust_the_reader_comes_to_an_end(data: bytes) -> None:
    assert read(data)


def test_a_resource_of_millions_of_parts_is_kept_unread() -> None:
    many = b'{"resourceType": "Observation", "x": [%b{}]}' % (b"{}," * 1_500_000)
    pieces = read(bundle(GOOD % 1, many, GOOD % 2))
    assert [piece.doc is not None for piece in pieces] == [True, False, True]
    assert pieces[1].problem is not None
    assert pieces[1].problem.what == words.TOO_MANY_PARTS


def test_a_bundle_of_millions_of_empty_entries_is_kept_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PARTS", 1_000_000)
    (piece,) = read(b'{"resourceType": "Bundle", "entry": [%b{}]}' % (b"{}," * 6_000_000))
    assert piece.problem is not None
    assert piece.problem.what == reader.TOO_MANY_PARTS


def test_one_entry_of_ten_megabytes_is_an_entry_like_any_other() -> None:
    long = b'{"resourceType": "Observation", "text": {"status": "additional", "div": "%b"}}' % (b"x" * 10_000_000)
    assert [piece.raw for piece in read(bundle(GOOD % 1, long, GOOD % 2))] == [GOOD % 1, long, GOOD % 2]
