"""Does each app have one line of migrations, numbered without a gap, each resting on the one before?"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "haversack"
LINES = sorted(SOURCE.rglob("migrations"))


def faults_of(folder: Path) -> list[str]:
    """What is wrong with the migrations of one app, in words."""
    names = sorted(path.stem for path in folder.glob("[0-9]*.py"))
    wrong = [
        f"{name} is number {number} of its line"
        for number, name in enumerate(names, 1)
        if not name.startswith(f"{number:04}_")
    ]
    for before, name in itertools.pairwise(names):
        own = re.escape(folder.parent.name)
        rests_on = re.findall(rf"""["']{own}["'], ["'](\d[^"']+)["']""", (folder / f"{name}.py").read_text("utf-8"))
        if before not in rests_on:
            wrong.append(f"{name} does not rest on {before}")
    return wrong


@pytest.mark.parametrize("folder", LINES, ids=lambda folder: folder.parent.name)
def test_the_migrations_of_an_app_are_one_line(folder):
    assert faults_of(folder) == []


def test_two_that_rest_on_the_same_one_are_noticed(tmp_path):
    folder = tmp_path / "backpack" / "migrations"
    folder.mkdir(parents=True)
    for name, before in (("0001_initial", ""), ("0002_one", "0001_initial"), ("0002_two", "0001_initial")):
        (folder / f"{name}.py").write_text(f"dependencies = [('backpack', '{before}')]")
    assert faults_of(folder) == ["0002_two is number 3 of its line", "0002_two does not rest on 0002_one"]
