"""How does a line read in the command's answer? The shape of commands.md, with the digits that came."""

from __future__ import annotations

from collections.abc import Sequence

from haversack.records.entry import Coding, Component, Range

from ..models.record import State
from ..queries.lines import Line, Told


def row_json(line: Line, members: Sequence[Told] = ()) -> dict[str, object]:
    """One line as JSON. `sources` lists every resource it stands for, members of a panel included."""
    entry = line.entry
    value = entry.value
    told = [*line.told, *members]
    return {
        "id": line.id,
        "category": entry.category,
        "title": entry.title,
        "codes": _codes(entry.codes),
        "date": entry.date or None,
        "precision": entry.precision or None,
        "value": value.text if value else None,
        "comparator": value.comparator or None if value else None,
        "unit": value.unit or None if value else None,
        "range": range_words(entry.range) or None,
        "flag": entry.flag or None,
        "components": [_component(one) for one in entry.components],
        "members": [one.record for one in members],
        "status": status_of(line),
        "state": "pending" if line.state == State.PENDING else "accepted",
        "sources": [{"name": one.source.name, "type": one.type, "id": one.id} for one in told],
        "edited": False,
        "notes": list(entry.notes),
    }


def row_words(line: Line) -> str:
    """One line for a person at a terminal."""
    entry = line.entry
    value = f"  {entry.value.comparator}{entry.value.text} {entry.value.unit}".rstrip() if entry.value else ""
    standing = "" if entry.standing == "fact" else f"  ({entry.standing.replace('-', ' ')})"
    return f"{line.id:>8}  {entry.date[:10]:<10}  {entry.category:<14}  {entry.title}{value}{standing}"


def status_of(line: Line) -> str:
    """The source's status; what it refuted, denied or took back says so whatever else it says."""
    if line.is_withdrawn:
        return "withdrawn"
    return line.entry.status if line.entry.standing in ("fact",) else line.entry.standing


def range_words(given: Range | None) -> str:
    """A laboratory's range in one line, with its own digits."""
    if given is None:
        return ""
    if given.text:
        return given.text
    if given.low is not None and given.high is not None:
        return f"{given.low}–{given.high}"
    if given.low is not None:
        return f"≥ {given.low}"
    return f"≤ {given.high}" if given.high is not None else ""


def _codes(codes: Sequence[Coding]) -> list[dict[str, str]]:
    return [{"system": one.system, "code": one.code} for one in codes]


def _component(one: Component) -> dict[str, object]:
    return {
        "title": one.title,
        "codes": _codes(one.codes),
        "value": one.value.text if one.value else None,
        "unit": one.value.unit or None if one.value else None,
    }
