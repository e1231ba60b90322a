"""Everybody, by every method, at every address of the portal, in her record, another's and none: as the table says?"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse

from haversack.portal.views.desk import frame

from ..authorisation.asking import read
from ..authorisation.routes import routes
from .world import UNKNOWN, WHO, WORDS, World, browser, make_world

pytestmark = pytest.mark.usefixtures("portal_site")
SITE = "haversack.config.portal_urls"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SAMPLE = 40  # cells of each who asks, drawn by lot beside the page of every route
WHOSE = ("hers", "another’s", "nobody’s")
GROUPS = tomllib.loads(Path(__file__).with_name("expected.toml").read_text())["groups"]
GROUP_OF = {route: name for name, group in GROUPS.items() for route in group["routes"]}
_CHANGES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?portal_', re.IGNORECASE)


@pytest.fixture(autouse=True)
def _is_reached_by_https(settings):
    """Or no page would make a health card."""
    settings.CARD_ISSUER = "https://portal.example"


@dataclass(frozen=True)
class Cell:
    who: str
    route: str
    method: str
    whose: str

    def __str__(self) -> str:
        return f"{self.method} {self.route} by {self.who} in {self.whose} record"


def of_the_portal() -> dict[str, Any]:
    return {name: route for name, route in routes(SITE).items() if name.startswith("portal:")}


def test_the_table_speaks_of_every_route_and_of_no_other():
    assert set(GROUP_OF) == set(of_the_portal())
    assert sum(len(group["routes"]) for group in GROUPS.values()) == len(GROUP_OF)


@pytest.mark.proof
@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_table_says(who, proof):
    world = make_world()
    every = list(cells(who))
    tried = every if proof.size(sample=0, full=1) else _sample(every, random.Random(f"{proof.seed} {who}"))
    faults = [fault for cell in tried if (fault := wrong(cell, world))]
    assert faults == []
    proof.counted(f"authorisation cells of the portal, {who}", tried=len(tried), wrong=len(faults))


def _sample(every: list[Cell], lot: random.Random) -> list[Cell]:
    """The page of every route in her record, and others by lot."""
    first = [cell for cell in every if cell.method == "GET" and cell.whose == "hers"]
    return [*first, *lot.sample([cell for cell in every if cell not in first], SAMPLE)]


def test_a_desk_that_lets_everybody_in_is_found(monkeypatch):
    world = make_world()
    clerk = frame.worker_of(world.users["clerk"], _now())
    monkeypatch.setattr(frame, "worker_of", lambda user, now: clerk)
    assert any(wrong(cell, world) for cell in cells("patient") if "desk" in cell.route)


def test_a_record_that_opens_for_anybody_is_found(monkeypatch):
    from haversack.portal.queries.reader import open_reader
    from haversack.portal.views import frame as pages

    world = make_world()
    hers = world.users["patient"]
    monkeypatch.setattr(pages, "open_reader", lambda user, patient, now: open_reader(hers, patient, now))
    assert any(wrong(cell, world) for cell in cells("other"))


def _now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def cells(who: str) -> Iterator[Cell]:
    for name, route in of_the_portal().items():
        for method in METHODS:
            for whose in WHOSE if "patient" in route.parts else WHOSE[:1]:
                yield Cell(who, name, method, whose)


def wrong(cell: Cell, world: World) -> str:
    """Ask, take everything back, and say what was wrong with the answer; "" where it was right."""
    cache.clear()
    with transaction.atomic(), _changes() as changes:
        answer = browser(world, cell.who).generic(cell.method, _address(cell, world))
        body = read(answer)
        transaction.set_rollback(True)
    status = answer.status_code
    through = cell.who in GROUPS[GROUP_OF[cell.route]]["through"]
    if status >= 500:
        return f"{cell}: status {status}"
    if cell.method in ("PUT", "PATCH", "DELETE"):
        return "" if status in (302, 403, 404, 405) and not changes else f"{cell}: {status}, {changes}"
    if GROUP_OF[cell.route] == "everybody":
        return ""
    if through and cell.whose == "hers":
        refused = status == 403 or _to_sign_in(answer, cell, world)
        return f"{cell}: turned away ({status})" if refused or (status == 404 and cell.method == "GET") else ""
    if through and cell.route.startswith("portal:desk") and cell.whose != "nobody’s":
        return ""  # the desk is there for every patient
    if not _turned_away(cell, world, answer, through):
        return f"{cell}: status {status} and not turned away"
    if changes:
        return f"{cell}: something was changed"
    may_open = cell.who == "proxy" and cell.whose == "hers"  # the refusal stands in the frame of her record
    if told := [word for word in WORDS if word in body and not may_open]:
        return f"{cell}: {told} was shown"
    return ""


def _turned_away(cell: Cell, world: World, answer: Any, through: bool) -> bool:
    status = answer.status_code
    if status == 405:
        return True
    if cell.who == "anonymous":
        return _to_sign_in(answer, cell, world)
    if through:  # but in a record that is not theirs
        return status == 404
    if cell.who == "other" and cell.whose == "another’s":
        return True  # it is their own
    knows_why = cell.who in ("ended", "proxy", "clerk", "provider", "administrator")
    return status == 404 or (status == 403 and knows_why)


def _to_sign_in(answer: Any, cell: Cell, world: World) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/")


def _address(cell: Cell, world: World) -> str:
    parts = dict(world.parts)
    if cell.whose != "hers":
        parts["patient"] = world.others_record if cell.whose == "another’s" else UNKNOWN
    parts["asked"] = parts["amendment" if "error" in cell.route or "amendment" in cell.route else "change"]
    if cell.route == "portal:file":
        parts["record"] = parts["letter"]
    wanted = of_the_portal()[cell.route].parts
    return reverse(cell.route, kwargs={name: parts[name] for name in wanted})


@contextmanager
def _changes() -> Iterator[list[str]]:
    """What of the portal is written meanwhile."""
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _CHANGES.match(sql):
            seen.append(sql.split("VALUES")[0][:60])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen
