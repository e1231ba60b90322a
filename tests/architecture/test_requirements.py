"""Is every dependency pinned, hashed, free of addresses, and there for a reason somebody wrote down?"""

import re
import tomllib

import pytest

from .tree import PROJECT, Tree

NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
# Tools whose name is their reason; everything else says why it is here.
SPEAKS_FOR_ITSELF = {
    "pytest", "pytest-django", "pytest-xdist", "pytest-randomly", "pytest-socket", "pytest-timeout", "hypothesis",
    "time-machine", "ruff", "mypy", "django-stubs", "import-linter", "coverage", "django-coverage-plugin", "editables",
}  # fmt: skip


def names(lines: str) -> set[str]:
    found = (NAME.match(line) for line in lines.splitlines())
    return {match.group().lower().replace("_", "-") for match in found if match}


def without_hash(tree: Tree) -> list[str]:
    """Pinned lines that no hash follows, and lines that pin nothing."""
    complaints = []
    for listed in sorted((tree.root / "requirements").glob("*.txt")):
        for block in re.split(r"\n(?=\S)", listed.read_text()):
            name = NAME.match(block)
            if name and ("==" not in block or "--hash=sha256:" not in block):
                complaints.append(f"{listed.name}: {name.group()} is not pinned by its hash")
    return complaints


def with_address(tree: Tree) -> list[str]:
    return [
        f"{listed.name}: {line.strip()} names an address"
        for listed in sorted((tree.root / "requirements").iterdir())
        for line in listed.read_text().splitlines()
        if "://" in line or line.startswith(("--index", "--extra-index", "--find-links", "-i ", "-f "))
    ]


def without_reason(tree: Tree) -> list[str]:
    return [
        f"{listed.name}: {line.strip()} gives no reason"
        for listed in sorted((tree.root / "requirements").glob("*.in"))
        for line in listed.read_text().splitlines()
        if (name := NAME.match(line)) and name.group() not in SPEAKS_FOR_ITSELF and len(line.partition("#")[2]) < 5
    ]


def not_locked(tree: Tree) -> list[str]:
    """Names that are asked for and not in the hashed list of the same name."""
    return [
        f"{listed.name}: {name} is not in {listed.with_suffix('.txt').name}"
        for listed in sorted((tree.root / "requirements").glob("*.in"))
        for name in sorted(names(listed.read_text()) - names(listed.with_suffix(".txt").read_text()))
    ]


CHECKS = [without_hash, with_address, without_reason, not_locked]
PLANTED = [
    (without_hash, "base.txt", "kaleido==1.0\n    # via nobody\n"),
    (without_hash, "base.txt", "kaleido\n"),
    (with_address, "base.txt", "--index-url https://packages.example/simple\n"),
    (with_address, "base.in", "-f https://packages.example/\n"),
    (without_reason, "base.in", "django\n"),
    (without_reason, "base.in", "django #\n"),
    (not_locked, "base.in", "kaleido  # pictures\n"),
]


@pytest.fixture
def listed(empty: Tree) -> Tree:
    empty.plant("requirements/base.in", "django  # the framework\n")
    empty.plant("requirements/base.txt", "django==5.2 \\\n    --hash=sha256:00\n    # via -r base.in\n")
    return empty


@pytest.mark.parametrize("check", CHECKS)
def test_the_project_keeps_it(check):
    assert check(PROJECT) == []


@pytest.mark.parametrize(("check", "file", "text"), PLANTED)
def test_a_planted_violation_is_caught(listed: Tree, check, file: str, text: str):
    assert check(listed) == []
    listed.plant(f"requirements/{file}", text)
    assert len(check(listed)) == 1


def test_every_check_has_been_seen_to_fire():
    assert {check for check, _, _ in PLANTED} == set(CHECKS)


def test_what_the_package_asks_for_is_what_the_list_explains():
    project = tomllib.loads(PROJECT.text("pyproject.toml"))["project"]
    explained = names(PROJECT.text("requirements/base.in"))
    assert names("\n".join(project["dependencies"])) == explained
