"""Everybody, by every method, at every address, with every kind of thing in it: does each get what the table says?"""

import random

import pytest

from .asking import wrong
from .cells import Cell, cells
from .routes import DEMO, SITE, every_route, routes
from .table import differences, rows
from .world import SPEAKS_FOR, make_world

SAMPLE = 60  # cells of each who asks, drawn by lot beside one of every kind


def test_the_table_speaks_of_every_route_and_of_no_other():
    assert differences(rows(), routes(DEMO)) == set()


def test_the_demo_adds_its_door_and_the_gallery_only():
    assert {name.partition(":")[0] for name in set(routes(DEMO)) - set(routes(SITE))} == {"demo_open", "gallery"}


@pytest.mark.proof
@pytest.mark.urls(DEMO)
@pytest.mark.parametrize("who", SPEAKS_FOR)
def test_everybody_gets_what_the_table_says(who, proof):
    world = make_world()
    every = list(cells(world, every_route(), list(rows()), who))
    tried = every if proof.size(sample=0, full=1) else _sample(every, random.Random(f"{proof.seed} {who}"))
    nothing: dict[str, bytes] = {}
    faults = [fault for cell in tried if (fault := wrong(cell, world, nothing))]
    assert faults == []
    proof.counted(f"authorisation cells, {who}", tried=len(tried), wrong=len(faults))


def _sample(every: list[Cell], lot: random.Random) -> list[Cell]:
    """Of every row one cell, and one in a backpack of somebody else; of every route one other method; others by lot."""
    lot.shuffle(every)
    first = {_kind(cell): cell for cell in every}
    return [*first.values(), *lot.sample(every, min(SAMPLE, len(every)))]


def _kind(cell: Cell) -> tuple[object, ...]:
    if cell.method in ("GET", "POST"):
        return cell.route, cell.method, id(cell.row), cell.row is not None and cell.whose == "shared"
    return (cell.route,)
