"""How much room does a record take?

Disk with all indexes against its JSON; memory of an idle site; time to first answer.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import SIZE, part, report, run_part

NUMBER = SIZE or 100_000


def product(folder: Path) -> dict[str, float]:
    from benchmarks.site import filled, open_site

    open_site()
    filled(folder, NUMBER)
    from django.db import connections

    for one in connections.all():
        if one.vendor == "sqlite":
            with one.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    held = sum(path.stat().st_size for path in (folder / "site").rglob("*") if path.is_file())
    return {"disk": held, "json": (folder / f"{NUMBER}.ndjson").stat().st_size}


def started(folder: Path) -> dict[str, float]:
    """Seconds from the command to the first answer on a prepared folder, and the memory of an idle site in MB (PSS)."""
    port = 18000 + os.getpid() % 10000
    command = [sys.executable, "-m", "haversack.cli.main", "run", "--no-demo", "--port", str(port)]
    environment = os.environ | {"HAVERSACK_DATA": str(folder / "site")}
    begun = time.perf_counter()
    site = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        while not _answers(port):
            time.sleep(0.01)
            assert time.perf_counter() - begun < 60, "no answer in a minute"
        seconds = time.perf_counter() - begun
        time.sleep(3)
        return {"seconds": seconds, "memory": _memory(site.pid)}
    finally:
        os.killpg(site.pid, signal.SIGTERM)
        site.wait()


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=2)
    except (urllib.error.URLError, OSError):
        return False
    return True


def _memory(group: int) -> float:
    """MB of all processes of the group; what they share counts once."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(process.name)) == group:
                rollup = (process / "smaps_rollup").read_text()
                total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total / 1024


if __name__ == "__main__":
    part("product", product)
    part("started", started)
    with TemporaryDirectory(prefix="haversack-bench-") as folder:
        room = run_part("product", Path(folder))
        idle = run_part("started", Path(folder))
    report(
        "footprint",
        limit=room["json"] / 1e6,
        product=room["disk"] / 1e6,
        ratio=room["disk"] / room["json"],
        unit="MB on disk / MB of JSON",
        idle_mb=round(idle["memory"], 1),
        cold_start_s=round(idle["seconds"], 2),
        size=NUMBER,
    )
