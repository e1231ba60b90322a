"""By what are records searched? The values that a store is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["token", "date", "reference", "string", "id"]
Prefix: TypeAlias = Literal["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"]


@dataclass(frozen=True, slots=True)
class Token:
    """A code. system: None where any will do, "" where there must be none. code: "" for any code of the system."""

    system: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Span:
    """A time as precise as it was asked for: from `start`, before `end`; and how a record's own time must lie to it.

    The record's time is a span as well (a day, a month, a period, open where nothing is said; FHIR R4, Search,
    3.1.1.5.6). eq: it lies within this one; ne: not so; gt: it reaches past the end; lt: it begins before the start;
    ge: gt or eq; le: lt or eq; sa: it begins at the end or later; eb: it is over by the start; ap: they touch.
    """

    prefix: Prefix
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to one resource; type is "" where only an id was given."""

    type: str
    id: str

    def __str__(self) -> str:
        return f"{self.type}/{self.id}"


Value: TypeAlias = Token | Span | Ref | str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One search parameter: a record meets it when it meets any of the values; with "missing" whether it has one.

    modifier: "" | "exact" | "contains" (string) | "not" (token) | "missing" (the only value is "true" or "false").
    Strings without a modifier: the beginning of the field, whatever the case and the accents.
    `_id` is of the kind id, `_lastUpdated` of the kind date: the moment at which it became visible to this reader.
    """

    name: str
    kind: Kind
    any_of: tuple[Value, ...] = field(repr=False)
    modifier: str = ""
