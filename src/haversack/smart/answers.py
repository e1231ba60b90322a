"""What does a portal's answer mean for a fetch: a page of records, or a trouble, and is asking again of any use?

Pure: a status, headers and bytes in. The words a server gives (OperationOutcome.issue) may speak of a person's health:
they are handed on as they are, for a sealed row, and stand in no exception's text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson

from haversack.records.unspoken import Unspoken


class Trouble(StrEnum):
    """Why an answer brought no records."""

    UNREACHABLE = "unreachable"  # no answer, or one that broke off
    CUT_OFF = "cut_off"  # an answer that ends in the middle
    UNAUTHORIZED = "unauthorized"  # the access token is not taken (any more)
    NOT_SHARED = "not_shared"  # the permission does not reach so far
    NOT_THERE = "not_there"  # no such resource, or no such type there
    GONE = "gone"  # a page that has expired
    REFUSED = "refused"  # the query is wrong in the portal's eyes
    BUSY = "busy"
    UNWELL = "unwell"  # a fault of the portal's own
    UNREADABLE = "unreadable"  # no FHIR, such as a web page
    TOO_LARGE = "too_large"
    ELSEWHERE = "elsewhere"  # the next page is on another server
    ENDLESS = "endless"  # pages come round again
    ANOTHER_PATIENT = "another_patient"
    NOT_ALLOWED = "not_allowed"  # an address this site does not connect to


# Asking again soon may help.
PASSING = frozenset({Trouble.UNREACHABLE, Trouble.CUT_OFF, Trouble.BUSY, Trouble.UNWELL, Trouble.UNREADABLE})


class Stop(Exception):
    """An answer that brought nothing. `trouble` says why; `said` the portal's own words; `after` when it is ready to be
    asked again, where it says so."""

    def __init__(self, trouble: Trouble, said: str = "", after: timedelta | None = None) -> None:
        super().__init__(trouble.value)
        self.trouble, self.said, self.after = trouble, said, after


@dataclass(frozen=True, slots=True, repr=False)
class Page(Unspoken):
    """One page of a search, or one resource that was read.

    next: the whole address of the page after it, "" at the end. warnings: what the server says of its own answer, such
    as that it held something back (Bundle.entry.search.mode "outcome"). mark: 8 bytes that are equal when two pages
    hold the same. entries: how many. doc: decoded.
    """

    next: str
    entries: int
    warnings: tuple[str, ...]
    mark: bytes
    updated: str
    doc: dict[str, Any] = field(repr=False)


def judge(status: int, headers: Mapping[str, str], body: bytes, now: datetime) -> dict[str, Any]:
    """The FHIR resource in an answer. headers: names in lower case. Raises Stop."""
    doc = _decoded(body)
    said = " ".join(outcome_words(doc)) if doc else ""
    after = retry_after(headers.get("retry-after", ""), now)
    if status == 401:
        raise Stop(Trouble.UNAUTHORIZED, said)
    if status == 403:
        raise Stop(Trouble.NOT_SHARED, said)
    if status == 404:
        raise Stop(Trouble.NOT_THERE, said)
    if status == 410:
        raise Stop(Trouble.GONE, said)
    if status == 429 or (status == 503 and after is not None):
        raise Stop(Trouble.BUSY, said, after)
    if status >= 500 or status == 408:
        raise Stop(Trouble.UNWELL, said, after)
    if status >= 300:
        raise Stop(Trouble.REFUSED if status >= 400 else Trouble.UNREADABLE, said)
    if doc is None:
        raise Stop(Trouble.CUT_OFF if body.lstrip()[:1] == b"{" or not body.strip() else Trouble.UNREADABLE)
    if not isinstance(doc.get("resourceType"), str):
        raise Stop(Trouble.UNREADABLE)
    if doc["resourceType"] == "OperationOutcome":
        raise Stop(Trouble.REFUSED, said)
    return doc


def _decoded(body: bytes) -> dict[str, Any] | None:
    try:
        doc = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return doc if isinstance(doc, dict) else None


def outcome_words(doc: Mapping[str, Any]) -> list[str]:
    """What an OperationOutcome says, issue by issue; [] for anything else."""
    found = []
    for issue in _maps(doc.get("issue")) if doc.get("resourceType") == "OperationOutcome" else ():
        details = issue.get("details")
        text = details.get("text") if isinstance(details, Mapping) else None
        words = [one for one in (text, issue.get("diagnostics")) if isinstance(one, str) and one]
        found.append(" ".join(words) or str(issue.get("code") or ""))
    return [one for one in found if one]


def page_of(doc: dict[str, Any], *, asked: str, base: str) -> Page:
    """Read a page that came from the address `asked` of the FHIR server `base`. Raises Stop for a next page elsewhere.

    A link is opaque, but the access token goes with it: it leads on only at the origin of the base, and through no
    other scheme (SMART App Launch 2.2, "access token"; RFC 6454).
    """
    if doc.get("resourceType") != "Bundle":
        return Page("", 1, (), _mark([doc]), "", doc)
    held = [one["resource"] for one in _maps(doc.get("entry")) if isinstance(one.get("resource"), dict)]
    records = [one for one in held if one.get("resourceType") != "OperationOutcome"]
    warnings = tuple(text for one in held for text in outcome_words(one))
    onwards = next((one.get("url") for one in _maps(doc.get("link")) if one.get("relation") == "next"), None)
    following = _joined(asked, onwards) if isinstance(onwards, str) and onwards else ""
    meta = doc.get("meta")
    updated = meta.get("lastUpdated") if isinstance(meta, dict) else ""
    page = Page(following, len(records), warnings, _mark(records), updated if isinstance(updated, str) else "", doc)
    if following and not at_same_origin(following, base):
        raise Elsewhere(page)
    return page


def _joined(asked: str, onwards: str) -> str:
    try:
        return urljoin(asked, onwards)
    except ValueError:
        return onwards


class Elsewhere(Stop):
    """The next page is said to be on another server. The records of this one are good."""

    def __init__(self, page: Page) -> None:
        super().__init__(Trouble.ELSEWHERE)
        self.page = page


def _mark(records: list[dict[str, Any]]) -> bytes:
    return hashlib.sha256(orjson.dumps(records)).digest()[:8] if records else b""


def at_same_origin(address: str, base: str) -> bool:
    """Whether an address is on the server of this base: scheme, host and port (RFC 6454, section 4)."""
    try:
        return _origin(address) == _origin(base)
    except ValueError:
        return False


def _origin(address: str) -> tuple[str, str, int]:
    parts = urlsplit(address)
    if parts.username or parts.password or not parts.hostname:
        raise ValueError("no origin")
    return parts.scheme.lower(), parts.hostname.lower(), parts.port or (443 if parts.scheme == "https" else 80)


def retry_after(value: str, now: datetime) -> timedelta | None:
    """The pause that a Retry-After asks for: seconds, or a date (RFC 9110, 10.2.3); None for neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 86400 * 7))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta()), timedelta(days=7))


def server_time(headers: Mapping[str, str], page: Page | None = None) -> str:
    """The portal's own clock, as a FHIR instant in UTC: the Date header, else the page's own time; "" for neither.

    Ours may go wrong by more than the pause between two changes there.
    """
    try:
        moment = parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, IndexError, TypeError):
        return page.updated if page else ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(minutes=2)


def pause(tries: int, luck: float) -> timedelta:
    """How long to wait before a page is asked for again, after so many tries that failed. luck: 0 to 1.

    Twice as long every time, and never the same for two that failed together: they would fail together again.
    """
    longest: timedelta = min(_SHORTEST * (1 << min(max(tries, 1) - 1, 8)), _LONGEST)
    return longest * (0.5 + luck / 2)


def _maps(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
