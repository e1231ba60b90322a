"""How does what a phone hands in get into the backpack? By the same door as a page of a portal, and there it waits.

Each item is judged by itself, as Android would, and by what the person allowed; what is refused costs itself. Handing
in the same again changes nothing. What a phone deletes is "no longer shared": what was accepted stays.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from haversack import audit
from haversack.records import digits
from haversack.records.formats.fhir_r4.describe import name_of
from haversack.records.formats.health_connect import words
from haversack.records.formats.health_connect.file import data_source
from haversack.records.formats.health_connect.measurements import id_of, observation_of
from haversack.records.formats.health_connect.validating import VERSIONS, Refusal, judge, refusal
from haversack.records.identity import content_hash, identity_text
from haversack.records.people import identity_of_patient
from haversack.records.pieces import DERIVED, ORIGINAL, Piece

from ..models import Phone, PhoneSource, Shared
from ..models.phone import PHONE_SOURCE, SHARED, PhoneSourceFacts, decode_phone_source, encode_facts
from ..queries.opened import Opened
from ..rules.phones import MEASUREMENTS, MOST_OF_ONE, MOST_SOURCES, may_hand_in
from .intake_page import PageRead, PageReport, Sender, receive_page
from .noticing import tell_of_waiting
from .phones import Paired
from .survey import NAMING


class SourceRefused(Exception):
    """A data source cannot be made. `code`: invalid_data_source, name_taken or too_many_sources."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


COUNTED = ("new", "changed", "unchanged", "declined")


@dataclass(slots=True, repr=False)
class Taken:
    """What came of a request: of each item why it was refused (None: taken), and counts of what was taken."""

    refused: list[Refusal | None]
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))


@dataclass(slots=True, repr=False)
class _Batch:
    """What goes to one source. named: identity text -> (type, id)."""

    row: PhoneSource
    facts: PhoneSourceFacts
    page: PageRead
    named: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def sender(self) -> Sender:
        return sender_of(self.facts, is_measurements=self.row.is_measurements)


def sender_of(facts: PhoneSourceFacts, *, is_measurements: bool) -> Sender:
    """A source is the same again whichever phone brings it: pairing anew doubles nothing."""
    own = "health-connect|measurements" if is_measurements else f"health-connect|{facts.base}|{facts.name}"
    return Sender(facts.base, "", facts.name, kind="phone", own=own)


def add_source(*, paired: Paired, said: dict[str, Any]) -> tuple[UUID, PhoneSourceFacts]:
    """A MedicalDataSource of this phone. Raises SourceRefused; the same three values again give the same source."""
    opened, found, version = paired.opened, data_source(said), said.get("fhirVersion")
    if found is None or version not in VERSIONS:
        raise SourceRefused("invalid_data_source")
    wanted = PhoneSourceFacts(*found, version)
    with transaction.atomic():
        Phone.objects.select_for_update().get(pk=paired.phone)
        rows = sources_of(paired)
        for row, facts in rows:
            if facts == wanted:
                return row.uuid, facts
            if facts.name == wanted.name and not row.is_measurements:
                raise SourceRefused("name_taken")
        if sum(not row.is_measurements for row, _facts in rows) >= MOST_SOURCES:
            raise SourceRefused("too_many_sources")
        made = _make_source(opened, paired.phone, wanted)
    return made.uuid, wanted


def sources_of(paired: Paired) -> list[tuple[PhoneSource, PhoneSourceFacts]]:
    """The data sources that this phone has, its measurements among them."""
    rows = PhoneSource.objects.filter(phone_id=paired.phone, deleted_at__isnull=True).order_by("pk")
    return [(row, decode_phone_source(paired.opened.key.open(bytes(row.sealed), PHONE_SOURCE))) for row in rows]


def _make_source(opened: Opened, phone: int, facts: PhoneSourceFacts, *, is_measurements: bool = False) -> PhoneSource:
    sealed = opened.key.seal(encode_facts(facts), PHONE_SOURCE)
    return PhoneSource.objects.create(phone_id=phone, sealed=sealed, is_measurements=is_measurements)


def hand_in(*, paired: Paired, upserts: Sequence[object], measurements: Sequence[bytes], now: datetime) -> Taken:
    """Take in what a phone sends: resources as Android's UpsertMedicalResourceRequest, then measurements as objects.

    All that is taken commits together. Raises AnotherPerson or SeveralPeople, with nothing changed.
    """
    with transaction.atomic():
        sources = {str(row.uuid): (row, facts) for row, facts in sources_of(paired)}
        batches: dict[int, _Batch] = {}
        refused = [_add_resource(paired, item, sources, batches) for item in upserts]
        refused += _add_measurements(paired, measurements, batches)
        taken = Taken(refused)
        for batch in batches.values():
            report = _receive(paired, batch, now)
            for name in COUNTED:
                taken.counts[name] += getattr(report, name)
        audit.record(by=paired.opened.viewer, act="phone.hand-in", person=paired.opened.uuid, count=refused.count(None))
        if taken.counts["new"] or taken.counts["changed"]:
            tell_of_waiting(opened=paired.opened, brought_by=None, now=now)
    return taken


def _add_resource(
    paired: Paired, item: object, sources: dict[str, tuple[PhoneSource, PhoneSourceFacts]], batches: dict[int, _Batch]
) -> Refusal | None:
    """Put one resource where it goes, or say why not."""
    said = item if type(item) is dict else {}
    held, version, data = said.get("dataSourceId"), said.get("fhirVersion"), said.get("data")
    if type(held) is not str or type(version) is not str or type(data) is not str:
        return refusal(words.NOT_AN_ITEM)
    if held not in sources:
        return refusal(words.UNKNOWN_SOURCE)
    raw = data.encode("utf-8", "surrogatepass")
    if len(raw) > MOST_OF_ONE:
        return refusal(words.TOO_LARGE)
    wrong, doc, category = judge(raw, version)
    if wrong is not None or doc is None:
        return wrong
    if not may_hand_in(category, paired.facts.granted):
        return refusal(words.NOT_PERMITTED)
    batch = _batch_of(batches, *sources[held])
    name = (doc["resourceType"], doc["id"])
    text = identity_text(batch.sender.text, doc, "", b"")
    if text in batch.named:
        return refusal(words.DUPLICATE_ID)
    batch.named[text] = name
    page = batch.page
    page.pieces.append(Piece(raw, b"\n" if page.pieces else b"", f"item {len(page.pieces) + 1}", doc=doc))
    if doc["resourceType"] == "Patient":
        page.people.append(identity_of_patient(doc))
    if doc["resourceType"] in NAMING and (named := name_of(doc)) is not None:
        page.names["/".join(name)] = named
    return None


def _batch_of(batches: dict[int, _Batch], row: PhoneSource, facts: PhoneSourceFacts) -> _Batch:
    return batches.setdefault(row.pk, _Batch(row, facts, PageRead(b"")))


def _add_measurements(paired: Paired, items: Sequence[bytes], batches: dict[int, _Batch]) -> list[Refusal | None]:
    if not items:
        return []
    if not may_hand_in(MEASUREMENTS, paired.facts.granted):
        return [refusal(words.NOT_PERMITTED) for _ in items]
    row = PhoneSource.objects.filter(phone_id=paired.phone, is_measurements=True).first()
    facts = PhoneSourceFacts("", "Measurements of a phone")
    if row is None:
        row = _make_source(paired.opened, paired.phone, facts, is_measurements=True)
    return [_add_measurement(item, _batch_of(batches, row, facts)) for item in items]


def _add_measurement(raw: bytes, batch: _Batch) -> Refusal | None:
    if len(raw) > MOST_OF_ONE:
        return refusal(words.TOO_LARGE)
    try:
        said = digits.decode(raw)
    except (ValueError, RecursionError):
        said = None
    made = observation_of(said) if type(said) is dict else None
    if made is None:
        return refusal(words.INVALID_MEASUREMENT)
    text = identity_text(batch.sender.text, made, "", b"")
    if text in batch.named:
        return refusal(words.DUPLICATE_ID)
    batch.named[text] = ("Observation", made["id"])
    page, written = batch.page, digits.encode(made)
    where = f"item {len(page.pieces) + 1}"
    page.pieces.append(Piece(raw, b"\n" if page.pieces else b"", where, role=ORIGINAL))
    page.pieces.append(Piece(written, b"", where, doc=digits.decode(written), role=DERIVED))
    return None


def _receive(paired: Paired, batch: _Batch, now: datetime) -> PageReport:
    opened, page = paired.opened, batch.page
    standing = b"".join(one.before + one.raw for one in page.pieces if one.role != DERIVED)
    page.digest = hashlib.sha256(standing).digest()
    for piece in page.pieces:
        piece.content = piece.content or content_hash(piece.raw, piece.doc)

    def keep(_report: PageReport) -> None:
        _remember(opened, batch, now)

    name = f"Health Connect {now:%Y-%m-%d}.ndjson"
    return receive_page(opened=opened, by=opened.viewer, sender=batch.sender, page=page, name=name, keep=keep)


def _remember(opened: Opened, batch: _Batch, now: datetime) -> None:
    """Inside the transaction of the records: that the phone shares them."""
    keys = {opened.key.index(text.encode()): name for text, name in batch.named.items()}
    held = Shared.objects.filter(source=batch.row, identity__in=list(keys))
    held.filter(is_shared=False).update(is_shared=True)
    known = {bytes(one) for one in held.values_list("identity", flat=True)}
    Shared.objects.bulk_create(
        [
            Shared(source=batch.row, identity=key, sealed=opened.key.seal(encode_facts(name), SHARED))
            for key, name in keys.items()
            if key not in known
        ]
    )
    PhoneSource.objects.filter(pk=batch.row.pk).update(data_at=now)


def unshare(*, paired: Paired, ids: Iterable[object], measurements: Iterable[object]) -> tuple[int, int]:
    """The phone shares these no longer. Returns (how many, how many it never shared). Nothing leaves the record."""
    opened, wanted = paired.opened, defaultdict[int, set[bytes]](set)
    unknown = 0
    with transaction.atomic():
        sources = {str(row.uuid): (row, facts) for row, facts in sources_of(paired)}
        own = next((pair for pair in sources.values() if pair[0].is_measurements), None)
        named = [_named(one, sources) for one in ids]
        named += [_named_measurement(one, own) for one in measurements]
        for found in named:
            if found is None:
                unknown += 1
            else:
                wanted[found[0]].add(opened.key.index(found[1].encode()))
        gone = 0
        for row, keys in wanted.items():
            held = Shared.objects.filter(source_id=row, identity__in=list(keys))
            unknown += len(keys) - held.count()
            gone += held.filter(is_shared=True).update(is_shared=False)
        audit.record(by=opened.viewer, act="phone.unshare", person=opened.uuid, count=gone)
    return gone, unknown


def _named(item: object, sources: dict[str, tuple[PhoneSource, PhoneSourceFacts]]) -> tuple[int, str] | None:
    """(source row, identity text) of an Android MedicalResourceId."""
    said = item if type(item) is dict else {}
    held, kind, own = (said.get(name) for name in ("dataSourceId", "fhirResourceType", "fhirResourceId"))
    if type(held) is not str or held not in sources or type(kind) is not str or type(own) is not str:
        return None
    row, facts = sources[held]
    text = sender_of(facts, is_measurements=row.is_measurements).text
    return row.pk, identity_text(text, {"resourceType": kind, "id": own}, "", b"")


def _named_measurement(item: object, own: tuple[PhoneSource, PhoneSourceFacts] | None) -> tuple[int, str] | None:
    number = id_of(item) if type(item) is dict else ""
    if own is None or not number:
        return None
    row, facts = own
    text = sender_of(facts, is_measurements=True).text
    return row.pk, identity_text(text, {"resourceType": "Observation", "id": number}, "", b"")


def delete_source(*, paired: Paired, source: UUID, now: datetime) -> int | None:
    """The phone deleted a data source with its data (Android's deleteMedicalDataSourceWithData): how many records are
    no longer shared; None where there is no such source."""
    with transaction.atomic():
        row = PhoneSource.objects.select_for_update().filter(phone_id=paired.phone, uuid=source).first()
        if row is None or row.deleted_at is not None or row.is_measurements:
            return None
        gone = Shared.objects.filter(source=row, is_shared=True).update(is_shared=False)
        PhoneSource.objects.filter(pk=row.pk).update(deleted_at=now)
        audit.record(by=paired.opened.viewer, act="phone.unshare", person=paired.opened.uuid, count=gone)
    return gone
