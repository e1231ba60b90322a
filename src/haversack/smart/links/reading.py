"""What does the text of a link say: where to ask, with which key, and how?

Links specification, "SMART Health Link Payload". The text is a secret: who has it, and a passcode where one is asked
for, reads what it opens.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from haversack.records.compact import Damaged, bytes_of
from haversack.records.unspoken import Unspoken

from .refused import BadLink, Wrong

SCHEME = "shlink:/"
MOST_TEXT = 20_000
_LINK = re.compile(r"(?:^|#|\s|[\"'<(])shlink:/([A-Za-z0-9_-]*)")
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
_LONGEST_LABEL = 80
_IN_MILLISECONDS = 1e11  # no end of a link lies in the year 5138


@dataclass(frozen=True, slots=True, repr=False)
class Link(Unspoken):
    """url: of the manifest, or of the file itself; key: 32 bytes; expires: seconds since 1970.

    The flags: live, what it opens may change; passcode, one is asked for; direct, the address gives the one file.
    """

    url: str
    key: bytes = field(repr=False)
    label: str = ""
    expires: float | None = None
    live: bool = False
    passcode: bool = False
    direct: bool = False

    @property
    def host(self) -> str:
        """Who keeps what it opens, by the name of the machine."""
        return urlsplit(self.url).hostname or ""


def link_in(text: str) -> str:
    """The link that a text holds, bare or behind the address of a viewer; "" for none."""
    found = _LINK.search(text[:MOST_TEXT])
    return SCHEME + found[1] if found else ""


def read_link(text: str, *, now: float) -> Link:
    """What a link says. `text` as `link_in` gives it; now: seconds since 1970. Raises BadLink."""
    said = _payload(text)
    url, key, version = said.get("url"), said.get("key"), said.get("v", 1)
    if not isinstance(url, str) or not isinstance(key, str) or not _KEY.fullmatch(key):
        raise BadLink(Wrong.DAMAGED)
    if version != 1:
        raise BadLink(Wrong.NEWER)
    flags = said.get("flag", "")
    flags = flags if isinstance(flags, str) else ""
    if "U" in flags and "P" in flags:
        raise BadLink(Wrong.DAMAGED)
    expires = _end(said.get("exp"))
    if expires is not None and expires < now:
        raise BadLink(Wrong.OVER)
    label = said.get("label")
    told = "".join(one for one in label if one.isprintable()) if isinstance(label, str) else ""
    try:
        urlsplit(url)
    except ValueError:
        raise BadLink(Wrong.DAMAGED) from None
    return Link(
        url, _key(key), told.strip()[:_LONGEST_LABEL], expires, "L" in flags, "P" in flags, "U" in flags
    )  # what other flags ask for is not known, and is ignored, as the specification has it


def _payload(text: str) -> dict[str, object]:
    if not text.startswith(SCHEME) or len(text) > MOST_TEXT:
        raise BadLink(Wrong.NOT_A_LINK)
    try:
        said = json.loads(bytes_of(text[len(SCHEME) :]))
    except (Damaged, ValueError, RecursionError):
        raise BadLink(Wrong.DAMAGED) from None
    if not isinstance(said, dict):
        raise BadLink(Wrong.DAMAGED)
    return said


def _key(written: str) -> bytes:
    """43 letters hold two bits more than 32 bytes; a key that was made up by hand may have them set."""
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return bytes_of(written[:-1] + last[last.index(written[-1]) & ~3])


def _end(value: object) -> float | None:
    """When a link ends; some write milliseconds, and a text that is no number tells nothing."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    if not math.isfinite(found):
        return None
    return found / 1000 if found > _IN_MILLISECONDS else found
