"""How do the digits of a number survive being read?

JSON has one kind of number and Python two, neither of which keeps "1.10" (architecture, invariant 6). A number with a
point or an exponent is read as `Digits`, its text as the source wrote it; a whole number as an int of any size.
"""

from __future__ import annotations

import msgspec


class Digits(str):
    """A JSON number with a point or an exponent, as text: "1.10" stays "1.10". Encoded, it is a number again."""

    __slots__ = ()


def is_whole(text: str) -> bool:
    """Whether a text is a whole number that `int` takes: up to 15 digits of ASCII. `str.isdigit` also takes "²"."""
    return text.isascii() and text.isdigit() and len(text) < 16


def _written(value: object) -> msgspec.Raw:
    if type(value) is Digits:
        return msgspec.Raw(value.encode())
    raise NotImplementedError


# Each raises msgspec.DecodeError, ValueError (broken UTF-8, a number of more than 4,300 digits) or RecursionError.
decode = msgspec.json.Decoder(float_hook=Digits).decode
# Keys as they came, and keys in the order of their code points; numbers with the digits that came.
encode = msgspec.json.Encoder(enc_hook=_written).encode
encode_sorted = msgspec.json.Encoder(enc_hook=_written, order="sorted").encode
