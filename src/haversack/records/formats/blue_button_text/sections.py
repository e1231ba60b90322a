"""Where does each section of the file begin, and what is it called?

My HealtheVet writes a heading between dashes on one line, MyMedicare.gov on a line between two rules of dashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_RULE = re.compile(r"\s*[-=]{10,}\s*")
_BETWEEN = re.compile(r"\s*[-=]{3,}\s*([A-Za-z][^-=]{1,78}[A-Za-z0-9)])\s*[-=]{3,}\s*")
LONGEST_HEADING = 80


class Section(NamedTuple):
    """raw: its bytes, with its heading; lines: what stands below the heading, as text without line ends."""

    heading: str
    raw: bytes
    lines: list[str]


def decoded(raw: bytes) -> str:
    """A line as text: UTF-8, else the old code page of Windows, else as far as it goes."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def sections_of(data: bytes) -> Iterator[Section]:
    """The sections in order; the first is what stands before any heading. Together they are the file."""
    raws = data.splitlines(keepends=True)
    lines = [decoded(raw).rstrip("\r\n") for raw in raws]
    starts = list(_starts(lines))
    if not starts or starts[0][0] > 0:
        starts.insert(0, (0, 0, ""))
    ends = [start for start, _body, _heading in starts[1:]] + [len(lines)]
    for (start, body, heading), end in zip(starts, ends, strict=True):
        raw = b"".join(raws[start:end])
        if raw:
            yield Section(heading, raw, lines[body:end])


def _starts(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first line, first line below the heading, heading) of each section."""
    at = 0
    while at < len(lines):
        between = _BETWEEN.fullmatch(lines[at][:200])
        if between is not None:
            yield at, at + 1, between[1].strip()
        elif _RULE.fullmatch(lines[at][:200]) and (below := _heading_below(lines, at)) is not None:
            yield at, below + 1, lines[_next(lines, at + 1)].strip()
            at = below
        at += 1


def _heading_below(lines: Sequence[str], at: int) -> int | None:
    """The line of the second rule, where a heading stands between the rule at `at` and that."""
    heading = _next(lines, at + 1)
    rule = _next(lines, heading + 1)
    if rule >= len(lines) or rule - at > 6 or not _RULE.fullmatch(lines[rule][:200]):
        return None
    said = lines[heading].strip()
    return rule if ":" not in said and len(said) <= LONGEST_HEADING and not _RULE.fullmatch(said) else None


def _next(lines: Sequence[str], at: int) -> int:
    """The next line that is not empty, a few lines further at most."""
    for place in range(at, min(at + 5, len(lines))):
        if lines[place].strip():
            return place
    return len(lines)
