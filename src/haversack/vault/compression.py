"""How small can a value be made before it is sealed, and how is it made whole again?

A dictionary is trained per family of values and is a data file of this package, `dictionaries/FAMILY-VERSION.zdict`.
Once released, a dictionary never changes, since every value packed with it needs it; a better one is a new version.
Version 0 means without a dictionary.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from importlib import resources

import zstandard

STORED, PACKED = 1, 2
LEVEL = 3
# Words so short are found in the dictionary or nowhere: searching longer makes them a fiftieth smaller.
_LEVEL_OF = {"face": 1}
# Shorter values gain nothing; in longer ones the value itself is the better dictionary.
LEAST = 16
DICTIONARY_UP_TO = 64 * 1024
NEWEST = {"body": 1, "face": 1}

NOT_PACKED = (ValueError, zstandard.ZstdError, FileNotFoundError)
_HEADS = [bytes((PACKED, version)) for version in range(256)]
_AS_IT_IS = bytes((STORED, 0))
_FORMAT = zstandard.FORMAT_ZSTD1_MAGICLESS
_here = threading.local()


@functools.cache
def dictionary(family: str, version: int) -> zstandard.ZstdCompressionDict | None:
    """The dictionary of a family; None for version 0. Raises FileNotFoundError where this package has none."""
    if version == 0:
        return None
    data = (resources.files(__package__) / "dictionaries" / f"{family}-{version}.zdict").read_bytes()
    words = zstandard.ZstdCompressionDict(data)
    words.precompute_compress(level=_LEVEL_OF.get(family, LEVEL))
    return words


def pack(data: bytes, family: str) -> tuple[bytes, bytes]:
    """(two bytes saying how, packed bytes). A value that does not shrink is stored as it is."""
    return packing(family)(data)


def packing(family: str) -> Callable[[bytes], tuple[bytes, bytes]]:
    """What packs values of a family as `pack` does, in this thread."""
    version = NEWEST.get(family, 0)
    squeeze, head = _compressor(family, version).compress, _HEADS[version]

    def packed(data: bytes) -> tuple[bytes, bytes]:
        size = len(data)
        if LEAST <= size <= DICTIONARY_UP_TO:
            small, how = squeeze(data), head
        elif size < LEAST:
            return _AS_IT_IS, data
        else:
            small, how = _compressor(family, 0).compress(data), _HEADS[0]
        return (how, small) if len(small) < size else (_AS_IT_IS, data)

    return packed


def unpack(how: bytes, packed: bytes, family: str) -> bytes:
    """The bytes that `pack` was given. Raises one of NOT_PACKED where `how` or `packed` is not what `pack` writes."""
    return unpacking(how, family)(packed)


def unpacking(how: bytes, family: str) -> Callable[[bytes], bytes]:
    """What unpacks values of a family that were packed so, in this thread. Both may raise one of NOT_PACKED."""
    if how[0] == STORED:
        return bytes
    if how[0] != PACKED:
        raise ValueError("unknown packing")
    return _decompressor(family, how[1]).decompress


def _compressor(family: str, version: int) -> zstandard.ZstdCompressor:
    # zstandard's objects must not be shared between threads, so each thread keeps its own.
    kept: dict[tuple[str, int], zstandard.ZstdCompressor]
    try:
        kept = _here.compressors
    except AttributeError:
        kept = _here.compressors = {}
    key = (family, version) if version else ("", 0)
    found = kept.get(key)
    if found is None:
        # Our own head says which dictionary; sealing says whether a byte changed. zstd need not say either again.
        parameters = zstandard.ZstdCompressionParameters.from_level(
            _LEVEL_OF.get(family, LEVEL),
            format=_FORMAT,
            write_checksum=False,
            write_dict_id=False,
            write_content_size=True,
        )
        found = kept[key] = zstandard.ZstdCompressor(
            compression_params=parameters, dict_data=dictionary(family, version)
        )
    return found


def _decompressor(family: str, version: int) -> zstandard.ZstdDecompressor:
    kept: dict[tuple[str, int], zstandard.ZstdDecompressor]
    try:
        kept = _here.decompressors
    except AttributeError:
        kept = _here.decompressors = {}
    key = (family, version) if version else ("", 0)
    found = kept.get(key)
    if found is None:
        found = kept[key] = zstandard.ZstdDecompressor(dict_data=dictionary(family, version), format=_FORMAT)
    return found
