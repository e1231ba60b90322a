"""Does kill -9, at any point of a fetch, lose nothing, double nothing, and never call done what is not?"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from ..fakes.fetched import FakePortal, served
from ..integration.connections.fetching import sample
from ..running import own_environment

ALONE = Path(__file__).with_name("fetching_alone.py")
RESULTS, PAGE, SLOW = 60, 4, 0.004  # so that a fetch takes long enough to be hit in the middle
KILLS = 5  # in each round, before it may go on to its end

pytestmark = pytest.mark.skipif(
    os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql",
    reason="the process is killed on a data folder of its own, on SQLite",
)


@contextmanager
def slow_portal() -> Iterator[FakePortal]:
    portal = sample(FakePortal(base="http://127.0.0.1:1/fhir", page=PAGE), RESULTS)

    def answer(target, headers):
        time.sleep(SLOW)
        return portal.answer(target, headers)

    with served(answer) as address:
        portal.base = f"{address}/fhir"
        sample(portal, RESULTS)
        yield portal


class Fetching:
    """One data folder, whose fetch is killed again and again."""

    def __init__(self, folder: Path, portal: FakePortal, *words: str) -> None:
        self.folder, self.portal, self.words, self.ahead = folder, portal, words, 0

    def start(self) -> subprocess.Popen[str]:
        self.ahead += 120
        process = subprocess.Popen(
            [sys.executable, str(ALONE), str(self.folder), self.portal.base, str(self.ahead), *self.words],
            env=own_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n", process.communicate()[1]
        return process

    def killed(self, luck: random.Random) -> None:
        process = self.start()
        time.sleep(luck.uniform(0.0, 0.5))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def finish(self) -> str:
        told = self.start().communicate(timeout=120)[0]
        return told.strip()

    def faults(self) -> list[str]:
        """What does not hold of what is in the database now."""
        found = []
        kept = "SELECT COUNT(*) FROM backpack_record WHERE state < 2"
        for state in (0, 1):
            lines = self._one(f"SELECT COUNT(*) FROM backpack_record WHERE state = {state} AND lead AND kind = 0")
            if lines != self._one(f"SELECT COALESCE(SUM(number), 0) FROM backpack_count WHERE state = {state}"):
                found.append("the counters are not the rows")
        if self._one("SELECT COUNT(*) - COUNT(DISTINCT identity) FROM backpack_record WHERE state < 2"):
            found.append("a record is there twice")
        if self._one("SELECT COUNT(*) FROM backpack_arrival WHERE NOT is_complete"):
            found.append("half of a page is there")
        counted = self._one("SELECT COALESCE(SUM(new), 0) FROM connections_fetch")
        if counted != self._one(kept):
            found.append("a page and its counters are not of one mind")
        if (
            self._one("SELECT COUNT(*) FROM connections_fetch WHERE state = 'done'")
            and self._one(kept) != self.wanted()
        ):
            found.append("called done and is not")
        if self._all("PRAGMA integrity_check") != [("ok",)]:
            found.append("the database is damaged")
        return found

    def wanted(self) -> int:
        return len(self.portal.records) + len(self.portal.files)

    def _one(self, query: str) -> int:
        return int(self._all(query)[0][0])

    def _all(self, query: str) -> list[tuple[object, ...]]:
        path = f"file:{self.folder / 'haversack.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(path, uri=True, timeout=30)) as rows:
            return rows.execute(query).fetchall()


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_a_killed_fetch_loses_and_doubles_nothing(proof, tmp_path):
    luck, tried, wrong = random.Random(proof.seed), 0, []
    while tried < proof.size(sample=5, full=200):
        with slow_portal() as portal:
            one = Fetching(tmp_path / f"round-{tried}", portal)
            for _ in range(KILLS):
                one.killed(luck)
                tried += 1
                wrong += one.faults()
            if one.finish() != "done":
                wrong.append("it did not come to its end")
            wrong += one.faults()
            shutil.rmtree(one.folder)
    assert wrong == []
    proof.counted("kill -9 during a fetch", tried=tried, wrong=len(wrong))


@pytest.mark.timeout(0)
def test_the_harness_catches_a_cursor_that_is_committed_before_its_page(proof, tmp_path):
    luck = random.Random(proof.seed)
    with slow_portal() as portal:
        for attempt in range(6):
            one = Fetching(tmp_path / f"attempt-{attempt}", portal, "planted")
            one.killed(luck)
            one.killed(luck)
            one.finish()
            if one.faults():
                return
    pytest.fail("twelve kills did not show the planted bug")
