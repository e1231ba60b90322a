"""How does an app look at a record: whose, as of when, and how are the rows opened for it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from haversack.fhirserver.queries.prepared import ask, count
from haversack.fhirserver.store import Criterion, Found, Only, Query, Reach, Stored

from ..models import Patient, Record
from ..rules.access import AccessClass
from ..rules.scrub import directory_in
from ..rules.search_params import SEARCHABLE
from ..rules.sections import ATTACHED_TYPES, Section
from .bodies import bodies
from .fhir_criteria import met, within
from .fhir_shapes import filled, shape_of
from .policy import current_policy
from .reader import Reader
from .visible import attached, directory, named, visible

COLUMNS = ("pk", "type", "fhir_id", "version", "shown_at", "status", "body")
OF_NOBODY = frozenset(name for name, kind in SEARCHABLE.items() if not kind.of_patient)
_EVERY_SECTION = frozenset(Section)


class _Row(NamedTuple):
    pk: int
    type: str
    fhir_id: str
    version: int
    shown_at: datetime
    status: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Looking:
    """One reader of one record, at one moment; and the directory, which everybody may look up."""

    reader: Reader | None
    fhir_id: str
    policy: int
    now: datetime

    @classmethod
    def of(cls, reach: Reach) -> Looking:
        policy = current_policy().number
        found = _patient(reach.patient) if reach.patient else None
        if found is None:
            return cls(None, "", policy, reach.at)
        sections = _EVERY_SECTION if reach.sections is None else frozenset(map(Section, reach.sections))
        user = reach.user
        reader = Reader(
            found[0], found[1], user.pk if user else None, user.pseudonym if user else reach.client,
            AccessClass.SELF, sections, reach.at, policy,
        )  # fmt: skip
        return cls(reader, reach.patient or "", policy, reach.at)

    @property
    def patient(self) -> int | None:
        return self.reader.patient if self.reader else None

    @property
    def sections(self) -> frozenset[Section] | None:
        return self.reader.sections if self.reader else None

    def values(self, type_: str) -> list[int | datetime]:
        """What stands in every question about a type: for `rows`."""
        is_of_patient = self.reader is not None and type_ not in OF_NOBODY
        return [self.policy, self.now, *([self.reader.patient] if is_of_patient and self.reader else [])]

    def own(self) -> QuerySet[Record]:
        return visible(self.reader) if self.reader else Record.objects.none()

    def attached(self) -> QuerySet[Record]:
        return attached(self.reader) if self.reader else Record.objects.none()

    def rows(self, type_: str, policy: int = 0, now: datetime | None = None, patient: int = 0) -> QuerySet[Record]:
        """Where records of a type stand; with these values in place of its own, where they are given."""
        policy, now = policy or self.policy, now or self.now
        if type_ in OF_NOBODY:
            return directory(policy, now)
        if self.reader is None:
            return Record.objects.none()
        reader = replace(self.reader, policy=policy, now=now, patient=patient or self.reader.patient)
        return attached(reader) if type_ in ATTACHED_TYPES else visible(reader)

    def search(self, query: Query, criteria: Sequence[Criterion]) -> Found:
        """The newest first, by when they first came, so that a cursor stays where it was."""
        shaped = shape_of(criteria)
        asked, values = shaped or (None, [])
        who = self.values(query.type)
        only_of_nobody = query.type in OF_NOBODY

        def build(marks: Sequence[Any]) -> QuerySet[Record]:
            those = marks[: len(who)]
            whose = None if only_of_nobody or self.reader is None else those[2]
            rows = self.rows(query.type, *those).filter(within(query.only, query.type, whose), type=query.type)
            for one in filled(criteria, marks[len(who) :]) if shaped else criteria:
                rows = rows.filter(met(one, query.type, whose))
            return rows

        def page(marks: Sequence[Any]) -> QuerySet[Record, Any]:
            rows = build(marks[:-1]).filter(pk__lt=marks[-1])
            return rows.order_by("-pk").values_list(*COLUMNS)[: query.count + 1]

        everything: list[Any] = [*who, *values]
        after = int(query.cursor) if query.cursor else _AFTER_ALL
        shape = ("find", query.type, self.sections, query.only, asked)
        if shaped is None:  # words change on their way into SQL
            some = list(page([*everything, after]))
        else:
            some = ask((*shape, query.count), page, [*everything, after])
        more = str(some[query.count - 1][0]) if len(some) > query.count else ""
        total: int | None = None
        if query.with_total:
            is_all = not query.cursor and not more
            counted = (lambda: count(shape, _only_keys(build), everything)) if shaped else build(everything).count
            total = len(some) if is_all else counted()
        return Found(tuple(self.stored(some[: query.count])), total, more)

    def page(self, rows: QuerySet[Record], size: int) -> Found:
        """One page of these rows, in the same order."""
        some = list(rows.order_by("-pk").values_list(*COLUMNS)[: size + 1])
        return Found(tuple(self.stored(some[:size])), None, str(some[size - 1][0]) if len(some) > size else "")

    def opened(self, rows: QuerySet[Record] | Sequence[Record]) -> list[Stored]:
        if isinstance(rows, QuerySet):
            return self.stored(list(rows.values_list(*COLUMNS)))
        return self.stored([tuple(getattr(row, name) for name in COLUMNS) for row in rows])

    def stored(self, rows: Sequence[tuple[Any, ...]]) -> list[Stored]:
        return [
            Stored(row.type, row.fhir_id, str(row.version), row.shown_at, body)
            for row, body in bodies(self.reader, [_Row(*row) for row in rows])
        ]

    def named_by(self, entries: Sequence[Stored], types: Mapping[str, Only]) -> tuple[Stored, ...]:
        """Who and where these records speak of, as far as that is asked for."""
        wanted = {key for one in entries for key in directory_in(one.body) if key.type in types}
        return tuple(self.opened(directory(self.policy, self.now).filter(named(wanted)))) if wanted else ()


_AFTER_ALL = 1 << 62


def _only_keys(build: Any) -> Any:
    return lambda values: build(values).values("pk")


def _patient(fhir_id: str) -> tuple[int, UUID] | None:
    rows = ask(
        "patient",
        lambda values: Patient.objects.filter(fhir_id=values[0], merged_into=None).values_list("pk", "uuid"),
        [fhir_id],
    )
    return (rows[0][0], rows[0][1]) if rows else None
