"""Who is told how far an import is, and who may stop it?

The intake tells its watch of every step. At the console nobody keeps what is told; behind a page it is the row of the
work (import_work), which remembers in the same transaction what has been counted.
"""

from __future__ import annotations

import time

from .report import Report

# On SQLite one writes at a time. Whoever waits asks each millisecond (config/sqlite); without a rest an import that
# commits back to back would win every time.
REST = 0.002
WORK = 0.05  # seconds at most between two rests


class Watch:
    """Nobody in particular. Any method may raise, which ends the import; what was committed stays."""

    _rested = 0.0

    def begin(self, report: Report) -> None:
        """The report is empty: fill in what an interrupted worker had counted."""

    def look(self, pieces: int) -> None:
        """So many more records were looked at, before the first is taken."""

    def found(self, pieces: int) -> None:
        """So many records are in the files, and taking them begins."""

    def knows(self, arrival: int, part: int) -> bool:
        """Whether this hundred of a file is in and counted already."""
        return False

    def has_finished(self, arrival: int) -> bool:
        """Whether this file is in and counted already."""
        return False

    def keep(self, report: Report, arrival: int, part: int) -> None:
        """This hundred is being committed. Called inside the transaction."""

    def pass_by(self, pieces: int) -> None:
        """So many records were passed over, which are in and counted already."""

    def finish(self, report: Report, arrival: int) -> None:
        """This file is in. Called inside the transaction."""

    def rest(self) -> None:
        """Let others write. Called after each commit, outside of any transaction."""
        if time.monotonic() - self._rested >= WORK:
            time.sleep(REST)
            self._rested = time.monotonic()


NOBODY = Watch()
