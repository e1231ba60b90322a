"""Is every requirement answered by a test that there is, or by a reason; and are they all there?"""

import ast
import csv
import re
import runpy
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT.parent / "shared" / "reference"
DOCS = runpy.run_path(str(ROOT / "docs" / "smart_requirements.py"))
NAMED = re.compile(r"(tests/[\w/]+\.py)(?:::(test_\w+))?")


@cache
def written_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    return frozenset(node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))


def wrong(shown_by: str) -> str:
    """What is wrong with an answer; "" for nothing."""
    named = NAMED.findall(shown_by)
    for file, test in named:
        if not (ROOT / file).is_file() or (test and test not in written_in(file)):
            return f"there is no {file}::{test}"
    return "" if named or len(shown_by) >= 20 else "neither a test nor a reason"


@pytest.mark.parametrize("name", [*DOCS["TITLES"], DOCS["CLIENT"]])
def test_every_answer_names_a_test_that_there_is_or_a_reason(name: str):
    answers = list(DOCS["requirements"](name))
    assert [f"{one.number}: {said}" for one in answers if (said := wrong(one.shown_by))] == []
    assert len({one.number for one in answers}) == len(answers) > 70


@pytest.mark.parametrize(
    "shown_by",
    ["", "short", "tests/unit/smart/test_pkce.py::test_nothing_like_it", "tests/unit/smart/test_none.py::test_x",
     "a long enough reason, but tests/unit/smart/test_none.py"],
)  # fmt: skip
def test_an_answer_that_is_none_is_noticed(shown_by: str):
    assert wrong(shown_by)


def test_what_shows_a_requirement_of_clients_is_a_test_and_anything_else_says_that_it_is_none():
    others = (DOCS["NOT_APPLICABLE"], DOCS["NOT_SHOWN"])
    shown = [one for one in DOCS["requirements"](DOCS["CLIENT"]) if not one.shown_by.startswith(others)]
    assert [one.number for one in shown if not re.match(r"tests/[\w/]+\.py::test_\w+", one.shown_by)] == []
    assert shown


def test_all_requirements_of_the_lists_are_there():
    if not REFERENCE.is_dir():
        pytest.skip(
            "the lists of requirements are not beside this repository: whether one is missing was not looked at"
        )
    smart, _, client = (REFERENCE / "smart22_requirements.md").read_text().partition("requirements: Client")
    for name, listed in (("smart", smart), (DOCS["CLIENT"], client)):
        assert [one.number for one in DOCS["requirements"](name)] == re.findall(r"^- \[(\d+)\]", listed, re.MULTILINE)
    assert {one.number for one in DOCS["requirements"]("g10")} == set(numbers("g10_reqs.csv"))
    assert {one.number for one in DOCS["requirements"]("us_core")} == set(numbers("us_core_reqs.csv"))


def numbers(name: str) -> list[str]:
    with (REFERENCE / name).open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return [row["ID"] for row in rows if row["Conformance"].startswith("SHALL") and "Server" in row["Actors"]]
