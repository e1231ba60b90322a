"""How far is a fetch, and what came of the earlier ones?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from haversack.backpack.models import Record
from haversack.backpack.queries.opened import Opened
from haversack.records.unspoken import Unspoken

from ..models import Course, Fetch, Sighting
from ..models.facts import COURSE, FETCH, FetchFacts, decode_course, decode_fetch

MOST = 10  # fetches in a list
_COUNTS = ("received", "new", "changed", "unchanged", "declined", "unreadable", "withdrawn")
NO_LONGER = 2  # full passes in a row that did not show a record


@dataclass(frozen=True, slots=True, repr=False)
class CourseSeen(Unspoken):
    """One query. type: of the resources it asks for, "" for the course that reads what others speak of. state: waiting,
    running, done, failed, skipped. reason: of smart/answers.py, "" for none."""

    type: str
    category: str
    state: str
    pages: int
    received: int
    reason: str
    optional: bool


@dataclass(frozen=True, slots=True, repr=False)
class FetchSeen(Unspoken):
    """One fetch. state: waiting, running, done, part, failed, stopped; reason: of rules/states.py. counts: received,
    new, changed, unchanged, declined, unreadable, withdrawn. reasons: (query, why it did not come whole or "", what the
    portal said). In a list by_type, reasons and courses are empty: they are sealed, and nobody reads them there."""

    number: int
    kind: str
    why: str
    state: str
    reason: str
    due_at: datetime
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    stop_asked: bool
    counts: dict[str, int]
    by_type: dict[str, int]
    reasons: tuple[tuple[str, str, str], ...]
    courses: tuple[CourseSeen, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None

    @property
    def done(self) -> int:
        """How many of its courses have ended."""
        return sum(1 for one in self.courses if one.state in ("done", "failed", "skipped"))

    @property
    def not_shared(self) -> list[str]:
        """The types that the portal did not give, each once."""
        told = [query.partition("?")[0].partition("/")[0] for query, why, _said in self.reasons if why == "not_shared"]
        return list(dict.fromkeys(told))


def under_way(opened: Opened, connection: int) -> FetchSeen | None:
    """The fetch that waits or runs, with its courses; None for none."""
    rows = Fetch.objects.filter(connection__person_id=opened.person, connection_id=connection)
    row = rows.filter(state__in=[Fetch.State.WAITING, Fetch.State.RUNNING]).first()
    return _whole(opened, row) if row is not None else None


def fetches_of(opened: Opened, connection: int, most: int = MOST) -> list[FetchSeen]:
    """The fetches of a connection, the latest first."""
    rows = Fetch.objects.filter(connection__person_id=opened.person, connection_id=connection)
    return [_seen(row, FetchFacts(), ()) for row in rows.order_by("-pk")[:most]]


def fetch_of(opened: Opened, fetch: int, *, connection: int | None = None) -> FetchSeen | None:
    """One fetch with its courses; None for somebody else's too, and for one of another connection than this."""
    rows = Fetch.objects.filter(connection__person_id=opened.person, pk=fetch)
    row = (rows if connection is None else rows.filter(connection_id=connection)).first()
    return _whole(opened, row) if row is not None else None


def unshared_records(person: int, records: Sequence[int]) -> set[int]:
    """Of these records of a person, by their numbers, those that their source has ceased to show."""
    gone = Sighting.objects.filter(source__person_id=person, missed__gte=NO_LONGER)
    same = gone.filter(source_id=OuterRef("source_id"), identity=OuterRef("identity"))
    found = Record.objects.filter(Exists(same), pk__in=list(records))
    return set(found.values_list("pk", flat=True)) if gone.exists() else set()


def _whole(opened: Opened, row: Fetch) -> FetchSeen:
    facts = decode_fetch(opened.key.open(bytes(row.sealed), FETCH))
    return _seen(row, facts, tuple(_course(opened, one) for one in row.courses.order_by("place")))


def _seen(row: Fetch, facts: FetchFacts, courses: tuple[CourseSeen, ...]) -> FetchSeen:
    return FetchSeen(
        row.pk,
        row.kind,
        row.why,
        row.state,
        row.reason,
        row.due_at,
        row.created_at,
        row.started_at,
        row.finished_at,
        row.stop_asked,
        {name: getattr(row, name) for name in _COUNTS},
        dict(facts.by_type),
        facts.reasons,
        courses,
    )


def _course(opened: Opened, row: Course) -> CourseSeen:
    facts = decode_course(opened.key.open(bytes(row.sealed), COURSE))
    return CourseSeen(facts.type, facts.category, row.state, row.pages, row.received, facts.reason, facts.optional)
