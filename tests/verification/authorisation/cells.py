"""Which cells has the matrix: every route, with everything that can stand in it, by every method, for everybody?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from .routes import Route
from .table import ENDS, METHODS, NO_SUCH_METHOD, Row
from .world import SPEAKS_FOR, World

OF_A_BACKPACK = ("record", "decision", "work", "connection", "fetch", "phone", "link", "report")


@dataclass(frozen=True)
class Cell:
    """One question and its expected answer. `parts`: what kind of thing stands in each part of the address."""

    route: str
    method: str
    who: str
    parts: tuple[tuple[str, str], ...]
    row: Row | None  # None: no row speaks of this method

    @property
    def whose(self) -> str:
        return dict(self.parts).get("person", "")

    @property
    def column(self) -> str:
        """Which column of the table speaks for who asks: a stranger is the owner of a backpack of their own."""
        column = SPEAKS_FOR[self.who]
        if column == "anonymous" or self.whose in ("", "shared"):
            return column
        return "owner" if (self.whose, self.who) == ("other", "stranger") else "stranger"

    @property
    def expected(self) -> str:
        if self.row is None:
            return NO_SUCH_METHOD
        outcome = self.row.outcomes[self.column]
        if outcome in ENDS or all(self._kind(part) in found for part, found in self.row.found.items()):
            return outcome
        return self.row.otherwise

    @property
    def may_change(self) -> bool:
        """Whether this is the one who may, at the thing that is there, by a method that changes things."""
        if self.row is None or self.row.changes_nothing or self.method in ("GET", "HEAD", "OPTIONS"):
            return False
        return self.expected == self.row.outcomes[self.column] not in (*ENDS, "mend") and all(
            self._kind(part) in found for part, found in self.row.found.items()
        )

    def address(self, world: World) -> dict[str, Any]:
        return {part: world.things[part][kind] for part, kind in self.parts}

    def body(self, world: World) -> dict[str, Any]:
        values = world.values["other" if self.whose == "other" else "shared"]
        sends = self.row.sends if self.row else {}
        filled = {k: values[v[1:]] if str(v).startswith("$") else v for k, v in sends.items()}
        return {k: SimpleUploadedFile("a.json", v) if isinstance(v, bytes) else v for k, v in filled.items()}

    def _kind(self, part: str) -> str:
        """What the thing is, seen from the backpack in the address: what is another person's is "other ..."."""
        kind = dict(self.parts)[part]
        if self.whose != "other" or kind == "unknown" or part not in OF_A_BACKPACK:
            return kind
        return kind.removeprefix("other ") if kind.startswith("other ") else f"other {kind}"

    def __str__(self) -> str:
        with_what = ", ".join(f"{part}: {kind}" for part, kind in self.parts)
        sent = f" sending {sorted(self.row.sends)}" if self.row and self.row.sends else ""
        return f"{self.who} asks {self.method} {self.route} ({with_what}){sent}"


def cells(world: World, routes: Iterable[Route], rows: Iterable[Row], who: str) -> Iterator[Cell]:
    """Every cell of one who asks."""
    by_route: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_route[row.route].append(row)
    for route in routes:
        for kinds in product(*([(part, kind) for kind in world.things[part]] for part in route.parts)):
            for method in METHODS:
                for row in [row for row in by_route[route.name] if method in row.methods] or [None]:
                    yield Cell(route.name, method, who, kinds, row)
