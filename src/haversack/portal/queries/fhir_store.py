"""What may an app read of a patient's record? The portal's answer to `fhirserver.store.RecordStore`.

Every answer begins at visible.py, as pages do: one release decision behind both (P16).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from haversack.fhirserver.store import Found, Kind, Only, Query, Reach, Ref, Stored, Support, Token
from haversack.smart.scopes import Category

from ..models import Patient, Record, RecordTie, SearchToken
from ..rules.access import AccessClass
from ..rules.scrub import directory_in
from ..rules.search_params import CATEGORIES, SEARCHABLE, Searchable
from ..rules.sections import Section, section_of
from ..rules.ties import Key
from ..rules.ties import Kind as TieKind
from .bodies import bodies
from .fhir_criteria import met, within
from .policy import current_policy
from .reader import Reader
from .visible import attached, attached_to, directory, named, visible

US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
SUMMARY = Token("http://loinc.org", "34133-9")
EVERYBODY = "all"
_OF_NOBODY = frozenset(name for name, kind in SEARCHABLE.items() if not kind.of_patient)
_ATTACHED = frozenset(name for name in SEARCHABLE if section_of({"resourceType": name}) is Section.ATTACHED)


class Store:
    """The records of this hospital."""

    def support(self) -> Sequence[Support]:
        return [_support(name, kind) for name, kind in SEARCHABLE.items()]

    def read(self, reach: Reach, type: str, id: str) -> Stored | None:  # noqa: A002
        looking = _Looking.of(reach)
        found = looking.stored(looking.rows(type).filter(type=type, fhir_id=id))
        return found[0] if found else None

    def find(self, reach: Reach, query: Query) -> Found:
        looking = _Looking.of(reach)
        whose = None if query.type in _OF_NOBODY else looking.patient
        rows = looking.rows(query.type).filter(within(query.only, query.type, whose), type=query.type)
        for criterion in query.criteria:
            rows = rows.filter(met(criterion, query.type, whose, looking.fhir_id))
        total = rows.count() if query.with_total else None
        if query.cursor:
            rows = rows.filter(pk__lt=int(query.cursor))
        return looking.page(rows, query.count, total)

    def many(self, reach: Reach, references: Sequence[Ref]) -> Sequence[Stored]:
        looking = _Looking.of(reach)
        found: list[Stored] = []
        for type_ in dict.fromkeys(ref.type for ref in references):
            wanted = [ref.id for ref in references if ref.type == type_]
            found += looking.stored(looking.rows(type_).filter(type=type_, fhir_id__in=wanted))
        return found

    def referring(self, reach: Reach, type: str, targets: Sequence[Ref]) -> Sequence[Stored]:  # noqa: A002
        looking = _Looking.of(reach)
        about = RecordTie.objects.filter(named([Key(ref.type, ref.id) for ref in targets]), kind=TieKind.ABOUT)
        rows = looking.rows(type).filter(type=type, pk__in=about.values("record"))
        return looking.stored(rows.order_by("-pk"))

    def everything(
        self, reach: Reach, types: Mapping[str, Only], *, since: datetime | None, cursor: str, count: int
    ) -> Found:
        looking = _Looking.of(reach)
        seen = looking.own().filter(_of_types(types, looking.patient))
        went_along = looking.attached().filter(_of_types(types, looking.patient))
        if since is not None:
            new = looking.own().filter(shown_at__gte=since)
            went_along = went_along.filter(Q(shown_at__gte=since) | Q(pk__in=attached_to(new).values("pk")))
            seen = seen.filter(shown_at__gte=since)
        phase, _, after = cursor.partition(":")
        if phase != "attached":
            found = looking.page(_from(seen, after), count, None)
            more = found.next or ("" if not went_along.exists() else "start")
            following = f"own:{more}" if found.next else "attached:" if more else ""
        else:
            found = looking.page(_from(went_along, after), count, None)
            following = f"attached:{found.next}" if found.next else ""
        return replace(found, entries=found.entries + looking.named_by(found.entries, types), next=following)

    def docref(self, reach: Reach, *, start: date | None, end: date | None, type: Token | None) -> Found:  # noqa: A002
        looking = _Looking.of(reach)
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
        found = looking.stored(rows if type else rows[:1])
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
            own = {name: only for name, only in types.items() if name not in _OF_NOBODY}
            while True:
                found = self.everything(inside, own, since=since, cursor=cursor, count=500)
                yield from found.entries
                if not (cursor := found.next):
                    break
        rows = directory(current_policy().number, reach.at).filter(type__in=set(types) & _OF_NOBODY)
        looking = _Looking.of(replace(reach, patient=None))
        for one in _in_pages(rows):
            yield from looking.stored(one)


class _Looking:
    """One reader of one record, at one moment; and the directory, which everybody may look up."""

    def __init__(self, reader: Reader | None, fhir_id: str, policy: int, now: datetime) -> None:
        self._reader, self.fhir_id, self._policy, self._now = reader, fhir_id, policy, now

    @classmethod
    def of(cls, reach: Reach) -> _Looking:
        policy = current_policy().number
        found = Patient.objects.filter(fhir_id=reach.patient, merged_into=None).values_list("pk", "uuid").first()
        if reach.patient is None or found is None:
            return cls(None, "", policy, reach.at)
        sections = frozenset(Section) if reach.sections is None else frozenset(map(Section, reach.sections))
        user = reach.user
        reader = Reader(
            found[0], found[1], user.pk if user else None, user.pseudonym if user else reach.client,
            AccessClass.SELF, sections, reach.at, policy,
        )  # fmt: skip
        return cls(reader, reach.patient, policy, reach.at)

    @property
    def patient(self) -> int | None:
        return self._reader.patient if self._reader else None

    def own(self) -> QuerySet[Record]:
        return visible(self._reader) if self._reader else Record.objects.none()

    def attached(self) -> QuerySet[Record]:
        return attached(self._reader) if self._reader else Record.objects.none()

    def rows(self, type_: str) -> QuerySet[Record]:
        """Where records of a type stand."""
        if type_ in _OF_NOBODY:
            return directory(self._policy, self._now)
        return self.attached() if type_ in _ATTACHED else self.own()

    def page(self, rows: QuerySet[Record], count: int, total: int | None) -> Found:
        """The newest first, by when they first came, so that a cursor stays where it was."""
        some = list(rows.order_by("-pk")[: count + 1])
        more = str(some[count - 1].pk) if len(some) > count else ""
        return Found(tuple(self.stored(some[:count])), total, more)

    def stored(self, rows: QuerySet[Record] | Sequence[Record]) -> list[Stored]:
        return [
            Stored(row.type, row.fhir_id, str(row.version), row.shown_at, body)
            for row, body in bodies(self._reader, list(rows))
        ]

    def named_by(self, entries: Sequence[Stored], types: Mapping[str, Only]) -> tuple[Stored, ...]:
        """Who and where these records speak of, as far as that is asked for."""
        wanted = {key for one in entries for key in directory_in(one.body) if key.type in types}
        rows = directory(self._policy, self._now).filter(named(wanted)) if wanted else []
        return tuple(self.stored(list(rows)))


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
    return rows.filter(pk__lt=int(after)) if after.isdigit() else rows


def _in_pages(rows: QuerySet[Record], size: int = 500) -> Iterator[list[Record]]:
    after = 0
    while some := list(rows.filter(pk__gt=after).order_by("pk")[:size]):
        yield some
        after = some[-1].pk


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
