"""Which routes does the site have? Read from the router, so that none can be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from django.urls import URLPattern, URLResolver

SITE = "haversack.config.urls"
DEMO = "haversack.demo.urls"  # the site's own addresses, the one-click door and the gallery
# Files are answered before the router is asked (config/static.py).
STATIC = {"static": "/static/web/haversack.js"}


@dataclass(frozen=True, slots=True)
class Route:
    """One named address. `parts` are the names of what stands in it: person, record..."""

    name: str
    parts: tuple[str, ...]


def routes(urlconf: str = DEMO) -> dict[str, Route]:
    """Every named route. Raises AssertionError for one without a name: nobody could say what it should answer."""
    return {route.name: route for route in _walk(import_module(urlconf).urlpatterns, "", ())}


def every_route() -> list[Route]:
    """Those of the demo, which has them all, and what is answered before the router."""
    return [*routes(DEMO).values(), *(Route(name, ()) for name in STATIC)]


def _walk(patterns: Iterable[URLPattern | URLResolver], space: str, before: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        parts = (*before, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, parts)
        else:
            assert pattern.name, f"an address without a name: {pattern.pattern}"
            yield Route(space + pattern.name, parts)
