"""What does the address of a link answer: which files there are, or why there are none?

Links specification, "SMART Health Link Manifest Request". Pure: a status, headers and bytes in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from haversack.records.unspoken import Unspoken

from ..answers import retry_after
from .reading import Link
from .refused import BadLink, Wrong

RECIPIENT = "Haversack"  # is told to whoever gave the link; no name of a person
CARD, FHIR, ACCESS = "application/smart-health-card", "application/fhir+json", "application/smart-api-access"
MOST_FILES = 100
_INSIDE = 4 << 20  # bytes of a file that may stand in the manifest itself
_LONGEST_PAUSE = timedelta(days=7)

API_ACCESS = (
    "Part of what this link opens is permission to ask a server for records (smart-api-access). That is not used. "
    "Connect that portal instead."
)
OTHER_KIND = "Part of what this link opens is of a kind that is not read. It was left out."
TOO_MANY = "This link opens more files than {0}. Only the first were taken."


@dataclass(frozen=True, slots=True, repr=False)
class File(Unspoken):
    """One file. kind: its media type. Either sealed, the file itself, or location, where it lies for an hour."""

    kind: str
    sealed: str = field(default="", repr=False)
    location: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Manifest:
    """files: those that can be read; told: what is to be known of others; ended: no change will come any more; after:
    how long to leave the address alone.
    """

    files: tuple[File, ...]
    told: tuple[str, ...] = ()
    ended: bool = False
    after: timedelta | None = None


def asked(link: Link, passcode: str) -> dict[str, Any]:
    """What the address of a manifest is asked, as JSON."""
    said = {"recipient": RECIPIENT, "embeddedLengthMax": _INSIDE}
    return {**said, "passcode": passcode} if link.passcode else said


def direct_address(link: Link) -> str:
    """Where the one file of a direct link is asked for."""
    parts = urlsplit(link.url)
    query = f"{parts.query}&recipient={RECIPIENT}" if parts.query else f"recipient={RECIPIENT}"
    return urlunsplit(parts._replace(query=query))


def require_good(status: int, headers: Mapping[str, str], body: bytes, now: datetime, *, with_passcode: bool) -> None:
    """Raises BadLink for any answer but a good one. with_passcode: whether one was sent, and may have been wrong."""
    if status == 200:
        return
    after = pause(headers, now)
    if status in (401, 403) and with_passcode:
        left = _attempts(body)
        raise BadLink(Wrong.NO_ATTEMPTS if left == 0 else Wrong.WRONG_PASSCODE, attempts=left)
    if status in (404, 410):
        raise BadLink(Wrong.GONE)
    if status in (429, 503):
        raise BadLink(Wrong.BUSY, after=after)
    raise BadLink(Wrong.NO_ANSWER if status >= 500 else Wrong.BAD_ANSWER)


def pause(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the address wants to be left alone, within reason."""
    after = retry_after(headers.get("retry-after", ""), now)
    return min(after, _LONGEST_PAUSE) if after is not None else None


def read_manifest(link: Link, body: bytes, after: timedelta | None = None) -> Manifest:
    """The files of a manifest. Raises BadLink."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise BadLink(Wrong.BAD_ANSWER) from None
    listed = said.get("files") if isinstance(said, dict) else None
    if not isinstance(listed, list):
        raise BadLink(Wrong.BAD_ANSWER)
    if said.get("status") == "no-longer-valid":
        raise BadLink(Wrong.GONE)
    files, told = [], []
    given = [one for one in listed if isinstance(one, dict) and one.get("status") != "no-longer-valid"]
    for one in given:
        kind = str(one.get("contentType") or "").partition(";")[0].strip().lower()
        if kind == ACCESS:
            told.append(API_ACCESS)
        elif kind not in (CARD, FHIR, ""):
            told.append(OTHER_KIND)
        else:
            files.append(_file(link, kind, one))
    if len(files) > MOST_FILES:
        told.append(TOO_MANY.format(MOST_FILES))
    statuses = {said.get("status"), *(one.get("status") for one in given)} - {None}
    ended = bool(statuses) and statuses <= {"finalized"}
    return Manifest(tuple(files[:MOST_FILES]), tuple(dict.fromkeys(told)), ended, after)


def _file(link: Link, kind: str, one: dict[str, Any]) -> File:
    embedded, location = one.get("embedded"), one.get("location")
    if isinstance(embedded, str) and embedded:
        return File(kind, sealed=embedded)
    if not isinstance(location, str) or not location:
        raise BadLink(Wrong.BAD_ANSWER)
    try:
        return File(kind, location=urljoin(link.url, location))
    except ValueError:
        raise BadLink(Wrong.BAD_ANSWER) from None


def _attempts(body: bytes) -> int:
    try:
        left = json.loads(body)["remainingAttempts"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return -1
    return left if isinstance(left, int) and not isinstance(left, bool) and 0 <= left < 10_000 else -1
