"""Does any of the attacks that people know crash a reader, hold it up, fill the memory, or go by without a word?

They are made and tried in one process of their own with limits (attacks/__main__.py). expected/attacks.tsv says of each
how many resources and people come out of it, and what is said at the worst; whoever changes a reader
reads what changes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from .attacks.__main__ import SECONDS, outcome
from .attacks.every import ATTACKS

EXPECTED = Path(__file__).parent / "expected" / "attacks.tsv"
ROOT = Path(__file__).parents[2]
# The first words are enough to know what was said.
WORDS = 60


def table() -> dict[str, str]:
    lines = EXPECTED.read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if not line.startswith("#"))


def told(one: dict[str, Any]) -> str:
    return f"{one['read']}\t{one['people']}\t{one['severest']}\t{one['said'][:WORDS].strip()}"


def wrong_with(lines: Iterable[str], expected: dict[str, str]) -> list[str]:
    """What is wrong with what the process wrote, attack by attack."""
    found = [json.loads(line) for line in lines]
    begun = {one["begun"] for one in found if "begun" in one}
    ended = {one["name"]: one for one in found if "name" in one}
    wrong = [f"{name}: the process ended" for name in begun - ended.keys()]
    for name, one in ended.items():
        if "crash" in one:
            wrong.append(f"{name}: {one['crash']}")
            continue
        if one["seconds"] > SECONDS:
            wrong.append(f"{name}: {one['seconds']:.1f} s")
        if not one["read"] and not one["said"]:
            wrong.append(f"{name}: nothing came of it, and nothing was said")
        if told(one) != expected.get(name):
            wrong.append(f"{name}: {told(one)}")
    return sorted(wrong)


@pytest.mark.proof
def test_no_attack_crashes_a_reader_or_goes_by_without_a_word(proof):
    step = proof.size(sample=3, full=1)
    words = [sys.executable, "-m", "tests.formats.attacks", str(step)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    lines = done.stdout.splitlines()
    wrong = wrong_with(lines, table())
    assert wrong[:3] == []
    assert done.returncode == 0, done.stderr[-2000:]
    tried = {one["name"] for line in lines if "name" in (one := json.loads(line))}
    assert tried == set(sorted(ATTACKS)[::step])
    proof.counted("attacks on readers made by hand", tried=len(tried), wrong=len(wrong))


def test_there_are_two_hundred_attacks_over_all_formats():
    names = table()
    assert names.keys() == ATTACKS.keys()
    assert len(names) >= 200
    for kind in ("JSON, ", "C-CDA, ", "FHIR XML, ", "Apple Health, ", "HL7 v2, ", "zip, "):
        assert sum(name.startswith(kind) for name in names) >= 25


def test_the_harness_sees_a_crash_a_delay_a_silence_and_another_answer():
    good = {"name": "a", "seconds": 0.1, "read": 0, "people": 0, "severest": "error", "said": "The file is empty."}
    expected = {"a": told(good)}
    begun = json.dumps({"begun": "a"})
    assert wrong_with([begun, json.dumps(good)], expected) == []
    for bug in ({"crash": "MemoryError"}, {"seconds": 9.0}, {"said": "", "severest": ""}, {"read": 3}):
        assert wrong_with([begun, json.dumps({**good, **bug})], expected) != []
    assert wrong_with([begun], expected) == ["a: the process ended"]


def test_what_an_attack_came_to_is_found_by_reading_it():
    assert outcome(b"")["said"] == "The file is empty."
    assert outcome(b'{"resourceType":"Patient","id":"p"}')["people"] == 1
