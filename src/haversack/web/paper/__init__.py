"""How does a document become a PDF: headings, sentences and lines in, pages with whose they are on each out?

Words are handed over as data and never as markup, so that nothing in them can be run or laid out. The PDF is tagged,
for screen readers, and says nothing of anybody in its title.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec

from ..steady import steady

_TYPESETTING = Path(__file__).with_name("typesetting.py")
_LONGEST = 60  # seconds; a record of 2,400 lines takes one


class NotLaidOut(Exception):
    """The layout engine failed or took too long. Whoever runs the site can put it right; a page or a file is there."""


class Line(msgspec.Struct):
    """One line of a part. under: what stands smaller below its name; beside: below its value."""

    name: str
    value: str = ""
    when: str = ""
    under: list[str] = []
    beside: list[str] = []


class Part(msgspec.Struct):
    """One part with its heading, the sentences under it, and its lines."""

    name: str
    sentences: list[str] = []
    lines: list[Line] = []


class Document(msgspec.Struct):
    """A document. kind: what it is, in the title; of: whose, on every page; page: "Page {} of {}"."""

    language: str
    kind: str
    of: str
    heading: str
    page: str
    sentences: list[str] = []
    warning: str = ""
    contents: str = ""
    parts: list[Part] = []


def pdf(document: Document) -> bytes:
    """The document as a PDF, on letter-sized pages. Raises NotLaidOut."""
    told = msgspec.json.encode(_steady(msgspec.to_builtins(document)))
    command = [sys.executable, "-I", str(_TYPESETTING)]
    try:
        done = subprocess.run(command, input=told, capture_output=True, timeout=_LONGEST, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        raise NotLaidOut from None  # what it says of its fault quotes what it was told
    return done.stdout


def _steady(value: Any) -> Any:
    """The same without characters that disturb the words beside them."""
    if isinstance(value, str):
        return steady(value)
    if isinstance(value, list):
        return [_steady(one) for one in value]
    return {name: _steady(one) for name, one in value.items()} if isinstance(value, dict) else value
