"""Is time an argument, is a socket opened in one place, and do views leave rows alone? What no import can tell."""

import ast
from collections.abc import Iterator

import pytest

from .tree import PROJECT, Module, Tree

PURE = ("haversack.records", "haversack.smart", ".rules")
CLOCK = {
    "now",
    "utcnow",
    "today",
    "fromtimestamp",
    "localtime",
    "gmtime",
    "monotonic",
    "perf_counter",
    "uuid1",
    "uuid4",
}
CLOCKS = {"datetime", "date", "time", "timezone", "uuid"}
OPENS_SOCKETS = {
    "socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib", "socketserver", "xmlrpc", "telnetlib",
    "httpx", "httpx2", "requests", "urllib3", "aiohttp",
}  # fmt: skip
ASKING = (".views", ".jobs", ".forms", ".urls")


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a module imports, "from a import b" as "a.b"."""
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def within(name: str, names: set[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in names)


def is_pure(module: Module) -> bool:
    return module.name.startswith(PURE[:2]) or PURE[2] in module.name


def clock_calls(tree: Tree) -> list[str]:
    """Where a pure module reads the clock or chance: `date.today`, an imported `utcnow`. An argument `now` is fine."""
    complaints = []
    for module in tree.modules():
        if not is_pure(module):
            continue
        brought = {name.rpartition(".")[2] for _, name in imported(module)} & CLOCK
        for node in ast.walk(module.syntax):
            by_name = isinstance(node, ast.Name) and node.id in brought
            by_owner = isinstance(node, ast.Attribute) and node.attr in CLOCK and owner(node) in CLOCKS
            if by_name or by_owner:
                complaints.append(f"{module.path}:{node.lineno} asks the clock or chance")
    return complaints


def owner(node: ast.Attribute) -> str:
    """The word before the last dot: "datetime" in `datetime.now` and in `dt.datetime.now`."""
    before = node.value
    return before.attr if isinstance(before, ast.Attribute) else before.id if isinstance(before, ast.Name) else ""


def sockets(tree: Tree) -> list[str]:
    """Modules other than an app's http.py that import what opens sockets."""
    return [
        f"{module.path}:{line} imports {name}: sockets belong in http.py"
        for module in tree.modules()
        if not module.path.endswith("/http.py")
        for line, name in imported(module)
        if within(name, OPENS_SOCKETS)
    ]


def rows_in_views(tree: Tree) -> list[str]:
    """Views, jobs and forms that reach for rows or the database themselves."""
    found = []
    for module in tree.modules():
        if not any(f"{layer}." in f"{module.name}." for layer in ASKING) or not module.name.startswith(
            "haversack.back"
        ):
            continue
        found += [
            f"{module.path}:{line} imports {name}" for line, name in imported(module) if within(name, {"django.db"})
        ]
        found += [
            f"{module.path}:{node.lineno} reaches for .objects"
            for node in ast.walk(module.syntax)
            if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
        ]
    return found


CHECKS = [clock_calls, sockets, rows_in_views]
PLANTED = [
    (clock_calls, "records/ages.py", "from datetime import date\nage = date.today().year"),
    (clock_calls, "records/formats/fhir_r4/ages.py", "import datetime\n\ndef f(): return datetime.datetime.now()"),
    (clock_calls, "smart/ages.py", "import datetime\nnow = datetime.datetime.now()"),
    (clock_calls, "backpack/rules/ages.py", "def stale(clock=None):\n    from x import utcnow\n    return utcnow()"),
    (clock_calls, "backpack/rules/names.py", "import uuid\n\ndef name(): return uuid.uuid4()"),
    (sockets, "backpack/actions/fetch.py", "import socket"),
    (sockets, "cli/fetch.py", "from urllib.request import urlopen"),
    (sockets, "config/fetch.py", "def later():\n    import httpx2"),
    (sockets, "vault/fetch.py", "from http import client"),
    (rows_in_views, "backpack/views/rows.py", "def view(request, Record): return Record.objects.all()"),
    (rows_in_views, "backpack/views/rows.py", "from django.db import connection"),
    (rows_in_views, "backpack/jobs/rows.py", "from django.db.models import Count"),
    (rows_in_views, "backpack/urls.py", "import django.db"),
]


@pytest.mark.parametrize("check", CHECKS)
def test_the_project_keeps_it(check):
    assert check(PROJECT) == []


@pytest.mark.parametrize(("check", "file", "text"), PLANTED)
def test_a_planted_violation_is_caught(empty: Tree, check, file: str, text: str):
    empty.plant(f"src/haversack/{file}", text)
    assert len(check(empty)) == 1


def test_every_check_has_been_seen_to_fire():
    assert {check for check, _, _ in PLANTED} == set(CHECKS)


def test_what_only_looks_alike_is_left_alone(empty: Tree):
    empty.plant("src/haversack/records/fine.py", "from http.cookies import CookieError\nfrom urllib.parse import quote")
    empty.plant(
        "src/haversack/backpack/rules/fine.py", "def stale(then, now, answer): return then < now < answer.today"
    )
    empty.plant("src/haversack/backpack/actions/rows.py", "def act(Record): return Record.objects.all()")
    empty.plant("src/haversack/connections/http.py", "import httpx2")
    assert [complaint for check in CHECKS for complaint in check(empty)] == []
