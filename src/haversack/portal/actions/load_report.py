"""What did a load do? Every received resource is in exactly one count, or a problem with its place says why not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from haversack.records.entry import Problem


@dataclass(slots=True)
class LoadReport:
    """The report of `portal load` in commands.md. by_type counts what is here now: loaded or unchanged.

    `problems` name a file, a place in it and what is wrong, never what it says. received is loaded, unchanged and
    refused together.
    """

    files: int = 0
    received: int = 0
    loaded: int = 0
    unchanged: int = 0
    refused: int = 0
    patients: set[str] = field(default_factory=set)
    by_type: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def add_problem(self, file: str, problem: Problem) -> None:
        self.problems.append(
            {"file": file, "where": problem.where, "what": problem.what, "severity": str(problem.severity)}
        )

    def as_json(self) -> dict[str, object]:
        """The shape promised in the contract of the command line."""
        return {
            "files": self.files,
            "received": self.received,
            "loaded": self.loaded,
            "unchanged": self.unchanged,
            "problems": self.problems,
            "patients": len(self.patients),
            "by_type": dict(sorted(self.by_type.items())),
            "seconds": round(self.seconds, 3),
        }
