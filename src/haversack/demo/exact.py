"""How is a resource written as JSON so that 1.10 stays 1.10? Decimals go out with their own digits, as numbers."""

from __future__ import annotations

from typing import Any

import msgspec

Json = dict[str, Any]

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def text(value: Json) -> bytes:
    """Compact UTF-8 JSON; a `Decimal` becomes a JSON number with the digits it has."""
    return _ENCODER.encode(value)
