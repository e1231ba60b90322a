"""Which fields may stand at the top of a resource of each type that Health Connect takes, and how?"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Field(NamedTuple):
    """name: as it stands in JSON ("valueQuantity"); kind: its FHIR type; choice: what it is one of ("value[x]"), ""
    where it stands alone.
    """

    name: str
    kind: str
    repeats: bool
    choice: str


class Type(NamedTuple):
    """required: names of fields and of choices ("occurrence[x]")."""

    fields: dict[str, Field]
    required: tuple[str, ...]


@cache
def types() -> dict[str, Type]:
    """By resource type."""
    lines = files(__package__).joinpath("fields.txt").read_text("utf-8").splitlines()[1:]
    _star, *common = lines[0].split()
    found = {}
    for line in lines[1:]:
        name, *own = line.split()
        fields: dict[str, Field] = {}
        required = []
        for said in (*common, *own):
            written, _, kinds = said.partition(":")
            if kinds.endswith("!"):
                required.append(written)
            for field in _fields(written, kinds.rstrip("!")):
                fields[field.name] = field
        found[name] = Type(fields, tuple(required))
    return found


def _fields(written: str, kinds: str) -> list[Field]:
    if not written.endswith("[x]"):
        return [Field(written, kinds.rstrip("*"), kinds.endswith("*"), "")]
    stem = written.removesuffix("[x]")
    return [Field(stem + kind[0].upper() + kind[1:], kind, False, written) for kind in kinds.split("|")]
