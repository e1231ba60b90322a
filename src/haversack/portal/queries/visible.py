"""Which rows of a record may this reader see at this moment?

The only way to a patient's rows (invariant 7): whose record, how far the reader's access goes, and the release decision
that stands on the row, made by the policy that holds. What is hidden does not exist: it is not found, not counted, not
on the next page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import Record, RecordTie
from ..rules.sections import Section
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
    wanted = set(keys)
    if not wanted:
        return set()
    mine = Q(patient=reader.patient)
    seen = mine & (released(reader.policy, reader.now) & Q(section__in=reader.sections) | Q(type="Patient"))
    rows = Record.objects.filter(named(wanted), ~seen).exclude(section__in=(Section.ATTACHED, Section.DIRECTORY))
    return {Key(type_, name) for type_, name in rows.values_list("type", "fhir_id")}


def named(keys: Collection[Key]) -> Q:
    """The rows of these types and ids."""
    by_type: dict[str, list[str]] = {}
    for key in keys:
        by_type.setdefault(key.type, []).append(key.id)
    found = Q(pk__in=())
    for type_, names in by_type.items():
        found |= Q(type=type_, fhir_id__in=names)
    return found
