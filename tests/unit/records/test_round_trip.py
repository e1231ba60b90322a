"""Can every file be put together again from its pieces, whatever is in it?"""

from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from haversack.records.bundle import Piece, Reading, read_file
from haversack.records.identity import content_hash, identity_text, stamp_of

moderately = settings(max_examples=60, deadline=None)  # the machine that runs this may be busy
words = st.text(max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
types = st.sampled_from(["Patient", "Observation", "Condition", "OperationOutcome", "Horoscope"])
resources = st.builds(
    lambda kind, more: {"resourceType": kind} | more, types, st.dictionaries(words, values, max_size=4)
)
entries = st.builds(lambda url, held: {"fullUrl": url, "resource": held}, words, resources) | st.just({"request": {}})


def _bundle(held: list[Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "entry": held}


bundles = st.recursive(
    st.lists(entries, max_size=4).map(_bundle),
    lambda inner: st.lists(entries | inner.map(lambda held: {"resource": held}), max_size=3).map(_bundle),
    max_leaves=3,
)
layouts = st.sampled_from(
    [{"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False}, {"indent": 1, "sort_keys": True}]
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A bundle, a resource, NDJSON or documents in a row, laid out in one of several ways."""
    layout = draw(layouts)
    shape = draw(st.sampled_from(["document", "lines", "row", "list"]))
    documents = draw(st.lists(bundles | resources, min_size=1, max_size=4))
    if shape == "document":
        text = json.dumps(documents[0], **layout)
    elif shape == "list":
        text = json.dumps(documents, **layout)
    elif shape == "row":
        text = draw(st.sampled_from(["", " ", "\n"])).join(json.dumps(one, **layout) for one in documents)
    else:
        text = draw(st.sampled_from(["\n", "\r\n", "\n\n"])).join(json.dumps(one) for one in documents)
    mark = draw(st.sampled_from(["", "\ufeff", " \n"]))
    return (mark + text + draw(st.sampled_from(["", "\n", " \r\n\n"]))).encode("utf-8", "surrogatepass")


def read(data: bytes) -> tuple[list[Piece], Reading]:
    reading = read_file(io.BytesIO(data), size=len(data))
    pieces = list(reading)
    assert b"".join(piece.before + piece.raw for piece in pieces) + reading.tail == data
    assert all(piece.doc is not None or piece.problem is not None for piece in pieces)
    return pieces, reading


def count(document: dict[str, Any]) -> int:
    if document["resourceType"] != "Bundle":
        return 1
    return sum(count(entry["resource"]) for entry in document["entry"] if "resource" in entry)


@moderately
@given(files())
def test_the_pieces_make_up_the_file(data: bytes) -> None:
    pieces, _ = read(data)
    for piece in pieces:
        if piece.doc is not None:
            assert json.loads(piece.raw)["resourceType"] == piece.doc["resourceType"]
            content = content_hash(piece.raw, piece.doc)
            assert len(content) == 32
            assert identity_text("s", piece.doc, piece.full_url, content).startswith(f"s|{piece.doc['resourceType']}|")
            stamp_of(piece.doc)


@moderately
@given(bundles, layouts)
def test_every_resource_of_a_bundle_is_received_once(bundle: dict[str, Any], layout: dict[str, Any]) -> None:
    pieces, reading = read(json.dumps(bundle, **layout).encode("utf-8", "surrogatepass"))
    assert len(pieces) == count(bundle)
    assert reading.kind == "bundle"


@moderately
@given(files(), st.data())
def test_a_file_cut_off_anywhere_makes_up_itself_and_says_so(data: bytes, drawn: st.DataObject) -> None:
    cut = data[: drawn.draw(st.integers(0, len(data)))]
    read(cut)


@moderately
@given(files(), st.data())
def test_a_file_with_bytes_changed_makes_up_itself(data: bytes, drawn: st.DataObject) -> None:
    changed = bytearray(data)
    for _ in range(drawn.draw(st.integers(1, 4))):
        place = drawn.draw(st.integers(0, len(changed) - 1))
        changed[place : place + drawn.draw(st.integers(0, 3))] = drawn.draw(st.binary(max_size=3))
        if not changed:
            break
    read(bytes(changed))


@moderately
@given(
    st.binary(max_size=200) | st.text('{}[]",:\\ \n0eE.-+nulltrue"resourceType""entry"', max_size=80).map(str.encode)
)
def test_no_bytes_stop_the_reading(data: bytes) -> None:
    read(data)


@moderately
@given(bundles)
def test_what_was_cut_off_costs_no_complete_entry_before_it(bundle: dict[str, Any]) -> None:
    whole = json.dumps(bundle, indent=1).encode("utf-8", "surrogatepass")
    complete, _ = read(whole)
    if not complete:
        return
    upto = sum(len(piece.before) + len(piece.raw) for piece in complete)
    cut, _ = read(whole[: upto - 1])
    assert [piece.raw for piece in cut[: len(complete) - 1]] == [piece.raw for piece in complete[:-1]]
    assert cut[-1].doc is None
