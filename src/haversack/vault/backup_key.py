"""Under which key is a backup file sealed, and which one opens an older backup?

A site that took in the key export of another place has several: the one that seals, and those that still open.
The first four bytes of what is sealed name the key; they are random and say nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from haversack.vault.refusals import Unreadable
from haversack.vault.sealing import Sealer

_NAME = 4


class BackupKey:
    """Seals backup files and opens those of any backup key that the keyring holds."""

    def __init__(self, name: str, keys: Mapping[str, bytes]) -> None:
        self._name = bytes.fromhex(name)
        self._sealers = {bytes.fromhex(each): Sealer(key) for each, key in keys.items()}

    def seal(self, data: bytes, kind: str) -> bytes:
        return self._name + self._sealers[self._name].seal(data, kind)

    def open(self, blob: bytes, kind: str) -> bytes:
        """Raises Unreadable where no backup key of this keyring opens it."""
        return self._named(blob[:_NAME]).open(blob[_NAME:], kind)

    def seal_stream(self, reader: BinaryIO, writer: BinaryIO, kind: str) -> int:
        """Seal a whole file piece by piece; returns the number of plain bytes."""
        writer.write(self._name)
        return self._sealers[self._name].seal_stream(reader, writer, kind)

    def open_stream(self, reader: BinaryIO, kind: str) -> Iterator[bytes]:
        """The plain pieces in order. Raises Unreadable where it was sealed elsewhere, changed or cut."""
        return self._named(reader.read(_NAME)).open_stream(reader, kind)

    def _named(self, name: bytes) -> Sealer:
        sealer = self._sealers.get(name)
        if sealer is None:
            raise Unreadable
        return sealer

    def __repr__(self) -> str:
        return "<BackupKey>"

    def __reduce__(self) -> str:
        raise TypeError("a key is never pickled")
