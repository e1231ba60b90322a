"""A resource on one line: the white space between goes, everything else stays."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haversack.records.tight import tight


def plainly(data: bytes) -> bytes:
    """The same by walking along, byte by byte."""
    kept, at, inside = bytearray(), 0, False
    while at < len(data):
        sign = data[at]
        if inside:
            kept.append(sign)
            if sign == ord("\\"):
                at += 1
                kept.append(data[at])
            elif sign == ord('"'):
                inside = False
        elif sign == ord('"'):
            inside = True
            kept.append(sign)
        elif sign not in b" \t\r\n":
            kept.append(sign)
        at += 1
    return bytes(kept)


@pytest.mark.parametrize(
    ("came", "leaves"),
    [
        (b'{ "value" : 1.10 }', b'{"value":1.10}'),
        (b'{"value": 1E+5, "other": -0.0}', b'{"value":1E+5,"other":-0.0}'),
        (b'{"b": 1,\r\n\t"a": 2}', b'{"b":1,"a":2}'),
        (b'{"twice": 1, "twice": 2}', b'{"twice":1,"twice":2}'),
        (b'{"text": "two  spaces, a \\" and a \\\\"}', b'{"text":"two  spaces, a \\" and a \\\\"}'),
        (b'{"text": "\\u00e9 \\/"}', b'{"text":"\\u00e9 \\/"}'),
        ('{"text": "é\u00a0"}'.encode(), '{"text":"é\u00a0"}'.encode()),
        (b'{"big": 123456789012345678901234567890.10}', b'{"big":123456789012345678901234567890.10}'),
        (b"[ ]", b"[]"),
    ],
)
def test_what_stays_and_what_goes(came: bytes, leaves: bytes) -> None:
    assert tight(came) == leaves


@pytest.mark.parametrize(
    ("came", "leaves"),
    [
        (b'{"a": "never ends', b'{"a":"never ends'),
        (b'{"a": 00 }', b'{"a":00}'),
        (b'{"a": "torn\napart" }', b'{"a":"torn\\napart"}'),
        (b"[ " * 5000, b"[" * 5000),
        (b"", b""),
    ],
)
def test_what_is_no_json_still_comes_on_one_line(came: bytes, leaves: bytes) -> None:
    assert tight(came) == leaves


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 1, 4]), st.booleans())
def test_any_json_leaves_as_the_plain_way_says(value: object, indent: int | None, ascii_only: bool) -> None:
    came = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    assert tight(came) == plainly(came)
