"""What stands in a patient's record, section by section, as pages list it?

Everything here begins at `visible` (visible.py), and everything that is told went through `bodies.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from haversack.records.trends import Trend, readings
from haversack.records.trends import trend as trend_of

from ..models import Record, RecordTie, SearchToken
from ..rules.facts import WITHDRAWN
from ..rules.search_index import BY
from ..rules.sections import LISTED, Section
from ..rules.ties import Key, Kind
from .bodies import Shown, described, names_of
from .reader import Reader
from .visible import attached, directory, named, visible

__all__ = ["Filters", "Page", "attached", "counts", "members", "one", "section_list", "trend", "visible", "years"]

PAGE = 50
LONGEST_TREND = 2_000
_LISTS: dict[Section, tuple[str, ...]] = {
    Section.MEDICATIONS: ("MedicationRequest", "MedicationStatement"),
    Section.PREVENTIVE: ("Immunization",),
    Section.REPORTS: ("DiagnosticReport", "DocumentReference"),
    Section.RESULTS: ("Observation", "DiagnosticReport"),
    Section.VISITS: ("Encounter", "Appointment"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to. by: who ordered, did or wrote it, "Practitioner/12"; "" for everyone."""

    year: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `number` counts from 1 and is brought back into range."""

    shown: Sequence[Shown]
    total: int
    number: int
    pages: int

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * PAGE, self.total)


def section_list(reader: Reader, section: Section, filters: Filters = Filters(), page: int = 1) -> Page:
    """A section's lines, newest first, undated ones last."""
    rows = _filtered(_lines(reader, section), filters)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(max(page, 1), pages)
    ordered = rows.order_by(F("low").desc(nulls_last=True), "-id")
    return Page(described(reader, list(ordered[(number - 1) * PAGE : number * PAGE])), total, number, pages)


def counts(reader: Reader) -> dict[Section, int]:
    """How many lines each section has that this access covers; sections without any are there with 0."""
    rows = _all_lines(reader).order_by().values("section").annotate(number=Count("pk"))
    found = dict(rows.values_list("section", "number"))
    return {section: found.get(section.value, 0) for section in LISTED if section in reader.sections}


def years(reader: Reader, section: Section) -> list[int]:
    """The years that a section's lines are of, newest first."""
    dated = _lines(reader, section).exclude(low=None).annotate(year=ExtractYear("low", tzinfo=UTC))
    return sorted(set(dated.values_list("year", flat=True)), reverse=True)


def people(reader: Reader, section: Section) -> list[tuple[str, str]]:
    """Who ordered, did or wrote what a section lists: reference and name, by name."""
    tokens = SearchToken.objects.filter(record__in=_lines(reader, section), param=BY)
    keys = {Key(type_, name) for type_, name in tokens.values_list("system", "code").distinct()}
    rows = directory(reader.policy, reader.now).filter(named(keys)) if keys else []
    return sorted(((str(key), name) for key, name in names_of(rows).items() if name), key=lambda pair: pair[1])


def one(reader: Reader, type_: str, fhir_id: str) -> Shown | None:
    """One record; None when there is none, and when this reader may not see it."""
    for rows in (visible(reader), attached(reader)):
        if found := described(reader, list(rows.filter(type=type_, fhir_id=fhir_id))):
            return found[0]
    return None


def members(reader: Reader, shown: Shown) -> list[Shown]:
    """The results of a report, or the members of a panel, in the order in which it names them."""
    ties = RecordTie.objects.filter(record=shown.row, kind=Kind.HAS).order_by("id").values_list("type", "fhir_id")
    keys = [Key(type_, name) for type_, name in ties]
    found = {one.key: one for one in described(reader, list(visible(reader).filter(named(keys))))} if keys else {}
    return [found[key] for key in keys if key in found]


def of_same_test(reader: Reader, shown: Shown) -> list[Shown]:
    """Every result of the same test, newest first."""
    codes = SearchToken.objects.filter(record=shown.row, param="code").values_list("system", "code")
    if shown.row.type != "Observation" or not codes:
        return [shown]
    system, code = codes[0]
    same = SearchToken.objects.filter(
        patient=reader.patient, type="Observation", param="code", code=code, system=system
    )
    rows = visible(reader).filter(pk__in=same.values("record")).exclude(status=WITHDRAWN)
    return described(reader, list(rows.order_by(F("low").desc(nulls_last=True), "-id")[:LONGEST_TREND]))


def trend(reader: Reader, shown: Shown) -> Trend:
    """How the test of this result went over time."""
    like = of_same_test(reader, shown)
    return trend_of(
        reading for one in like if one.entry for reading in readings(one.entry, ref=str(one.key), source="")
    )


def latest(reader: Reader, most: int) -> list[Shown]:
    """The lines of all sections with the latest dates, as many as asked for."""
    return described(reader, list(_all_lines(reader).exclude(low=None).order_by("-low", "-id")[:most]))


def _lines(reader: Reader, section: Section) -> QuerySet[Record]:
    """What a section lists: not what was entered in error, and nothing twice."""
    return visible(reader).filter(_listed(reader, section)).exclude(status=WITHDRAWN)


def _all_lines(reader: Reader) -> QuerySet[Record]:
    """What all sections list that this access covers."""
    any_of = reduce(or_, (_listed(reader, section) for section in LISTED))
    return visible(reader).filter(any_of).exclude(status=WITHDRAWN)


def _listed(reader: Reader, section: Section) -> Q:
    """Which rows a section lists. What is told by another line does not stand beside it."""
    rows = Q(section=section)
    if types := _LISTS.get(section):
        rows &= Q(type__in=types)
    if section is Section.RESULTS:  # a report whose results stand in the list themselves
        has = RecordTie.objects.filter(record=OuterRef("pk"), kind=Kind.HAS)
        rows &= ~Q(Exists(has), type="DiagnosticReport")
    if section is Section.REPORTS:  # a document that is the text of a report in the list (US Core, same attachment)
        reports = RecordTie.objects.filter(
            kind=Kind.CARRIES, type=OuterRef("type"), fhir_id=OuterRef("fhir_id"), record__type="DiagnosticReport",
            record__patient=reader.patient,
        )  # fmt: skip
        told = RecordTie.objects.filter(Exists(reports), record=OuterRef("pk"), kind=Kind.CARRIES)
        rows &= ~Q(Exists(told), type="DocumentReference")
    return rows


def _filtered(rows: QuerySet[Record], filters: Filters) -> QuerySet[Record]:
    if filters.year is not None:
        begin = datetime(filters.year, 1, 1, tzinfo=UTC)
        rows = rows.filter(low__gte=begin, low__lt=begin.replace(year=filters.year + 1))
    if filters.by:
        type_, _, name = filters.by.partition("/")
        rows = rows.filter(pk__in=SearchToken.objects.filter(param=BY, system=type_, code=name).values("record"))
    return rows
