"""How is a figure measured? The product and its limit kernel in turn, each in a process of its own, medians of five."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

RUNS = int(os.environ.get("BENCH_RUNS", "5"))
SIZE = int(os.environ.get("BENCH_SIZE", "0"))  # 0: the figure's own


def part(name: str, function: Callable[[Path], dict[str, float]]) -> None:
    """Run one part in this process if it was asked for on the command line, print what it found, and leave."""
    if sys.argv[1:2] == [name]:
        print(json.dumps(function(Path(sys.argv[2]))), flush=True)
        sys.exit(0)


def run_part(name: str, folder: Path) -> dict[str, float]:
    """Run a part of the calling script in a process of its own, so that neither warms the other up."""
    script = Path(sys.argv[0]).resolve()
    environment = os.environ | {"HAVERSACK_DATA": str(folder / "site"), "PYTHONPATH": str(script.parent.parent)}
    done = subprocess.run(
        [sys.executable, str(script), name, str(folder)], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stderr[-4000:])
        raise SystemExit(f"{name} failed")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def interleaved(first: str, second: str, prepare: Callable[[Path], None]) -> tuple[list[dict[str, float]], ...]:
    """RUNS rounds of both parts in turn, each round in a fresh folder with the same input."""
    found: tuple[list[dict[str, float]], ...] = ([], [])
    with tempfile.TemporaryDirectory(prefix="haversack-bench-") as shared:
        prepare(Path(shared))
        for number in range(RUNS):
            for place, name in enumerate((first, second)):
                with tempfile.TemporaryDirectory(prefix="haversack-bench-") as own:
                    (Path(own) / "input").symlink_to(shared)
                    found[place].append(run_part(name, Path(own)))
            print(f"round {number + 1} of {RUNS}: {found[0][-1]} {found[1][-1]}", file=sys.stderr, flush=True)
    return found


def median(rows: list[dict[str, float]], key: str) -> float:
    return statistics.median(row[key] for row in rows)


def quantile(values: list[float], share: float) -> float:
    """The value below which `share` of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(figure: str, *, limit: float, product: float, ratio: float, unit: str, **more: float | str | int) -> None:
    """Print what was measured; the last line is the JSON that others read."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    document = {
        "figure": figure,
        "limit": round(limit, 2),
        "product": round(product, 2),
        "ratio": round(ratio, 3),
        "unit": unit,
        **more,
        "runs": RUNS,
        "machine": machine,
        "date": datetime.now(UTC).date().isoformat(),
    }
    print(json.dumps(document))
