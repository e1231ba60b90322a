"""What do the pages of a PDF say and look like? Asked of a process of its own, which can be stopped."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Literal

import msgspec

from haversack.records.formats import lab_report
from haversack.records.formats.lab_report.paper import Page, Word
from haversack.records.unspoken import Unspoken

_EXTRACTING = Path(lab_report.__file__).with_name("extracting.py")  # imported nowhere: it loads the engine
_LONGEST = 30  # seconds

Trouble = Literal["", "password", "damaged", "held up"]


class Extracted(Unspoken, msgspec.Struct):
    """The words of a PDF, or why there are none. more: pages that were not looked at."""

    pages: list[Page] = []
    more: int = 0
    trouble: Trouble = ""


class _Told(Unspoken, msgspec.Struct):
    pages: list[tuple[float, float, list[Word]]] = []
    more: int = 0
    why: str = ""


_decode = msgspec.json.Decoder(_Told).decode


def words_of(data: bytes) -> Extracted:
    """The words on every page. Never raises for what is in the file."""
    told = _ask(data, "words")
    if told is None:
        return Extracted(trouble="held up")
    try:
        found = _decode(told)
    except msgspec.MsgspecError:
        return Extracted(trouble="held up")
    if found.why:
        return Extracted(trouble="password" if found.why == "password" else "damaged")
    return Extracted([Page(width, height, words) for width, height, words in found.pages], found.more)


def picture_of(data: bytes, page: int) -> bytes | None:
    """A page (from 0) as PNG; None where there is none, or it cannot be drawn."""
    drawn = _ask(data, "page", str(page))
    return drawn if drawn and drawn.startswith(b"\x89PNG") else None


def _ask(data: bytes, *words: str) -> bytes | None:
    command = [sys.executable, "-I", str(_EXTRACTING), *words]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_LONGEST, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None  # what it says of its fault may quote what it was given
    return done.stdout
