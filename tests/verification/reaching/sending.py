"""Which places of the package send something to another machine, read from its own code?

`connections/http.py` holds the sockets (tests/architecture/test_purity.py lets nobody else); whoever sends goes through
its Web. So every call of one of Web's methods is such a place, and a new one stands here by itself.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import haversack
from haversack.connections.http import Web

ROOT = Path(haversack.__file__).parent
SENDS = ("send", "document")
_OWN = {"headers", "most", "seconds"}  # by which `Web.get` is told from that of a mapping
_NAMES = {"web", "opener", "open_web"}
HERE = "connections/http.py"  # the methods call one another


def places(root: Path = ROOT) -> set[str]:
    """Each as "connections/actions/meeting.py:read_patient"."""
    found = set()
    for path in sorted((root / part) for part in ("connections", "cli", "notices", "accounts", "backpack", "config")):
        for file in path.rglob("*.py"):
            name = str(file.relative_to(root))
            if name != HERE:
                found |= {f"{name}:{where}" for where in _calls(ast.parse(file.read_text()), "")}
    return found


def _calls(node: ast.AST, within: str) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, ast.FunctionDef | ast.ClassDef)
        where = f"{within}.{child.name}".lstrip(".") if named and not _is_inner(node) else within  # type: ignore[attr-defined]
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute) and _is_web(child):
            yield where
        yield from _calls(child, where)


def _is_inner(node: ast.AST) -> bool:
    """What is defined inside of a function counts as that function."""
    return isinstance(node, ast.FunctionDef)


def _is_web(call: ast.Call) -> bool:
    assert isinstance(call.func, ast.Attribute)
    of = call.func.value
    name = of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""
    if call.func.attr in SENDS:
        return name.lstrip("_") in _NAMES or bool({one.arg for one in call.keywords} & (_OWN | {"accept"}))
    return call.func.attr == "get" and (name in _NAMES or bool({one.arg for one in call.keywords} & _OWN))


def noting(monkeypatch: Any) -> set[str]:
    """From now on, the places that send, as they do."""
    seen: set[str] = set()

    def noted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: Web, *words: Any, **terms: Any) -> Any:
            code = sys._getframe(1).f_code
            file = Path(code.co_filename)
            if file.is_relative_to(ROOT) and (name := str(file.relative_to(ROOT))) != HERE:
                seen.add(f"{name}:{code.co_qualname.partition('.<locals>')[0]}")
            return real(self, *words, **terms)

        return call

    for method in ("get", *SENDS):
        monkeypatch.setattr(Web, method, noted(getattr(Web, method)))
    return seen
