"""How does an element of FHIR's XML stand in its JSON: alone or in a list, as text, number, or true and false?

XML repeats an element and writes every value as text; JSON needs to know (FHIR R4, 2.6.2). The table holds what the
definitions of R4, STU3 and DSTU2 say, R4 first, by the name of an element and, where that is not enough, by the name of
the one around it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Shape(NamedTuple):
    """is_list: it may stand more than once. kind: "b" true or false, "n" a whole number, "d" a number, "" text."""

    is_list: bool
    kind: str


_PLAIN = Shape(False, "")


@cache
def _table() -> dict[str, tuple[Shape, dict[str, Shape]]]:
    found = {}
    for line in files(__package__).joinpath("shapes.tsv").read_text("utf-8").splitlines()[1:]:
        name, usual, *others = line.split("\t")
        inside: dict[str, Shape] = {}
        for other in others:
            marks, *parents = other.split(" ")
            inside.update(dict.fromkeys(parents, _shape(marks)))
        found[name] = _shape(usual), inside
    return found


def _shape(marks: str) -> Shape:
    return Shape("l" in marks, marks.strip("l-"))


def shape_of(name: str, parent: str) -> Shape:
    """How `name` stands inside `parent` ("given" inside "name")."""
    known = _table().get(name)
    return known[1].get(parent, known[0]) if known else _PLAIN
