"""Does kill -9, at any point of a hospital's load, lose nothing, double nothing, and leave nothing half decided?"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ..running import COMMAND, haversack, own_environment

PATIENTS, EACH = 3, 400
PATIENCE = 120  # seconds

pytestmark = pytest.mark.skipif(
    os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql",
    reason="the command is killed on a data folder of its own, on SQLite",
)
PATHOLOGY = {"system": "http://loinc.org", "code": "LP7839-6"}
LABORATORY = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}


def write_hospital(folder: Path) -> int:
    """Patients, each with results, and a pathology report over some of them. Returns how many records."""
    folder.mkdir()
    number = 0
    for patient in range(PATIENTS):
        subject = {"reference": f"Patient/p{patient}"}
        docs = [{"resourceType": "Patient", "id": f"p{patient}", "name": [{"family": f"Kestrel{patient}"}]}]
        docs += [
            {
                "resourceType": "Observation", "id": f"o{patient}-{one}", "status": "final", "subject": subject,
                "category": [{"coding": [LABORATORY]}], "code": {"coding": [{"system": "s", "code": "c"}]},
                "issued": "2020-01-01T00:00:00Z",
            }
            for one in range(EACH)
        ]  # fmt: skip
        docs.append({
            "resourceType": "DiagnosticReport", "id": f"r{patient}", "status": "final", "subject": subject,
            "issued": "2020-01-01T00:00:00Z", "category": [{"coding": [PATHOLOGY]}],
            "result": [{"reference": f"Observation/o{patient}-{one}"} for one in range(0, EACH, 40)],
        })  # fmt: skip
        (folder / f"{patient}.ndjson").write_text("\n".join(map(json.dumps, docs)))
        number += len(docs)
    return number


def rows(data: Path, question: str) -> list[tuple[object, ...]]:
    """What stands in the database, asked past every line of the product."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(data / "portal" / "portal.sqlite3", timeout=30)) as database:
        return database.execute(question).fetchall()
    return []


def records(data: Path) -> int:
    found = rows(data, "SELECT COUNT(*) FROM portal_record")
    return int(str(found[0][0])) if found else 0


def faults(data: Path) -> list[str]:
    """What must not be, at any moment: a record without what it is found by, a decision of no policy, a lost tie."""
    codes = "(SELECT COUNT(*) FROM portal_searchtoken t WHERE t.record_id = r.id)"
    coded = f"SELECT COUNT(*) FROM portal_record r WHERE type = 'Observation' AND {codes} <> 2"
    checks = {
        "records twice": "SELECT COUNT(*) - COUNT(DISTINCT type || fhir_id) FROM portal_record",
        "records without their codes": coded,
        "decisions of another policy": "SELECT COUNT(*) FROM portal_record WHERE policy <> 1",
        "reports without their results": "SELECT COUNT(*) FROM portal_record r WHERE type = 'DiagnosticReport' AND "
        f"(SELECT COUNT(*) FROM portal_recordtie t WHERE t.record_id = r.id) <> {EACH // 40}",
        "records of nobody": "SELECT COUNT(*) FROM portal_record WHERE patient_id IS NULL",
        "shown beside their pathology report": "SELECT COUNT(*) FROM portal_recordtie t JOIN portal_record o ON "
        "o.type = t.type AND o.fhir_id = t.fhir_id WHERE t.kind = 'has' AND o.reason <> 'withheld'",
    }  # fmt: skip
    return [name for name, question in checks.items() if (found := rows(data, question)) and found[0][0]]


def killed_load(data: Path, folder: Path, luck: random.Random, number: int) -> None:
    """Load, and kill it some commits further on than it is now."""
    wanted = records(data) + luck.randint(1, max(1, number // 3))
    process = subprocess.Popen(
        [*COMMAND, "portal", "load", str(folder), "--data", str(data)], env=own_environment(), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    end = time.monotonic() + PATIENCE
    while process.poll() is None and records(data) < wanted and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(luck.uniform(0, 0.05))
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_a_killed_load_loses_and_doubles_nothing(proof, tmp_path):
    points = proof.size(sample=3, full=100)
    luck, tried, wrong = random.Random(proof.seed), 0, []
    number = write_hospital(tmp_path / "hospital")
    while tried < points:
        data = tmp_path / f"data{tried}"
        haversack(data, "portal", "policy", "--set", "backus")
        for _ in range(min(3, points - tried)):
            killed_load(data, tmp_path / "hospital", luck, number)
            tried += 1
            wrong += faults(data)
        haversack(data, "portal", "load", str(tmp_path / "hospital"))
        wrong += [*faults(data), *(["lost"] if records(data) != number else [])]
    proof.counted("kill -9 during a hospital's load", tried=tried, wrong=len(wrong))
    assert wrong == []


def test_what_is_left_half_done_would_be_noticed(tmp_path):
    write_hospital(tmp_path / "hospital")
    haversack(tmp_path / "data", "portal", "policy", "--set", "backus")
    haversack(tmp_path / "data", "portal", "load", str(tmp_path / "hospital"))
    assert faults(tmp_path / "data") == []
    with closing(sqlite3.connect(tmp_path / "data" / "portal" / "portal.sqlite3")) as database:
        database.execute(
            "DELETE FROM portal_searchtoken WHERE id = (SELECT MAX(id) FROM portal_searchtoken WHERE code = 'c')"
        )
        database.execute("UPDATE portal_record SET reason = 'shown' WHERE fhir_id = 'o1-0'")
        database.commit()
    assert faults(tmp_path / "data") == ["records without their codes", "shown beside their pathology report"]
