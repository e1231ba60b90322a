"""Do the documents say what is so: do their links lead somewhere, is every choice in them, are the made pages fresh?"""

import re
import runpy

import pytest

from .tree import PROJECT, ROOT, Tree

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
VARIABLE = re.compile(r"HAVERSACK_[A-Z_]*[A-Z]")
PATH = re.compile(r"`([a-z_]+(?:/[a-z_0-9]+)*/[a-z_0-9]+\.(?:py|html))`")
OURS_ALONE = {"HAVERSACK_PROOFS"}  # what only the tests read
INSTALL = "docs/operating/install.md"


def dead_links(tree: Tree) -> list[str]:
    """Links from one document to a file that is not there."""
    return [
        f"{name} leads to {target}"
        for name in tree.files()
        if name.endswith(".md")
        for target in LINK.findall(tree.text(name))
        if not (tree.root / name).parent.joinpath(target).exists()
    ]


def untold_choices(tree: Tree) -> list[str]:
    """Variables that the program reads and that operators are not told about, and the other way round."""
    read = {name for module in tree.modules() for name in VARIABLE.findall(module.text)}
    read = {name for name in read if not name.startswith("HAVERSACK_TEST")} - OURS_ALONE
    told = set(VARIABLE.findall(tree.text(INSTALL)))
    return [f"{name} is not in {INSTALL}" for name in sorted(read - told)] + [
        f"{INSTALL} tells of {name}, which nothing reads" for name in sorted(told - read)
    ]


def unknown_words(tree: Tree) -> list[str]:
    """Targets that a document tells people to make and that the Makefile does not know."""
    known = set(re.findall(r"^([a-z]+):", tree.text("Makefile"), re.MULTILINE))
    return [
        f"{name} says make {word}"
        for name in tree.files()
        if name.endswith(".md")
        for word in re.findall(r"(?:`|^|&& )make ([a-z]+)\b", tree.text(name), re.MULTILINE)
        if word not in known
    ]


def dead_paths(tree: Tree) -> list[str]:
    """Files that a document at the root names (`records/dates.py`) and that are nowhere in the package."""
    roots = [tree.root, tree.root / "src/haversack", tree.root / "src/haversack/backpack"]
    return [
        f"{name} names {path}"
        for name in tree.files()
        if name.endswith(".md") and "/" not in name
        for path in PATH.findall(tree.text(name))
        if not any((root / path).is_file() for root in roots)
    ]


CHECKS = [dead_links, untold_choices, unknown_words, dead_paths]
PLANTED = [
    (dead_links, "docs/x.md", "see [there](../nowhere.md)"),
    (dead_links, "README.md", "![a picture](docs/images/none.png)"),
    (untold_choices, "src/haversack/x.py", 'os.environ["HAVERSACK_COLOUR"]'),
    (untold_choices, INSTALL, "`HAVERSACK_SHAPE`"),
    (dead_paths, "ARCHITECTURE.md", "kept by `records/nothing.py`"),
    (unknown_words, "docs/x.md", "then run `make coffee`"),
    (unknown_words, "README.md", "make coffee     hot"),
]


@pytest.mark.parametrize("check", CHECKS)
def test_the_project_keeps_it(check):
    assert check(PROJECT) == []


@pytest.mark.parametrize(("check", "file", "text"), PLANTED)
def test_a_planted_violation_is_caught(empty: Tree, check, file: str, text: str):
    empty.plant("Makefile", "run:\n")
    empty.plant(INSTALL, "run `make run`\n")
    empty.plant("docs/y.md", "[install](operating/install.md), [site](https://example.org/)\n")
    assert check(empty) == []
    empty.plant(file, f"{text}\n")
    assert len(check(empty)) == 1


def test_every_check_has_been_seen_to_fire():
    assert {check for check, _, _ in PLANTED} == set(CHECKS)


def test_the_two_commands_stand_in_the_readme():
    assert {"make run", "make test"} <= set(re.findall(r"^make \w+", PROJECT.text("README.md"), re.MULTILINE))


MADE = ["commands.md", "addresses.md", "authorisation.md", "connections.md", "smart.md", "smart-client.md"]


@pytest.mark.parametrize("name", MADE)
def test_the_made_pages_are_fresh(name: str):
    page = runpy.run_path(str(ROOT / "docs" / "generate.py"))["PAGES"][name]
    assert (ROOT / "docs" / "reference" / name).read_text() == page(), "run `make docs`"
