"""How often is a countable proof tried, and where is it written down what was counted?

`make test` tries a seeded sample of each, `make proofs` the full count, and writes docs/reference/proofs.md; one file
can be run by itself under HAVERSACK_PROOFS=full, and the other proofs keep the lines of their last run. A proof is a
test marked `proof` that asks the fixture of that name how often, and tells it what came out:

    @pytest.mark.proof
    def test_a_killed_import_loses_nothing(proof):
        for point in range(proof.size(sample=20, full=1000)):
            ...
        proof.counted("kill -9 during import", tried=tried, wrong=lost)

Each harness is also shown to catch a planted bug, in a test beside it.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

FULL = os.environ.get("HAVERSACK_PROOFS") == "full"
WRITTEN = Path(__file__).parents[1] / "docs" / "reference" / "proofs.md"
SEED = 20261121
ABOUT = "Each count is tried by a seeded harness that is also shown to catch a planted bug. Made by `make proofs`."

_HEADS = ("| what | tried | wrong | time | last |", "|---|---:|---:|---:|---|")


class Proof:
    """One countable proof. `seed` is the same in every run, so that what fails once can be looked at again."""

    seed = SEED

    def __init__(self, record: Callable[[str, object], None]) -> None:
        self._record = record

    def size(self, *, sample: int, full: int) -> int:
        return full if FULL else sample

    def counted(self, what: str, *, tried: int, wrong: int) -> None:
        """Write down what was counted; fails when anything was wrong, or when nothing was tried."""
        self._record("proof", json.dumps({"what": what, "tried": tried, "wrong": wrong}))
        assert tried > 0, f"{what}: nothing was tried"
        assert wrong == 0, f"{what}: {wrong} of {tried} were wrong"


@pytest.fixture
def proof(record_property: Callable[[str, object], None]) -> Proof:
    return Proof(record_property)


class Notebook:
    """Collects what the proofs counted, also from workers, and writes it down at the end of a full run."""

    def __init__(self, written: Path, *, full: bool = FULL) -> None:
        self.written = written
        self.full = full
        self.rows: list[tuple[str, int, int, float]] = []  # what, tried, wrong, seconds

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties if report.when == "call" else ():
            if name == "proof":
                told = json.loads(str(value))
                self.rows.append((told["what"], told["tried"], told["wrong"], report.duration))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.full and self.rows and not hasattr(session.config, "workerinput"):
            kept = self.written.read_text() if self.written.exists() else ""
            self.written.write_text(self.page(kept, date.today().isoformat()))

    def page(self, kept: str, day: str) -> str:
        """The page with what was counted now, and what it said of the others."""
        lines = {
            line.split(" | ")[0]: line for line in kept.splitlines() if line.startswith("| ") and "what" not in line
        }
        for what, tried, wrong, seconds in self.rows:
            lines[f"| {what}"] = f"| {what} | {tried:,} | {wrong} | {seconds:.0f} s | {day} |"
        head = ["# Counted", "", f"{ABOUT} {os.cpu_count()} cores, Python {platform.python_version()}.", ""]
        return "\n".join(
            [
                *head,
                "| what | tried | wrong | time | last |",
                "|---|---:|---:|---:|---|",
                *(lines[what] for what in sorted(lines)),
                "",
            ]
        )
