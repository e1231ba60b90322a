"""How does a resource stand on one line without changing anything that it says?

White space outside strings is taken out and nothing else: member order, digits, escapes and doubled members stay as
they came (1.10 is not 1.1, "\\u00e9" is not "é"). That is what makes a line comparable, byte for byte, with its source.
"""

from __future__ import annotations

import re

import msgspec

# A string with its escapes (also one that never ends), or a run of JSON white space (RFC 8259, section 2).
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[ \t\r\n]+', re.DOTALL)


def tight(raw: bytes) -> bytes:
    """The bytes of one JSON value without white space outside strings.

    Never raises: what is no JSON is read as if it were.
    """
    try:
        return msgspec.json.format(raw, indent=-1)
    except (msgspec.DecodeError, RecursionError):
        return _TOKENS.sub(_kept, raw)


def _kept(token: re.Match[bytes]) -> bytes:
    found = token[0]
    # A line break inside a string is not JSON, and would tear the line in two: it is written as JSON writes it.
    return found.replace(b"\n", b"\\n").replace(b"\r", b"\\r") if found.startswith(b'"') else b""
