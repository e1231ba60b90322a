"""How fast does a record leave? 100,000 resources to NDJSON, against reading and opening the same rows.

The product reads a file's parts and rows as of one moment, opens every resource, takes out the white space between its
tokens, writes and hashes the lines, and notes where each came from. The limit only reads and opens, in one scan. Both
count the bytes that came in per second by the clock, since hashing and writing go on in a thread beside. `whole` is the
seconds of a complete export: the files that came,
the summary, the page to read and the manifest too. Every line and file is held against what came.
"""

from __future__ import annotations

import time
from array import array
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import RUNS, SIZE, median, part, report, run_part

NUMBER = SIZE or 100_000


def product(folder: Path) -> dict[str, float]:
    from benchmarks.site import filled, open_site

    open_site()
    opened = filled(folder, NUMBER)
    came = (folder / f"{NUMBER}.ndjson").read_bytes()
    rows = []
    for number in range(RUNS):
        limit, size = _limit(opened)
        lines = _lines(opened, folder / f"lines-{number}")
        rows.append({"limit": size / limit / 1e6, "lines": size / lines / 1e6})
    begun = time.perf_counter()
    _whole(opened, folder / "whole")
    whole = time.perf_counter() - begun
    kept = [path.read_bytes() for path in (folder / "whole" / "records").iterdir()]
    assert kept == [came], "a file did not leave as it came"
    identical = (folder / "whole" / "records.ndjson").read_bytes() == _tightened(came)
    assert identical, "a line did not leave as it came"
    return {"limit": median(rows, "limit"), "lines": median(rows, "lines"), "whole": whole, "bytes": size}


def _limit(opened) -> tuple[float, int]:
    from django.db import connection

    begun, size = time.perf_counter(), 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM backpack_record ORDER BY id")
        while rows := cursor.fetchmany(100):
            for (body,) in rows:
                size += len(opened.key.open(body, "body"))
    return time.perf_counter() - begun, size


def _lines(opened, folder: Path) -> float:
    from haversack.backpack.actions.export_records import Ledger, Lines
    from haversack.backpack.actions.export_target import Folder
    from haversack.backpack.models.snapshot import snapshot
    from haversack.backpack.queries.leaving import pieces_of, what_came

    begun = time.perf_counter()
    target = Folder(folder)
    lines = Lines(Ledger(), array("q"), frozenset())
    with snapshot(), target.open("records.ndjson") as lines.writer:
        for one in what_came(opened, accepted_only=False):
            for pieces in pieces_of(opened, one, accepted_only=False):
                lines.take(pieces)
    target.finish()
    return time.perf_counter() - begun


def _whole(opened, folder: Path) -> None:
    from django.utils import timezone

    from haversack.backpack.actions.export import write_export
    from haversack.backpack.actions.export_target import Folder
    from haversack.backpack.presenters.readable import readable_record

    at = timezone.now()
    write_export(opened=opened, by=opened.viewer, target=Folder(folder), readable=readable_record, at=at)


def _tightened(came: bytes) -> bytes:
    from haversack.records.tight import tight

    return b"".join(tight(line) + b"\n" for line in came.splitlines() if line.strip())


if __name__ == "__main__":
    part("product", product)
    with TemporaryDirectory(prefix="haversack-bench-") as folder:
        found = run_part("product", Path(folder))
    report(
        "export",
        limit=found["limit"],
        product=found["lines"],
        ratio=found["lines"] / found["limit"],
        unit="MB/s",
        whole_seconds=round(found["whole"], 1),
        identical="100 %",
        size=NUMBER,
    )
