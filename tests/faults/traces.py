"""Can a canary be read in these bytes: as they are, in another encoding, packed, or in a row of a database?"""

from __future__ import annotations

import base64
import bz2
import lzma
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import zstandard

from haversack.vault.compression import NEWEST, PACKED, dictionary

from .canaries import NUMBER_MARK, WORD_MARK

_DEPTH = 3  # packed within packed within packed
_MOST = 64 << 20
_KINDS = ("face", "body", *NEWEST)


def _spellings(mark: str) -> Iterator[bytes]:
    """The mark in every encoding that leaves it recognisable without unpacking anything."""
    for text in {mark, mark.capitalize(), mark.upper()}:
        plain = text.encode()
        yield plain
        for encoding in ("utf-16-le", "utf-16-be", "utf-32-le"):
            yield text.encode(encoding)
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        yield plain[::-1]
        yield text.translate(_ROT13).encode()
        for shift in range(3):  # base64 reads three bytes at a time, wherever the mark begins
            coded = base64.b64encode(b"\0" * shift + plain)
            first, last = -(-shift * 8 // 6), (shift + len(plain)) * 8 // 6
            yield coded[first:last]
        yield base64.b32encode(plain + b"\0" * (-len(plain) % 5))[: len(plain) * 8 // 5]


_ROT13 = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "nopqrstuvwxyzabcdefghijklmNOPQRSTUVWXYZABCDEFGHIJKLM"
)
_MARKS = re.compile(
    b"|".join(re.escape(each) for mark in (WORD_MARK, NUMBER_MARK) for each in sorted(set(_spellings(mark)))),
)
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|\x28\xb5\x2f\xfd|PK\x03\x04|BZh[1-9]|\xfd7zXZ")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{40,}={0,2}")


def can_be_read(data: bytes, depth: int = 0) -> bool:
    """Whether a mark stands in the data, or in anything in it that unpacks."""
    if _MARKS.search(data):
        return True
    if depth == _DEPTH:
        return False
    return any(can_be_read(inner, depth + 1) for inner in _unpacked(data))


def _unpacked(data: bytes) -> Iterator[bytes]:
    for found in _PACKED.finditer(data):
        yield from _one_unpacked(data[found.start() : found.start() + _MOST])
    for found in _BASE64.finditer(data):
        text = found[0].rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        yield base64.b64decode(text[: len(text) // 4 * 4])


def _one_unpacked(data: bytes) -> Iterator[bytes]:
    """What begins here as zlib, gzip, zstd, a member of a zip, bzip2 or xz. Random bytes rarely do."""
    attempts = {
        b"\x1f": lambda: zlib.decompressobj(31).decompress(data, _MOST),
        b"\x78": lambda: zlib.decompressobj(15).decompress(data, _MOST),
        b"\x28": lambda: zstandard.ZstdDecompressor().decompressobj().decompress(data),
        b"B": lambda: bz2.BZ2Decompressor().decompress(data, _MOST),
        b"\xfd": lambda: lzma.LZMADecompressor().decompress(data, _MOST),
        b"P": lambda: _of_zip(data),
    }
    try:
        inner = attempts[data[:1]]()
    except (zlib.error, zstandard.ZstdError, OSError, lzma.LZMAError, EOFError, MemoryError):
        return
    if inner:
        yield inner


def _of_zip(data: bytes) -> bytes:
    """APPNOTE 4.3.7: 30 bytes, of which two lengths at 26 and 28, then name and extra field, then the member."""
    start = 30 + int.from_bytes(data[26:28], "little") + int.from_bytes(data[28:30], "little")
    return zlib.decompressobj(-15).decompress(data[start:], _MOST)


def rows_in_file(database: Path) -> list[str]:
    """Columns of an SQLite file with values that can be read, unpacked as the vault packs."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return _rows(connection, "SELECT name FROM sqlite_master WHERE type = 'table'", database.name)
    finally:
        connection.close()


def rows_on_server(url: str) -> list[str]:
    """The same of a PostgreSQL database, as far as it can be asked: not of deleted rows that its server still keeps."""
    with psycopg.connect(url) as connection:
        return _rows(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", "postgresql")


def _rows(connection: Any, tables: str, where: str) -> list[str]:
    found = set()
    for (table,) in connection.execute(tables).fetchall():
        rows = connection.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in rows.description]
        for row in rows:
            for name, value in zip(names, row, strict=True):
                data = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                if can_be_read(data) or _packed_only(data):
                    found.add(f"{where}: {table}.{name}")
    return sorted(found)


def _packed_only(value: bytes) -> bool:
    """Whether the vault packed it (its head, perhaps a nonce, then a frame without magic) and did not seal it."""
    if value[:1] != bytes((PACKED,)):
        return False
    for start in (2, 14):
        for kind in _KINDS:
            try:
                words = dictionary(kind, value[1])
                reader = zstandard.ZstdDecompressor(dict_data=words, format=zstandard.FORMAT_ZSTD1_MAGICLESS)
                if can_be_read(reader.decompressobj().decompress(value[start:]), 1):
                    return True
            except (zstandard.ZstdError, FileNotFoundError, MemoryError):
                continue
    return False


def traces(places: Iterable[Path], urls: Iterable[str] = ()) -> list[str]:
    """Where canaries can be read: in the bytes or the names of files, or in rows. Empty when nowhere."""
    found = [row for url in urls for row in rows_on_server(url)]
    for place in places:
        for path in [place, *sorted(place.rglob("*"))] if place.is_dir() else [place]:
            if can_be_read(path.name.encode()):
                found.append(f"the name of {path}")
            if path.is_file():
                if can_be_read(path.read_bytes()):
                    found.append(path.name)
                if path.suffix == ".sqlite3":
                    found += rows_in_file(path)
    return found
