"""How does a search look without its values, so that its SQL is made once for all searches like it?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from haversack.fhirserver.store import Criterion, Ref, Span, Token, Value


def shape_of(criteria: Sequence[Criterion]) -> tuple[Hashable, list[str | datetime]] | None:
    """The shape, and the values in their order; None for searches by words, which change on their way into SQL."""
    shapes: list[Hashable] = []
    values: list[str | datetime] = []
    for one in criteria:
        if one.kind == "string" or one.modifier == "missing":
            if one.modifier in ("", "contains"):
                return None
            shapes.append(one if one.modifier == "missing" else (one.name, one.kind, one.modifier, len(one.any_of)))
            values += [] if one.modifier == "missing" else [str(value) for value in one.any_of]
            continue
        shapes.append((one.name, one.kind, one.modifier, tuple(_shape(value) for value in one.any_of)))
        values += [part for value in one.any_of for part in _parts(value)]
    return tuple(shapes), values


def filled(criteria: Sequence[Criterion], values: Sequence[Any]) -> Iterator[Criterion]:
    """The same criteria with these values in place of theirs."""
    rest = iter(values)
    for one in criteria:
        if one.modifier == "missing":
            yield one
        else:
            yield replace(one, any_of=tuple(_filled(value, rest) for value in one.any_of))


def _shape(value: Value) -> Hashable:
    if isinstance(value, Token):
        return value.system is None, bool(value.system), bool(value.code)
    if isinstance(value, Ref):
        return bool(value.type)
    return value.prefix if isinstance(value, Span) else ""


def _parts(value: Value) -> list[str | datetime]:
    if isinstance(value, Token):
        return [part for part in (value.system, value.code) if part]
    if isinstance(value, Ref):
        return [part for part in (value.type, value.id) if part]
    return [value.start, value.end] if isinstance(value, Span) else [str(value)]


def _filled(value: Value, rest: Iterator[Any]) -> Value:
    if isinstance(value, Token):
        system = next(rest) if value.system else value.system
        return Token(system, next(rest) if value.code else "")
    if isinstance(value, Ref):
        kind = next(rest) if value.type else ""
        return Ref(kind, next(rest))
    if isinstance(value, Span):
        return Span(value.prefix, next(rest), next(rest))
    found: str = next(rest)
    return found
