"""What do the escape sequences in a text of HL7 v2 stand for?

Source: HL7 v2.8, chapter 2, 2.7 "Use of escape sequences in text fields". The escape character is whatever MSH-2 says.
"""

from __future__ import annotations

import re
from functools import lru_cache

# What FHIR's string does not allow (R4, 2.24.0.1): control characters other than tab and line breaks.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HEX = re.compile(r"X((?:[0-9A-Fa-f]{2})+)")
_NEW_LINES = re.compile(r"\.(?:br|ce|sp\s*\+?\s*(\d{0,2}))", re.IGNORECASE)
_SPACES = re.compile(r"\.sk\s*\+?\s*(\d{1,2})", re.IGNORECASE)
# Bold on and off, filling, indents: how it looked, not what it said. A sender's own (\Z..\) and another alphabet's
# (\C..\, \M..\) mean nothing to anybody else.
_LOOKS = re.compile(r"[HN]|\.(?:fi|nf|in\s*[+-]?\d*|ti\s*[+-]?\d*)|[CMZ][0-9A-Za-z]+", re.IGNORECASE)


class Separators:
    """The characters that part a message, and how the escape sequences made of them are read."""

    __slots__ = ("component", "encoding", "escape", "field", "repetition", "subcomponent")

    def __init__(self, field: str, others: str, encoding: str) -> None:
        # Senders leave out the last ones, or write none at all; then what everybody uses is meant.
        self.component, self.repetition, self.escape, self.subcomponent = list(others[:4] + "^~\\&"[len(others[:4]) :])
        self.field = field
        self.encoding = encoding

    def plain(self, written: str) -> str:
        """The text that was meant, without control characters."""
        if self.escape in written:
            written = written.replace(f"{self.escape}.br{self.escape}", "\n")  # by far the most frequent
            written = _sequence(self.escape).sub(self._meant, written)
        return written if written.isprintable() else _FORBIDDEN.sub("", written)

    def _meant(self, found: re.Match[str]) -> str:
        name = found[1]
        letters = {
            "F": self.field, "S": self.component, "T": self.subcomponent, "R": self.repetition, "E": self.escape,
            "P": "#",
        }  # fmt: skip
        if name in letters:
            return letters[name]
        if lines := _NEW_LINES.fullmatch(name):
            return "\n" * min(int(lines[1] or 1), 20)
        if spaces := _SPACES.fullmatch(name):
            return " " * int(spaces[1])
        if written := _HEX.fullmatch(name):
            return bytes.fromhex(written[1]).decode(self.encoding, "replace")
        return "" if _LOOKS.fullmatch(name) else found[0]


@lru_cache(maxsize=32)
def _sequence(escape: str) -> re.Pattern[str]:
    one = re.escape(escape)
    return re.compile(f"{one}([^{one}\r\n]{{1,1000}}){one}")
