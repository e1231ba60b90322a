"""How are files loaded that somebody at the desk sends? In the request: what is larger goes by the command."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import partial
from typing import BinaryIO, Protocol

from haversack.audit import Actor
from haversack.records.archives import open_stream

from .load import load
from .load_report import LoadReport


class Sent(Protocol):
    """A file as a form gives it."""

    name: str | None

    def read(self) -> bytes: ...


def load_sent(*, by: Actor, files: Iterable[Sent]) -> LoadReport:
    """Take in files that were sent, zips opened. The form saw to it that together they are small."""
    sources = []
    for file in files:
        data = file.read()
        sources += list(open_stream(file.name or "file", len(data), partial(_stream, data)))
    return load(by=by, files=sources)


def _stream(data: bytes) -> BinaryIO:
    return io.BytesIO(data)
