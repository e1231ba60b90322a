"""How is a source's JSON laid out for reading, without changing a digit or a character of it?"""

from __future__ import annotations

import msgspec


def laid_out(body: bytes) -> str:
    """JSON with line breaks and two spaces an indent, every literal as it came; anything else as it came.

    Works on the bytes: decoding and encoding again would turn 1.10 into 1.1.
    """
    try:
        return msgspec.json.format(body, indent=2).decode()
    except (msgspec.DecodeError, ValueError, RecursionError):
        return body.decode("utf-8", "replace")
