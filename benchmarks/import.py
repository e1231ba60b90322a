"""How fast does a record go in? 100,000 resources in bundles and NDJSON, against the least work that could keep them.

The product reads, categorises, identifies, seals, indexes, counts and audits; everything waits for review at the end,
with one commit a hundred. The kernel parses each resource, compresses it with the same dictionary, seals it and inserts
it with four indexes, with one commit a hundred. Both count resources per second of CPU time.
"""

import os
import sqlite3
import time
from pathlib import Path

from benchmarks.harness import SIZE, interleaved, median, part, report

NUMBER = SIZE or 100_000


def prepare(folder: Path) -> None:
    """Half of the resources as bundles, half as NDJSON."""
    from benchmarks import data

    data.bundle_files(NUMBER // 2, folder / "bundles")
    data.ndjson_file(NUMBER // 2, folder / "lines.ndjson", seed=data.SEED + 1)


def _files(folder: Path) -> list[str]:
    shared = (folder / "input").resolve()
    return [str(shared / "bundles"), str(shared / "lines.ndjson")]


def product(folder: Path) -> dict[str, float]:
    from haversack.config.prepare import prepare as prepare_site
    from haversack.config.prepare import set_up

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haversack.config.settings")
    set_up()
    prepare_site(lambda words: None)
    from haversack.backpack.actions.intake import Terms, receive
    from haversack.backpack.actions.persons import add_person
    from haversack.backpack.rules.roles import Viewer
    from haversack.records.bundle import open_paths

    operator = Viewer.operator()
    opened = add_person(by=operator, name="Bench")
    begun = time.process_time()
    found = receive(
        opened=opened,
        by=operator,
        files=list(open_paths(_files(folder))),
        terms=Terms(source="bench", same_person=True),
    )
    seconds = time.process_time() - begun
    kept = sum(found.outcomes[name] for name in ("pending", "undisplayed", "unchanged"))
    assert kept == found.received >= NUMBER, found.as_json()
    return {"rate": found.received / seconds, "received": found.received}


def kernel(folder: Path) -> dict[str, float]:
    import msgspec
    import zstandard
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from haversack.vault.compression import LEVEL, dictionary

    class Entry(msgspec.Struct):
        resource: msgspec.Raw

    class Bundle(msgspec.Struct):
        entry: list[Entry]

    database = sqlite3.connect(folder / "kernel.sqlite3", isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;"
        "PRAGMA mmap_size = 134217728; PRAGMA wal_autocheckpoint = 4000;"  # as the site has them
        "CREATE TABLE r (id INTEGER PRIMARY KEY, person INT, a BLOB, b BLOB, c BLOB, d INT, body BLOB);"
        "CREATE INDEX r_a ON r (person, a); CREATE INDEX r_b ON r (person, b);"
        "CREATE INDEX r_c ON r (person, c, d); CREATE INDEX r_d ON r (person, d);"
    )
    decode = msgspec.json.decode
    seal = AESGCM(AESGCM.generate_key(256)).encrypt
    squeeze = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary("body", 1))
    begun = time.process_time()
    number = 0
    rows: list[tuple[object, ...]] = []

    def write() -> None:
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO r VALUES (?, 1, ?, ?, ?, ?, ?)", rows)
        database.execute("COMMIT")
        rows.clear()

    for path in sorted((folder / "input").resolve().rglob("*.*json")):
        raw = path.read_bytes()
        if path.suffix == ".ndjson":
            pieces = raw.splitlines()
        else:
            pieces = [bytes(entry.resource) for entry in msgspec.json.decode(raw, type=Bundle).entry]
        for piece in pieces:
            decode(piece)
            nonce = os.urandom(12)
            number += 1
            sealed = nonce + seal(nonce, squeeze.compress(piece), b"body")
            rows.append((number, nonce, nonce[:8], nonce[4:], number, sealed))
            if len(rows) == 100:
                write()
    write()
    return {"rate": number / (time.process_time() - begun), "received": number}


if __name__ == "__main__":
    part("product", product)
    part("kernel", kernel)
    products, kernels = interleaved("product", "kernel", prepare)
    limit, rate = median(kernels, "rate"), median(products, "rate")
    report("import", limit=limit, product=rate, ratio=rate / limit, unit="resources per CPU-second", size=NUMBER)
