"""Is there anything in the project that belongs to one machine, one registry or one unfinished afternoon?"""

import re

import pytest

from .tree import PROJECT, Tree

# Written in pieces, so that this file is not the first to be found.
MACHINE = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:wo" r"rk|fa" r"rm|root|home/[a-z]+)/", re.MULTILINE)
REGISTRY = re.compile(r"py" r"pi\.org|python" r"hosted\.org|registry\.npm" r"js\.org|deb\.deb" r"ian\.org")
# Tests name the words they look for, as this one does.
LOOSE = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b|(?i:lorem ip" r"sum|not yet imple" r"mented|coming so" r"on)")
NUMBER = re.compile(r"(?i:\b(?:issue|ticket|fixes|closes|resolves)) #\d+")
FOREIGN = re.compile(r"^tests/|/(?:vendor|vendored)/|\.min\.|^LICENSE$|\.(?:po|mo|svg|woff2|ttf|txt)$")


def found(tree: Tree, words: re.Pattern[str], skip: re.Pattern[str] | None = None) -> list[str]:
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1} says {match.group().strip()}"
        for name in tree.files()
        if not (skip and skip.search(name))
        for text in [tree.text(name)]
        for match in words.finditer(text)
    ]


def machine_paths(tree: Tree) -> list[str]:
    return found(tree, MACHINE)


def registries(tree: Tree) -> list[str]:
    """Addresses of package registries: whoever builds this may have another."""
    return found(tree, REGISTRY)


def loose_ends(tree: Tree) -> list[str]:
    return found(tree, LOOSE, skip=FOREIGN)


def numbers(tree: Tree) -> list[str]:
    """Numbers of a tracker nobody may be able to open; the reason itself belongs there."""
    return found(tree, NUMBER, skip=FOREIGN)


CHECKS = [machine_paths, registries, loose_ends, numbers]
PLANTED = [
    (machine_paths, "docs/install.md", "copy it to /wo" + "rk/main"),
    (machine_paths, "src/haversack/x.py", 'DATA = "/home/' + 'ana/data"'),
    (registries, "requirements/base.txt", "--index-url https://py" + "pi.org/simple"),
    (registries, "Makefile", "npm --registry https://registry.npm" + "js.org"),
    (loose_ends, "src/haversack/x.py", "# TO" + "DO: later"),
    (loose_ends, "docs/guide/start.md", "Coming so" + "on: sharing."),
    (loose_ends, "src/haversack/web/templates/x.html", "Lorem ip" + "sum dolor"),
    (numbers, "src/haversack/x.py", "# see issue #" + "12"),
]


@pytest.mark.parametrize("check", CHECKS)
def test_the_project_keeps_it(check):
    assert check(PROJECT) == []


@pytest.mark.parametrize(("check", "file", "text"), PLANTED)
def test_a_planted_violation_is_caught(empty: Tree, check, file: str, text: str):
    empty.plant(file, f"A line before.\n{text}\n")
    (complaint,) = check(empty)
    assert complaint.startswith(f"{file}:2 ")


def test_every_check_has_been_seen_to_fire():
    assert {check for check, _, _ in PLANTED} == set(CHECKS)


def test_ordinary_words_and_files_that_are_not_text_are_left_alone(empty: Tree):
    empty.plant("docs/x.md", "The work/life balance; https://example.org/work; todo el mundo; a homework/ folder.")
    (empty.root / "logo.png").write_bytes(b"\x89PNG\xff\xfe/wo" + b"rk/")
    assert [complaint for check in CHECKS for complaint in check(empty)] == []
