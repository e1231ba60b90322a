"""Which column of a table is what, and how are its dates and numbers written?

As JSON: {"columns": {"Datum": "date", "Gewicht": "weight"}, "units": {"Gewicht": "kg"}, "date_order": "dmy",
"decimal": ",", "delimiter": ";", "encoding": "utf-8"}. A column goes by its heading, or by its number from 1 where the
table has none ("header": false); "#3" is the third one, where headings are alike or missing. What is not said is looked
for (delimiter) or usual (a decimal point, UTF-8, dates as 2026-11-20); a date order is never guessed. Measures and
units: records/measures.py.
"""

from __future__ import annotations

from typing import Any

import msgspec

from haversack.records.measures import MEASURES

ORDERS = ("ymd", "dmy", "mdy")
ENCODINGS = ("utf-8", "utf-16", "cp1252")
DELIMITERS = (",", ";", "\t", "|")


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """columns: heading or number -> "date", "time" or a measure. units: of measures, the usual one where none is said.
    delimiter: "" to be looked for in the first line. without_times: only the day of each line counts.
    """

    columns: dict[str, str]
    units: dict[str, str] = {}
    date_order: str = "ymd"
    decimal: str = "."
    delimiter: str = ""
    encoding: str = "utf-8"
    header: bool = True
    without_times: bool = False

    def unit_of(self, column: str) -> str:
        return self.units.get(column) or next(iter(MEASURES[self.columns[column]].units))


class MappingUnusable(Exception):
    """The mapping cannot be used. The message says what is wrong with it; whoever wrote it puts it right."""


def mapping_from(written: bytes) -> Mapping:
    """A mapping out of its JSON. Raises MappingUnusable."""
    try:
        mapping = msgspec.json.decode(written, type=Mapping)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as wrong:
        raise MappingUnusable(f"The mapping is not as it has to be: {wrong}.") from None
    if trouble := _trouble(mapping):
        raise MappingUnusable(trouble)
    return mapping


def _trouble(said: Mapping) -> str:
    for name, value, known in (
        ("date_order", said.date_order, ORDERS),
        ("decimal", said.decimal, (".", ",")),
        ("delimiter", said.delimiter, ("", *DELIMITERS)),
        ("encoding", said.encoding, ENCODINGS),
    ):
        if value not in known:
            return f"In the mapping, {name} has to be one of: {', '.join(map(repr, known))}."
    kinds = list(said.columns.values())
    if kinds.count("date") != 1 or kinds.count("time") > 1:
        return 'In the mapping, exactly one column has to be "date", and at most one "time".'
    measures = [kind for kind in kinds if kind not in ("date", "time")]
    if unknown := next((kind for kind in measures if kind not in MEASURES), ""):
        return f"In the mapping, {unknown!r} is no measure. There are: {', '.join(MEASURES)}."
    if not measures or len(set(measures)) != len(measures):
        return "In the mapping, at least one column has to be a measure, and each measure one column."
    if ("systolic" in measures) != ("diastolic" in measures):
        return "In the mapping, a blood pressure needs both of its columns, systolic and diastolic."
    return _wrong_unit(said)


def _wrong_unit(said: Mapping) -> str:
    for column, unit in said.units.items():
        measure: Any = MEASURES.get(said.columns.get(column, ""))
        if measure is None:
            return f"In the mapping, the unit of {column!r} belongs to no measure."
        if unit not in measure.units:
            return f"In the mapping, {unit!r} is no unit of {column!r}. There are: {', '.join(measure.units)}."
    return ""
