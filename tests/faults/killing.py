"""How is the real command killed at a chosen step, and what must hold of what it left behind?

The step is seen from outside, in the database that the command writes; nothing in the product knows that it is watched.
What is counted is read with plain SQL, past every line of the product.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from ..running import COMMAND, haversack, own_environment

PATIENCE = 120  # seconds
PERSON = "Kestrel"
DISPLAYED = 0  # models.record.Kind


@dataclass(frozen=True)
class Round:
    """One data folder and one file, killed again and again. package: where haversack is imported from, if not as
    installed.
    """

    folder: Path
    file: Path
    records: int
    package: str = ""

    def killed_import(self, luck: random.Random) -> None:
        """Import, and kill it some commits further on than it is now, or before it has begun."""
        process = self._start("import", str(self.file), "--person", PERSON)
        if luck.random() < 0.15:
            _kill(process, luck.uniform(0.05, 1.5))
            return
        here = self._one("SELECT COALESCE(MAX(parts), 0) FROM backpack_arrival")
        wanted = here + luck.randint(1, max(1, (self.records // 100 - here) // 3))
        end = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < end:
            if self._one("SELECT COALESCE(MAX(parts), 0) FROM backpack_arrival") >= wanted:
                break
            time.sleep(0.001)
        _kill(process, luck.uniform(0, 0.06))  # about as long as a hundred records take

    def killed_review(self, luck: random.Random, seconds: float) -> None:
        """Accept everything, and kill it at some moment of the `seconds` that it takes."""
        _kill(self._start("review", "--person", PERSON, "--accept-all"), luck.uniform(0.6, 1.1) * seconds)

    def finish(self) -> list[str]:
        """Import and accept undisturbed; returns the record as lines that do not depend on numbers of rows."""
        haversack(self.folder, "import", str(self.file), "--person", PERSON)
        haversack(self.folder, "review", "--person", PERSON, "--accept-all")
        return self.lines("accepted")

    def lines(self, state: str) -> list[str]:
        said = haversack(self.folder, "entries", "--person", PERSON, "--state", state, "--json")
        found = [json.loads(line) for line in said.splitlines()]
        return sorted(json.dumps({key: one[key] for key in one if key != "id"}, sort_keys=True) for one in found)

    def faults(self) -> list[str]:
        """What does not hold of what is in the database now."""
        found = []
        counters = "pending + accepted + undisplayed + unreadable"
        for arrival, complete, parts, received, counted in self._all(
            f"SELECT id, is_complete, parts, received, {counters} FROM backpack_arrival"
        ):
            stored = self._one(f"SELECT COUNT(*) FROM backpack_record WHERE arrival_id = {arrival}")
            if stored != counted:
                found.append(f"{stored} records stored, {counted} counted")
            if parts != self._one(f"SELECT COUNT(*) FROM backpack_part WHERE arrival_id = {arrival}"):
                found.append("parts and their number differ")
            if complete and received != self.records:
                found.append(f"called complete with {received} of {self.records}")
        for state in (0, 1):
            lines = self._one(
                f"SELECT COUNT(*) FROM backpack_record WHERE state = {state} AND lead AND kind = {DISPLAYED}"
            )
            if lines != self._one(f"SELECT COALESCE(SUM(number), 0) FROM backpack_count WHERE state = {state}"):
                found.append(f"the counters of state {state} are not the rows")
        doubled = self._one("SELECT COUNT(*) - COUNT(DISTINCT identity) FROM backpack_record")
        if doubled:
            found.append(f"{doubled} records are there twice")
        if self._one("SELECT COUNT(DISTINCT state) FROM backpack_record WHERE kind = 0") > 1:
            found.append("half of the record was accepted")
        if self._all("PRAGMA integrity_check") != [("ok",)]:
            found.append("the database is damaged")
        return found

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        environment = own_environment(**({"PYTHONPATH": self.package} if self.package else {}))
        return subprocess.Popen(
            [*COMMAND, *words, "--data", str(self.folder)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _one(self, query: str) -> int:
        return int(self._all(query)[0][0])

    def _all(self, query: str) -> list[tuple[object, ...]]:
        with closing(
            sqlite3.connect(f"file:{self.folder / 'haversack.sqlite3'}?mode=ro", uri=True, timeout=30)
        ) as rows:
            return rows.execute(query).fetchall()


def _kill(process: subprocess.Popen[bytes], after: float) -> None:
    """kill -9 the whole group, unless it has ended by itself."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(after)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(PATIENCE)


def write_file(path: Path, records: int) -> None:
    """An NDJSON file of an invented person: results, some conditions, who and where."""
    with path.open("w") as file:
        for number in range(records):
            file.write(json.dumps(_resource(number)) + "\n")


def _resource(number: int) -> dict[str, object]:
    if number == 0:
        return {
            "resourceType": "Patient",
            "id": "p",
            "name": [{"family": "Kestrel", "given": ["Wren"]}],
            "birthDate": "1950-02-03",
        }
    about = {"subject": {"reference": "Patient/p"}}
    if number % 97 == 0:
        return {"resourceType": "Organization", "id": f"g{number}", "name": f"Invented Clinic {number}"}
    if number % 10 == 0:
        return {"resourceType": "Condition", "id": f"c{number}", "code": {"text": f"Invented ache {number}"}, **about}
    kind = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}
    return {
        "resourceType": "Observation",
        "id": f"o{number}",
        "status": "final",
        "category": [{"coding": [kind]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "2339-0", "display": "Glucose"}], "text": "Glucose"},
        "effectiveDateTime": f"20{10 + number // 800:02d}-{1 + number // 60 % 12:02d}-{1 + number % 28:02d}T08:00:00Z",
        "valueQuantity": {"value": 70 + number % 90, "unit": "mg/dL"},
        **about,
    }
