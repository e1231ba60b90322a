"""What did an import do? Every received resource in exactly one count, every problem with its place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from haversack.records.entry import Problem

OUTCOMES = ("pending", "accepted", "unchanged", "declined", "undisplayed", "unreadable")


@dataclass(slots=True)
class Report:
    """The import report of commands.md.

    `problems` name a file, a place in it, and what is wrong, never what it says.
    """

    files: int = 0
    received: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    merged: int = 0
    by_category: Counter[str] = field(default_factory=Counter)
    by_type: Counter[str] = field(default_factory=Counter)
    problems: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def add_problem(self, file: str, problem: Problem) -> None:
        """Note one problem of one file."""
        self.problems.append(
            {"file": file, "where": problem.where, "what": problem.what, "severity": str(problem.severity)}
        )

    def as_json(self) -> dict[str, object]:
        """The shape promised in the contract of the command line."""
        return {
            "files": self.files,
            "received": self.received,
            **{name: self.outcomes[name] for name in OUTCOMES},
            "merged": self.merged,
            "problems": self.problems,
            "by_category": dict(sorted(self.by_category.items())),
            "by_type": dict(sorted(self.by_type.items())),
            "seconds": round(self.seconds, 3),
        }

    @property
    def has_problems(self) -> bool:
        """Whether anything needs the person's attention (exit code 1)."""
        return any(problem["severity"] == "error" for problem in self.problems)
