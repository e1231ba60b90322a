"""How are the vault's dictionaries made? `python -m benchmarks.train_dictionary VERSION` writes those of one version.

A dictionary that was released is never written again: values sealed with it need it for ever. A new version is added to
`NEWEST` in src/haversack/vault/compression.py.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import zstandard

from benchmarks.dictionary_samples import bodies, faces
from haversack.vault import compression

SIZE = 64 * 1024
FOLDER = Path(compression.__file__).parent / "dictionaries"


def train(samples: Iterator[bytes]) -> bytes:
    """A zstd dictionary of at most SIZE bytes; the same samples give the same dictionary."""
    return zstandard.train_dictionary(SIZE, list(samples), level=compression.LEVEL, k=1024, d=8).as_bytes()


def main(version: int) -> None:
    for family, samples in (("body", bodies()), ("face", faces())):
        path = FOLDER / f"{family}-{version}.zdict"
        if path.exists():
            sys.exit(f"{path.name} is there already. Values may be sealed with it; train a new version instead.")
        path.write_bytes(train(samples))
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(int(sys.argv[1]))
