"""Which shape has this list of providers? Told from what is in it, never from its name."""

from __future__ import annotations

from typing import Any

import orjson

from . import bundles, tables
from .listing import Problem, ReadList

_UNREADABLE = "This is no list of providers that Haversack knows: a FHIR bundle, a JSON list of endpoints, or CSV."


def read_list(data: bytes) -> ReadList:
    """The listings of one file. A file that is no list gives no listing and one problem; nothing is raised."""
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        return ReadList("empty", (), (Problem("", "The file is empty."),))
    if text[:1] in (b"{", b"["):
        try:
            return _read_json(orjson.loads(text))
        except orjson.JSONDecodeError:
            lines = _read_lines(text)
            return lines or ReadList("unreadable", (), (Problem("", "The file is not whole JSON."),))
    if text[:1] == b"<":
        return ReadList("unreadable", (), (Problem("", "This is a web page or XML, not a list of providers."),))
    return tables.read_csv(text)


def _read_json(found: Any) -> ReadList:
    if isinstance(found, dict) and found.get("resourceType") == "Bundle":
        return bundles.read_resources(bundles.resources_of(found))
    if isinstance(found, dict) and isinstance(found.get("resourceType"), str):
        return bundles.read_resources([found])
    rows = found.get("Endpoints") if isinstance(found, dict) else found
    if isinstance(rows, list):
        return tables.read_rows(rows)
    return ReadList("unreadable", (), (Problem("", _UNREADABLE),))


def _read_lines(text: bytes) -> ReadList | None:
    """NDJSON of FHIR resources; None when it is not that."""
    found = []
    for line in text.splitlines():
        if line.strip():
            try:
                one = orjson.loads(line)
            except orjson.JSONDecodeError:
                return None
            if not isinstance(one, dict):
                return None
            found.append(one)
    return bundles.read_resources(found)
