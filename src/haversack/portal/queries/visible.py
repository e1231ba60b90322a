"""Which rows of a record may this reader see at this moment?

The only way to a patient's rows (invariant 7): whose record, how far the reader's access goes, and the release decision
that stands on the row, made by the policy that holds. What is hidden does not exist: it is not found, not counted, not
on the next page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from haversack.fhirserver.queries.prepared import ask

from ..models import Record, RecordTie
from ..rules.sections import ATTACHED_TYPES, Section
from ..rules.ties import Key, Kind
from .reader import Reader

_CARRIED = (Kind.CARRIES, Kind.USES)


def visible(reader: Reader) -> QuerySet[Record]:
    """The patient's own records, of the sections that this access covers. Without what is attached to them."""
    sections = reader.sections - {Section.DIRECTORY, Section.ATTACHED}
    return Record.objects.filter(released(reader.policy, reader.now), patient=reader.patient, section__in=sections)


def attached(reader: Reader) -> QuerySet[Record]:
    """Files, specimens and notes of origin that go with a record which this reader sees."""
    return attached_to(visible(reader)).filter(released(reader.policy, reader.now), patient=reader.patient)


def attached_to(seen: QuerySet[Record]) -> QuerySet[Record]:
    """What goes with any of these rows."""
    about = RecordTie.objects.filter(
        Exists(seen.filter(type=OuterRef("type"), fhir_id=OuterRef("fhir_id"))),
        record=OuterRef("pk"),
        kind=Kind.ABOUT,
    )
    carried = RecordTie.objects.filter(
        Exists(seen.filter(pk=OuterRef("record"))),
        type=OuterRef("type"),
        fhir_id=OuterRef("fhir_id"),
        kind__in=_CARRIED,
    )
    return Record.objects.filter(Exists(about) | Exists(carried), section=Section.ATTACHED)


def directory(policy: int, now: datetime) -> QuerySet[Record]:
    """Who works where, and which medicines there are: nobody's record, and everybody's to look up."""
    return Record.objects.filter(released(policy, now), patient=None, section=Section.DIRECTORY)


def released(policy: int, now: datetime) -> Q:
    """Visible at this moment by a decision of this policy."""
    return Q(policy=policy, visible_from__lte=now) & (Q(visible_until=None) | Q(visible_until__gt=now))


def hidden_among(reader: Reader, keys: Iterable[Key]) -> set[Key]:
    """Those of these records that this reader may not see: hidden ones of the patient, and anybody else's.

    What is not here at all is not hidden. The patient's own resource is named by everything in the record.
    """
    listed = _by_type(keys)
    files = [Key(type_, name) for type_ in ATTACHED_TYPES & set(listed) for name in listed.pop(type_)]
    return _hidden_records(reader, listed) | (_hidden_files(reader, files) if files else set())


def _hidden_files(reader: Reader, keys: Sequence[Key]) -> set[Key]:
    """Those of these files, specimens and notes of origin that go with nothing which this reader sees."""
    there = Record.objects.filter(named(keys), section=Section.ATTACHED)
    hidden = there.exclude(pk__in=attached(reader).values("pk"))
    return {Key(*row) for row in hidden.values_list("type", "fhir_id")}


def _hidden_records(reader: Reader, listed: Mapping[str, list[str]]) -> set[Key]:
    by_type = {type_: padded(names) for type_, names in sorted(listed.items())}
    if not by_type:
        return set()
    names = [name for listed in by_type.values() for name in listed]
    shape = ("hidden", reader.sections, tuple((type_, len(listed)) for type_, listed in by_type.items()))

    def build(values: Sequence[Any]) -> QuerySet[Record, Any]:
        policy, now, patient, *ids = values
        wanted, rest = Q(pk__in=()), iter(ids)
        for type_, listed in by_type.items():
            wanted |= Q(type=type_, fhir_id__in=[next(rest) for _ in listed])
        seen = released(policy, now) & Q(section__in=reader.sections) | Q(type="Patient")
        rows = Record.objects.filter(wanted, ~(Q(patient=patient) & seen))
        return rows.exclude(section__in=(Section.ATTACHED, Section.DIRECTORY)).values_list("type", "fhir_id")

    return {Key(*row) for row in ask(shape, build, [reader.policy, reader.now, reader.patient, *names])}


def padded(names: list[str]) -> list[str]:
    """As many as a power of two, the last one again and again, so that there are few shapes of the question."""
    ordered = sorted(set(names))
    if not ordered:
        return []
    return ordered + ordered[-1:] * ((1 << (len(ordered) - 1).bit_length()) - len(ordered))


def named(keys: Collection[Key]) -> Q:
    """The rows of these types and ids."""
    found = Q(pk__in=())
    for type_, names in _by_type(keys).items():
        found |= Q(type=type_, fhir_id__in=names)
    return found


def _by_type(keys: Iterable[Key]) -> dict[str, list[str]]:
    by_type: dict[str, list[str]] = {}
    for key in keys:
        by_type.setdefault(key.type, []).append(key.id)
    return by_type
