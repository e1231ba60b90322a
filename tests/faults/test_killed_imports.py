"""Does kill -9, at any point of an import or a review, lose nothing, double nothing, and leave nothing half done?"""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest

import haversack as package

from ..running import haversack
from .killing import PERSON, Round, write_file

RECORDS = 2000
IMPORTS_A_ROUND, REVIEWS_A_ROUND = 5, 1

pytestmark = pytest.mark.skipif(
    os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql",
    reason="the command is killed on a data folder of its own, on SQLite",
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Round:
    """A data folder with a person and no records, and a file to import: copied for each round."""
    folder = tmp_path_factory.mktemp("begun")
    write_file(folder / "records.ndjson", RECORDS)
    haversack(folder / "data", "person", "add", PERSON)
    return Round(folder / "data", folder / "records.ndjson", RECORDS)


def copy_of(begun: Round, folder: Path, package: str = "") -> Round:
    shutil.copytree(begun.folder, folder)
    return Round(folder, begun.file, begun.records, package)


@pytest.fixture(scope="module")
def undisturbed(begun: Round, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], float]:
    """What the record is when nothing is killed, and how long a review takes."""
    one = copy_of(begun, tmp_path_factory.mktemp("undisturbed") / "data")
    haversack(one.folder, "import", str(one.file), "--person", PERSON)
    started = time.monotonic()
    haversack(one.folder, "review", "--person", PERSON, "--accept-all")
    seconds = time.monotonic() - started
    lines = one.lines("accepted")
    assert len(lines) > RECORDS * 0.98
    assert one.faults() == []
    return lines, seconds


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_a_killed_import_or_review_loses_and_doubles_nothing(proof, begun, undisturbed, tmp_path):
    lines, seconds = undisturbed
    points = proof.size(sample=8, full=200)
    luck, tried, wrong = random.Random(proof.seed), 0, []
    while tried < points:
        one = copy_of(begun, tmp_path / f"round-{tried}")
        for point in range(IMPORTS_A_ROUND + REVIEWS_A_ROUND):
            if point < IMPORTS_A_ROUND:
                one.killed_import(luck)
            else:
                one.killed_review(luck, seconds)
            tried += 1
            wrong += one.faults()
        if one.finish() != lines:
            wrong.append("the record is another one than without kills")
        wrong += one.faults()
        shutil.rmtree(one.folder)
    assert wrong == []
    proof.counted("kill -9 during import and review", tried=tried, wrong=len(wrong))


PLANTED = """

class FileIntake(FileIntake):  # planted: the position is committed after the records, by itself
    def _commit(self, waiting):
        import time
        late = []
        self._advance = late.append
        super()._commit(waiting)
        del self._advance
        time.sleep(0.03)
        for chunk in late:
            self._number -= 1
            self._advance(chunk)
            self._number += 1
"""


@pytest.mark.timeout(0)
def test_the_harness_catches_a_position_that_is_committed_by_itself(proof, begun, tmp_path):
    planted = tmp_path / "planted" / "haversack"
    shutil.copytree(Path(package.__file__).parent, planted, ignore=shutil.ignore_patterns("__pycache__"))
    with (planted / "backpack/actions/taking.py").open("a") as file:
        file.write(PLANTED)
    luck = random.Random(proof.seed)
    for attempt in range(10):
        one = copy_of(begun, tmp_path / f"attempt-{attempt}", str(planted.parent))
        one.killed_import(luck)
        if one.faults():
            return
    pytest.fail("ten kills did not show the planted bug")
