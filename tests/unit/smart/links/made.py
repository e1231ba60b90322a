"""Which links are read in these tests? Ones made here, of invented people."""

from __future__ import annotations

import base64
import json
import os
import zlib
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = bytes(range(32))
URL = "https://records.hospital.example/shl/3NfQy1mV9pJ0sXo2bLwRkT8hUe6cGd4aZi5"
NOW = 1_790_000_000


def spelt(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def link(**said: Any) -> str:
    """The text of a link; what is None is left out."""
    payload = {"url": URL, "key": spelt(KEY), **said}
    return "shlink:/" + spelt(json.dumps({name: one for name, one in payload.items() if one is not None}).encode())


def sealed(content: bytes, kind: str = "application/fhir+json", *, packed: bool = False, **header: Any) -> str:
    """A file of a link."""
    said = {"alg": "dir", "enc": "A256GCM", "cty": kind, **({"zip": "DEF"} if packed else {}), **header}
    head = spelt(json.dumps(said).encode())
    if packed:
        squeezing = zlib.compressobj(level=9, wbits=-15)
        content = squeezing.compress(content) + squeezing.flush()
    nonce = os.urandom(12)
    both = AESGCM(KEY).encrypt(nonce, content, head.encode())
    return ".".join([head, "", spelt(nonce), spelt(both[:-16]), spelt(both[-16:])])


def manifest(*files: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"files": list(files), **more}).encode()
