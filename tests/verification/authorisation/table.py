"""What is expected of each route? Reads the hand-written table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .routes import STATIC
from .world import COLUMNS

WRITTEN = Path(__file__).with_name("expected.toml")
SIGNED_IN = COLUMNS[1:]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NO_SUCH_METHOD = "no such method"
ENDS = ("sign in", "nothing", "refused")  # whatever else stands in the address
_ALSO = {"about", "methods", "sends", "otherwise", "changes_nothing", "signed_in", *COLUMNS}


@dataclass(frozen=True)
class Row:
    """One row. `found`: of each part of the address, the kinds of thing for which the row holds."""

    route: str
    about: str
    methods: tuple[str, ...]
    outcomes: dict[str, str]
    found: dict[str, list[str]]
    sends: dict[str, Any]
    otherwise: str = "nothing"
    changes_nothing: bool = False


def rows(text: str | None = None) -> Iterator[Row]:
    """Every row in its order. Raises AssertionError for one that leaves somebody out or names an unknown method."""
    written = tomllib.loads(WRITTEN.read_text() if text is None else text)
    for route, told in written.items():
        for one in told:
            methods = tuple(one["methods"].split())
            outcomes = {column: one[column] for column in COLUMNS if column in one}
            outcomes |= {column: one["signed_in"] for column in SIGNED_IN if "signed_in" in one}
            assert set(methods) <= set(METHODS), f"{route}: {one['methods']}"
            assert set(outcomes) == set(COLUMNS), f"{route} leaves out {set(COLUMNS) - set(outcomes)}"
            yield Row(
                route,
                one.get("about", ""),
                methods,
                outcomes,
                {part: kinds for part, kinds in one.items() if part not in _ALSO},
                one.get("sends", {}),
                one.get("otherwise", "nothing"),
                one.get("changes_nothing", False),
            )


def differences(rows: Iterable[Row], routes: Iterable[str]) -> set[str]:
    """Routes that no row speaks of, and rows that speak of no route."""
    return {row.route for row in rows} ^ {*routes, *STATIC}
