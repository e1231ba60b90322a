"""How does a key seal a value, open it again, and make an index that only it can make?

A sealed value is

    1 byte how it was packed | 1 byte version of the dictionary | 12 bytes nonce | AES-256-GCM(packed value)

with both first bytes and the kind as associated data, so that a value opens only as what it was sealed as.
Nonces are random (96 bits): NIST SP 800-38D, 8.3 allows 2^32 values under one key, and a key belongs to one person,
who will not have four thousand million values.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from haversack.vault import streams
from haversack.vault.compression import NOT_PACKED, pack, packing, unpack, unpacking
from haversack.vault.refusals import Unreadable
from haversack.vault.sealing_file import SealingFile

KEY_BYTES = 32
NONCE = 12
HEAD = 2 + NONCE
_BLOCK = 64


def derive(root: bytes, purpose: bytes) -> bytes:
    """A 32-byte key for one purpose (HKDF-Expand, RFC 5869 section 2.3). `root` is uniformly random, so no extract."""
    return HKDFExpand(SHA256(), KEY_BYTES, b"haversack " + purpose).derive(root)


class Sealer:
    """Seals and opens under one key. Safe to share between threads. Shows nothing of the key."""

    __slots__ = ("_cipher", "_root")

    def __init__(self, root: bytes) -> None:
        if len(root) != KEY_BYTES:
            raise ValueError("a key has 32 bytes")
        self._root = root
        self._cipher = AESGCM(derive(root, b"seal 1"))

    def seal(self, data: bytes, kind: str) -> bytes:
        """Seal a value as `kind`, such as "body". At most 2^31 bytes; large files go by `seal_stream`."""
        how, packed = pack(data, kind)
        nonce = os.urandom(NONCE)
        return how + nonce + self._cipher.encrypt(nonce, packed, how + kind.encode())

    def seal_each(self, values: Iterable[bytes], kind: str) -> list[bytes]:
        """Each value sealed as `seal` does; a hundred nonces drawn at once cost what one does."""
        values = list(values)
        nonces, label, encrypt = os.urandom(NONCE * len(values)), kind.encode(), self._cipher.encrypt
        packs, sealed = packing(kind), []
        for place, data in enumerate(values):
            how, packed = packs(data)
            nonce = nonces[NONCE * place : NONCE * (place + 1)]
            sealed.append(how + nonce + encrypt(nonce, packed, how + label))
        return sealed

    def open(self, blob: bytes, kind: str) -> bytes:
        """The value as it was sealed. Raises Unreadable for another key, another kind, or a changed byte."""
        how = blob[:2]
        try:
            packed = self._cipher.decrypt(blob[2:HEAD], blob[HEAD:], how + kind.encode())
            return unpack(how, packed, kind)
        except (InvalidTag, *NOT_PACKED):
            raise Unreadable from None

    def open_each(self, blobs: Iterable[bytes], kind: str) -> list[bytes]:
        """Each value as `open` gives it: how to unpack is asked once, since it seldom changes. Raises Unreadable."""
        decrypt, known, labelled = self._cipher.decrypt, b"", b""
        unpacked: Callable[[bytes], bytes] = bytes
        opened = []
        try:
            for blob in blobs:
                how = blob[:2]
                if how != known:
                    known, labelled, unpacked = how, how + kind.encode(), unpacking(how, kind)
                opened.append(unpacked(decrypt(blob[2:HEAD], blob[HEAD:], labelled)))
        except (InvalidTag, IndexError, *NOT_PACKED):
            raise Unreadable from None
        return opened

    def seal_stream(self, reader: BinaryIO, writer: BinaryIO, kind: str) -> int:
        """Seal a whole file piece by piece; returns the number of plain bytes."""
        return streams.seal(derive(self._root, b"stream 1"), reader, writer, kind)

    def sealing_file(self, writer: BinaryIO, kind: str) -> SealingFile:
        """A file to write plain bytes into, which go sealed to `writer` as they come. Opens only once it was closed."""
        return SealingFile(derive(self._root, b"stream 1"), writer, kind)

    def open_stream(self, reader: BinaryIO, kind: str) -> Iterator[bytes]:
        """The plain pieces of a sealed file, in order. Raises Unreadable where it was changed, reordered or cut."""
        return streams.pieces(derive(self._root, b"stream 1"), reader, kind)

    def open_file(self, reader: BinaryIO, kind: str) -> BinaryIO:
        """A sealed file as a plain one that can be read and sought in; `reader` must be seekable.

        Raises Unreadable at once where the file was cut, and on reading where a piece was changed.
        """
        return streams.plain_file(derive(self._root, b"stream 1"), reader, kind)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce__(self) -> str:
        raise TypeError("a key is never pickled")


class PersonKey(Sealer):
    """The key of one person's backpack."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, root: bytes) -> None:
        super().__init__(root)
        # HMAC (RFC 2104) with both padded blocks hashed beforehand: a third of the time of `hmac.digest`.
        block = derive(root, b"index 1").ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))

    def index(self, label: bytes) -> bytes:
        """16 bytes that are the same for the same label under this key, and say nothing without it (HMAC-SHA256)."""
        inner = self._inner.copy()
        inner.update(label)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.digest()[:16]
