"""Does each file of others give as many entries of each category as somebody counted in it who never saw the reader?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from haversack.records.categories import SLUGS
from haversack.records.formats.fhir_r4.describe import describe

from .written import pieces_of

SHARED = Path(__file__).parents[3] / "shared" / "data"
EXPECTED = Path(__file__).parent / "expected" / "categories.tsv"


def table() -> dict[str, dict[str, int]]:
    lines = [line.split("\t") for line in EXPECTED.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {file: {name: int(n) for name, n in (one.split("=") for one in said.split())} for file, said in lines}


def counted(data: bytes, *, without: str = "") -> dict[str, int]:
    entries = (describe(piece.doc, lambda _: None) for piece in pieces_of(data)[0] if piece.doc)
    return dict(Counter(entry.category for entry in entries if entry and entry.category != without))


def differences(folder: Path) -> tuple[list[str], int]:
    """(what differs, how many files were there)."""
    wrong, there = [], 0
    for file, expected in table().items():
        path = folder / file
        if path.is_file():
            there += 1
            found = counted(path.read_bytes(), without="other" if file.startswith("ccda-") else "")
            if found != expected:
                wrong.append(f"{file}: expected {expected}, found {found}")
    return wrong, there


def test_the_table_covers_every_format_and_says_only_categories_there_are():
    assert len(table()) >= 40
    assert {name for said in table().values() for name in said} <= set(SLUGS)
    kinds = (
        "synthea",
        "us-core",
        "ips",
        "carin",
        "older-fhir-dstu2",
        "older-fhir-stu3",
        "hl7v2",
        "apple-health",
        "ccda",
    )
    assert all(any(file.startswith(kind) for file in table()) for kind in kinds)


def test_forty_files_of_others_give_what_was_counted_in_them():
    wrong, there = differences(SHARED)
    if not there:
        pytest.skip(f"no files of others to count at {SHARED}")
    assert wrong == []
    assert there == len(table())


def test_the_comparison_sees_an_entry_that_is_missing(monkeypatch):
    path = next((SHARED / file for file in table() if file.startswith("hl7v2/VXU.")), None)
    if path is None or not path.is_file():
        pytest.skip(f"no files of others to count at {SHARED}")
    monkeypatch.setitem(globals(), "table", lambda: {f"hl7v2/{path.name}": {"vaccines": 4}})
    assert differences(SHARED)[0] != []


def test_a_place_kept_free_for_a_result_is_no_result():
    document = (
        b'<section xmlns="urn:hl7-org:v3"><code code="30954-2" codeSystem="2.16.840.1.113883.6.1"/><entry>'
        b'<observation classCode="OBS" moodCode="EVN" %s><code code="26436-6" codeSystem="2.16.840.1.113883.6.1"'
        b' displayName="Laboratory Studies"/><value nullFlavor="NI"/></observation></entry></section>'
    )
    assert counted(document % b"").get("labs") == 1
    free = document % b'nullFlavor="NI"'
    assert "labs" not in counted(free)
    assert any(problem.where == "section 1, entry 1" for problem in pieces_of(free)[1].problems)
