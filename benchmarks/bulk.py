"""How fast does a hospital's whole group leave for a service ($export), against only reading and opening its rows?

A portal of so many resources, a thousand to a patient, under the preset that holds and withholds. The product makes an
export as the worker does: it walks every patient, decides what the service may have, opens each resource, takes out the
white space, writes the lines and seals the files. The limit only reads and opens the same rows in one scan. Both count
megabytes of resources per second of their own processor time; what is withheld is counted for neither.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import RUNS, SIZE, median, part, report, run_part

NUMBER = SIZE or 100_000
EACH = 1_000  # resources of one patient


def fill(folder: Path) -> dict[str, float]:
    from benchmarks.portal_site import load_hospital

    return load_hospital(NUMBER, EACH)


def export(folder: Path) -> dict[str, float]:
    """Make one export, then open the rows that it wrote."""
    from benchmarks.portal_site import open_portal

    open_portal()
    from django.utils import timezone

    from haversack.fhirserver.actions.exporting import begin, forget_exports, make, pieces
    from haversack.fhirserver.models import App, ExportFile
    from haversack.fhirserver.presenters.bundles import line
    from haversack.portal.models import Record
    from haversack.portal.queries.fhir_store import EVERYBODY

    app, _ = App.objects.get_or_create(client_id="bulk", name="Bulk", client_type="confidential")
    now, scope = timezone.now(), "system/*.rs"
    types = list(Record.objects.values_list("type", flat=True).distinct())
    row = begin(app=app, group=EVERYBODY, types=types, scope=scope, since=None, request="", now=now)
    begun, spent = time.perf_counter(), time.process_time()
    assert make(export=row.pk, written=line)
    spent, seconds = time.process_time() - spent, time.perf_counter() - begun
    size = lines = 0
    for file in ExportFile.objects.filter(export=row):
        for piece in pieces(file):
            size += len(piece)
            lines += piece.count(b"\n")
    assert lines > NUMBER / 2, lines  # the preset withholds some, and what is about nobody in particular counts too
    limit = _limit(lines)
    forget_exports(now=now.replace(year=now.year + 1))
    return {"product": size / spent / 1e6, "limit": limit, "lines": lines, "seconds": seconds, "MB": size / 1e6}


def _limit(lines: int) -> float:
    """Megabytes a CPU-second of as many rows, read and opened in the order they lie in."""
    from django.db import connection

    from haversack.portal.models.keys import BODY, sealer

    key, size, begun = sealer(), 0, time.process_time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM portal_record ORDER BY id LIMIT %s", [lines])
        while rows := cursor.fetchmany(100):
            for (body,) in rows:
                size += len(key.open(body, BODY))
    return size / (time.process_time() - begun) / 1e6


if __name__ == "__main__":
    part("fill", fill)
    part("export", export)
    with TemporaryDirectory(prefix="haversack-bench-") as folder:
        run_part("fill", Path(folder))
        rounds = []
        for number in range(RUNS):
            rounds.append(run_part("export", Path(folder)))
            print(f"round {number + 1} of {RUNS}: {rounds[-1]}", file=sys.stderr, flush=True)
    limit, product = median(rounds, "limit"), median(rounds, "product")
    report(
        "bulk",
        limit=limit,
        product=product,
        ratio=product / limit,
        unit="MB of resources per CPU-second",
        size=NUMBER,
        lines=int(median(rounds, "lines")),
        megabytes=round(median(rounds, "MB"), 1),
        seconds=round(median(rounds, "seconds"), 1),
    )
