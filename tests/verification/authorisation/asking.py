"""What does the site answer to one cell, and is that right?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.cache import cache
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from .cells import Cell
from .routes import STATIC
from .table import NO_SUCH_METHOD
from .world import World

_CHANGES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?backpack_', re.IGNORECASE)
_STATUS = {200: "page", 400: "mend", 403: "refused", 404: "nothing", 405: NO_SUCH_METHOD}
# What differs between two answers without meaning anything: the token of a form, the address one came by, a moment.
_ALWAYS_NEW = re.compile(rb'(csrfmiddlewaretoken" value="\w+|name="next" value="[^"]*)')


def wrong(cell: Cell, world: World, nothing: dict[str, bytes]) -> str:
    """Ask, take everything back, and say what was wrong with the answer; "" where it was right.

    nothing: what each who asks was shown where there was nothing, to see that it is always the same.
    """
    cache.clear()  # rate limits are for people, not for a matrix
    with transaction.atomic(), _changes() as changes:
        answer = _ask(cell, world)
        transaction.set_rollback(True)
    got = _outcome(cell, world, answer)
    body = read(answer)
    said = body + str(sorted(answer.headers.items())).encode()
    if got != cell.expected and not _either(got, cell.expected):
        return f"{cell}: {cell.expected} expected, {got} came"
    if changes and not cell.may_change:
        return f"{cell}: something was changed"
    if leaked := [whose for whose, word in world.words.items() if word in said and whose not in world.sees[cell.who]]:
        return f"{cell}: words of {leaked} were shown"
    if got == "nothing" and cell.method == "GET":
        page = _ALWAYS_NEW.sub(b"", body)
        if nothing.setdefault(cell.who, page) != page:
            return f"{cell}: this nothing differs from others"
    return ""


def read(answer: Any) -> bytes:
    """All of an answer, and its files closed; the connection of the test stays open, which a request would close."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
    return body


def _ask(cell: Cell, world: World) -> HttpResponse:
    browser = Client(raise_request_exception=False, headers={"host": "localhost"})
    browser.cookies.load({name: one.value for name, one in world.browsers[cell.who].cookies.items()})
    body = cell.body(world)
    if cell.method in ("GET", "HEAD"):
        return getattr(browser, cell.method.lower())(_address(cell, world), body)
    if cell.method == "POST":
        return browser.post(_address(cell, world), body)
    return browser.generic(cell.method, _address(cell, world))


def _address(cell: Cell, world: World) -> str:
    return STATIC.get(cell.route) or reverse(cell.route, kwargs=cell.address(world))


def _outcome(cell: Cell, world: World, answer: Any) -> str:
    if answer.status_code not in (301, 302, 303):
        return _STATUS.get(answer.status_code, f"status {answer.status_code}")
    target = urlsplit(answer.headers["Location"])
    if target.netloc:
        return f"away to {target.netloc}"
    try:
        name = resolve(target.path).view_name
    except Resolver404:
        return f"to nowhere ({target.path})"
    comes_back = parse_qs(target.query).get("next", [""])[0].partition("?")[0] == _address(cell, world)
    return "sign in" if name == "account_login" and comes_back else f"to {name}"


def _either(got: str, expected: str) -> bool:
    """ "to a or b" allows both."""
    return expected.startswith("to ") and got in [f"to {name}" for name in expected[3:].split(" or ")]


@contextmanager
def _changes() -> Iterator[list[str]]:
    """What of the backpacks is written meanwhile."""
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _CHANGES.match(sql):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen
