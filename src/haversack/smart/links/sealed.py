"""What is in a file that a link opens? A compact JWE (RFC 7516), sealed directly with the key of the link.

Links specification, "Encrypting and Decrypting Files": `dir` with A256GCM, and raw DEFLATE where `zip` says so. One bit
that differs anywhere in it, and nothing of it is read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from haversack.records.compact import Damaged, TooMuch, bytes_of, inflated

from .refused import BadLink, Wrong

MOST_FILE = 32 << 20  # bytes, once unpacked
MOST_SEALED = 48 << 20  # characters
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")
_NONCE, _TAG = 12, 16


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of a link. kind: the media type that its header names, "" where it names none."""

    kind: str
    content: bytes = field(repr=False)


def unsealed(text: str, key: bytes) -> Opened:
    """The file. Raises BadLink."""
    if len(text) > MOST_SEALED:
        raise BadLink(Wrong.TOO_LARGE)
    if not _COMPACT.fullmatch(text):
        raise BadLink(Wrong.SEALED)
    head, _none, nonce, sealed, tag = text.split(".")
    try:
        said = _header(bytes_of(head))
        given = bytes_of(nonce), bytes_of(sealed), bytes_of(tag)
        if len(given[0]) != _NONCE or len(given[2]) != _TAG:
            raise BadLink(Wrong.SEALED)
        content = AESGCM(key).decrypt(given[0], given[1] + given[2], head.encode())
        if said.get("zip") == "DEF":
            content = inflated(content, MOST_FILE)
    except TooMuch:
        raise BadLink(Wrong.TOO_LARGE) from None
    except (Damaged, InvalidTag):
        raise BadLink(Wrong.SEALED) from None
    kind = said.get("cty")
    return Opened(kind.partition(";")[0].strip().lower() if isinstance(kind, str) else "", content)


def _header(raw: bytes) -> dict[str, Any]:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadLink(Wrong.SEALED) from None
    wanted = {"alg": "dir", "enc": "A256GCM"}
    if not isinstance(said, dict) or any(said.get(name) != value for name, value in wanted.items()):
        raise BadLink(Wrong.SEALED)
    if said.get("zip", "DEF") != "DEF" or "crit" in said:
        raise BadLink(Wrong.SEALED)
    return said
