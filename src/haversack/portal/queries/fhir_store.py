"""What may an app read of a patient's record? The portal's answer to `fhirserver.store.RecordStore`.

Every answer begins at visible.py, as pages do: one release decision behind both (P16).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from haversack.fhirserver.queries.prepared import ask
from haversack.fhirserver.store import Found, Kind, Only, Query, Reach, Ref, Stored, Support, Token
from haversack.smart.scopes import Category

from ..models import Patient, Record, RecordTie, SearchToken
from ..rules.search_params import CATEGORIES, SEARCHABLE, Searchable
from ..rules.ties import Kind as TieKind
from .fhir_criteria import is_about, plain, within
from .fhir_looking import COLUMNS, OF_NOBODY, Looking
from .policy import current_policy
from .visible import attached_to, directory, padded

US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
SUMMARY = Token("http://loinc.org", "34133-9")
EVERYBODY = "all"


class Store:
    """The records of this hospital."""

    def support(self) -> Sequence[Support]:
        return _supported(get_language() or "")

    def read(self, reach: Reach, type: str, id: str) -> Stored | None:  # noqa: A002
        looking = Looking.of(reach)

        def build(values: Sequence[Any]) -> QuerySet[Record, Any]:
            *who, name = values
            return looking.rows(type, *who).filter(type=type, fhir_id=name).values_list(*COLUMNS)

        shape = ("read", type, looking.sections)
        found = looking.stored(ask(shape, build, [*looking.values(type), id]))
        return found[0] if found else None

    def find(self, reach: Reach, query: Query) -> Found:
        looking = Looking.of(reach)
        if not is_about(query.criteria, looking.fhir_id):
            return Found((), 0 if query.with_total else None)
        criteria = [plain(one, query.type) for one in query.criteria if one.name != "patient"]
        return looking.search(query, criteria)

    def many(self, reach: Reach, references: Sequence[Ref]) -> Sequence[Stored]:
        looking = Looking.of(reach)
        found: list[Stored] = []
        for type_ in dict.fromkeys(ref.type for ref in references):
            wanted = [ref.id for ref in references if ref.type == type_]
            found += looking.opened(looking.rows(type_).filter(type=type_, fhir_id__in=wanted))
        return found

    def referring(self, reach: Reach, type: str, targets: Sequence[Ref]) -> Sequence[Stored]:  # noqa: A002
        looking = Looking.of(reach)
        names = padded([target.id for target in targets])
        kinds, mine = sorted({target.type for target in targets}), looking.values(type)

        def build(values: Sequence[Any]) -> QuerySet[Record, Any]:
            who, ids = values[: len(mine)], values[len(mine) :]
            about = RecordTie.objects.filter(type__in=kinds, fhir_id__in=ids, kind=TieKind.ABOUT)
            rows = looking.rows(type, *who).filter(type=type, pk__in=about.values("record"))
            return rows.order_by("-pk").values_list(*COLUMNS)

        shape = ("referring", type, looking.sections, tuple(kinds), len(names))
        return looking.stored(ask(shape, build, [*mine, *names])) if names else []

    def everything(
        self, reach: Reach, types: Mapping[str, Only], *, since: datetime | None, cursor: str, count: int
    ) -> Found:
        looking = Looking.of(reach)
        seen = looking.own().filter(_of_types(types, looking.patient))
        went_along = looking.attached().filter(_of_types(types, looking.patient))
        if since is not None:
            new = looking.own().filter(shown_at__gte=since)
            went_along = went_along.filter(Q(shown_at__gte=since) | Q(pk__in=attached_to(new).values("pk")))
            seen = seen.filter(shown_at__gte=since)
        phase, _, after = cursor.partition(":")
        if phase != "attached":
            found = looking.page(_from(seen, after), count)
            more = found.next or ("" if not went_along.exists() else "start")
            following = f"own:{more}" if found.next else "attached:" if more else ""
        else:
            found = looking.page(_from(went_along, after), count)
            following = f"attached:{found.next}" if found.next else ""
        return replace(found, entries=found.entries + looking.named_by(found.entries, types), next=following)

    def docref(self, reach: Reach, *, start: date | None, end: date | None, type: Token | None) -> Found:  # noqa: A002
        looking = Looking.of(reach)
        kind = type or SUMMARY
        tokens = SearchToken.objects.filter(patient=looking.patient, type="DocumentReference", param="type")
        tokens = (
            tokens.filter(code=kind.code) if kind.system is None else tokens.filter(code=kind.code, system=kind.system)
        )
        rows = looking.own().filter(type="DocumentReference", pk__in=tokens.values("record")).order_by("-low", "-pk")
        if start is not None:
            rows = rows.filter(Q(high__gt=_midnight(start)) | Q(high=None))
        if end is not None:
            rows = rows.filter(Q(low__lt=_midnight(end) + timedelta(days=1)) | Q(low=None))
        found = looking.opened(rows if type else rows[:1])
        return Found(tuple(found), len(found))

    def groups(self, reach: Reach) -> Sequence[str]:
        return (EVERYBODY,)

    def group_export(
        self, reach: Reach, group: str, types: Mapping[str, Only], *, since: datetime | None
    ) -> Iterator[Stored]:
        if group != EVERYBODY:
            return
        for fhir_id in Patient.objects.filter(merged_into=None).values_list("fhir_id", flat=True).iterator():
            inside, cursor = replace(reach, patient=fhir_id), ""
            own = {name: only for name, only in types.items() if name not in OF_NOBODY}
            while True:
                found = self.everything(inside, own, since=since, cursor=cursor, count=500)
                yield from found.entries
                if not (cursor := found.next):
                    break
        rows = directory(current_policy().number, reach.at).filter(type__in=set(types) & OF_NOBODY)
        looking = Looking.of(replace(reach, patient=None))
        for one in _in_pages(rows):
            yield from looking.opened(one)


@lru_cache(maxsize=8)
def _supported(language: str) -> tuple[Support, ...]:
    """In the language that is spoken now: categories have names for people."""
    return tuple(_support(name, kind) for name, kind in SEARCHABLE.items())


def _support(name: str, kind: Searchable) -> Support:
    params: dict[str, Kind] = {"_id": "id", "_lastUpdated": "date"}
    if kind.of_patient and name not in ("Patient", "Binary"):
        params["patient"] = "reference"
    params |= {param: one.kind for param, one in kind.params.items()}
    together = () if name == "Patient" else ("patient",)
    combos = [((*together, *combo), True) for combo in kind.shall] + [
        ((*together, *combo), False) for combo in kind.should
    ]
    return Support(
        type=name,
        params=params,
        combos=tuple((combo, shall) for combo, shall in combos if len(combo) > 1),
        includes=tuple(f"{name}:{one}" for one in kind.includes),
        revincludes=("Provenance:target",) if kind.of_patient and name not in ("Provenance", "Binary") else (),
        profiles=tuple(US_CORE + profile for profile in kind.profiles),
        categories=tuple((Category(system, code), _(words)) for system, code, words in CATEGORIES.get(name, ())),
        of_patient=kind.of_patient,
    )


def _of_types(types: Mapping[str, Only], patient: int | None) -> Q:
    found = Q(type__in=[name for name, only in types.items() if only is None])
    for name, only in types.items():
        if only is not None:
            found |= Q(type=name) & within(only, name, patient)
    return found


def _from(rows: QuerySet[Record], after: str) -> QuerySet[Record]:
    return rows.filter(pk__lt=int(after)) if after.isascii() and after.isdigit() and len(after) < 19 else rows


def _in_pages(rows: QuerySet[Record], size: int = 500) -> Iterator[list[Record]]:
    after = 0
    while some := list(rows.filter(pk__gt=after).order_by("pk")[:size]):
        yield some
        after = some[-1].pk


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
