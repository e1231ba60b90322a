"""How does the release decision get onto the rows: when they come, and again when policy, wish or record change?

Invariant 7. A decision is made for a record together with its family (rules/ties.py), in the transaction that writes
it, under the policy that holds then. Rows that an older policy decided stay hidden until they are decided again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from haversack import audit
from haversack.audit import Actor
from haversack.records.digits import decode
from haversack.vault.sealing import Sealer

from ..models import Patient, Record, RecordTie
from ..models.keys import BODY, sealer
from ..queries.policy import Current, current_policy
from ..rules.facts import RecordFacts, facts_of
from ..rules.release import SHOWN, Judgement, Reason, Release, judge, keep_together, keeps_anything
from ..rules.rights import access_policy
from ..rules.sections import Section
from ..rules.ties import FAMILY, Key, Kind

AT_ONCE = 500
NOBODYS = Judgement(Release(None, None, Reason.NOBODYS), SHOWN)
SHARED = (Section.DIRECTORY, Section.ATTACHED)


@dataclass
class Deciding:
    """What every decision of one transaction stands on: the policy, the moment, and each patient's wish."""

    current: Current = field(default_factory=current_policy)
    now: datetime = field(default_factory=timezone.now)
    wishes: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        policy = self.current.policy
        self.zone = access_policy(policy.preset, policy.access).zone

    def judge(self, row: Record, facts: RecordFacts) -> Judgement:
        if row.patient_id is None and facts.section not in SHARED:
            return NOBODYS
        wish = self.wish_of(row.patient_id)
        return judge(facts, self.current.policy, wish_hours=wish, zone=self.zone)

    def wish_of(self, patient: int | None) -> int:
        if patient is None:
            return 0
        if patient not in self.wishes:
            self.wishes[patient] = Patient.objects.values_list("wait_hours", flat=True).get(pk=patient)
        return self.wishes[patient]

    def keeps_anything(self, patients: Iterable[int | None]) -> bool:
        return any(keeps_anything(self.current.policy, self.wish_of(patient)) for patient in patients)


@dataclass(slots=True)
class Judged:
    """A row with what the rules say of it. is_new: nobody can have seen this version of it before."""

    row: Record
    judgement: Judgement
    is_new: bool = False

    @property
    def key(self) -> Key:
        return Key(self.row.type, self.row.fhir_id)


def put_on(judged: Judged, deciding: Deciding) -> bool:
    """Write the decision onto the row, unsaved; whether that changed it.

    What becomes visible by this decision becomes so now: it is never backdated, or apps would miss it.
    """
    row, release = judged.row, judged.judgement.release()
    before = (row.visible_from, row.visible_until, row.reason, row.policy)
    was_seen = not judged.is_new and _of(row).holds_at(deciding.now)
    is_seen = release.holds_at(deciding.now)
    if not (was_seen and is_seen):
        moment = deciding.now if is_seen and not judged.is_new else row.updated_at
        row.shown_at = max(moment, release.visible_from or moment)
    row.visible_from, row.visible_until = release.visible_from, release.visible_until
    row.reason, row.policy = release.reason.value, deciding.current.number
    return before != (row.visible_from, row.visible_until, row.reason, row.policy)


def settle(rows: Sequence[Judged], deciding: Deciding) -> None:
    """Put the decisions on these stored rows and on those of their families, and save what that changes."""
    judged = list(rows)
    if deciding.keeps_anything({one.row.patient_id for one in rows}):
        family = _Family(deciding, {one.key: one for one in rows})
        family.gather()
        judged = family.settled()
    save_decisions([one.row for one in judged if put_on(one, deciding)])


def save_decisions(rows: Sequence[Record]) -> None:
    names = ("visible_from", "visible_until", "reason", "policy", "shown_at")
    alike: dict[tuple[object, ...], list[int]] = {}
    for row in rows:
        alike.setdefault(tuple(getattr(row, name) for name in names), []).append(row.pk)
    for values, keys in alike.items():
        Record.objects.filter(pk__in=keys).update(**dict(zip(names, values, strict=True)))


def decide_again(rows: Sequence[Record], deciding: Deciding) -> None:
    """Decide on stored rows anew. Call inside a transaction."""
    key = sealer()
    settle([_judged(row, deciding, key) for row in rows], deciding)


@transaction.atomic
def decide_some(*, most: int = AT_ONCE) -> int:
    """Decide on some of the rows that an older policy decided; returns how many. 0: there are none left."""
    deciding = Deciding()
    stale = Record.objects.exclude(policy=deciding.current.number).order_by("policy", "patient", "pk")
    rows = list(stale.select_for_update(skip_locked=True)[:most])
    if rows:
        decide_again(rows, deciding)
    return len(rows)


@transaction.atomic
def set_wish(*, by: Actor, patient: UUID, hours: int) -> None:
    """Let results wait for so many hours from when they are final, where the policy's own hold is shorter."""
    row = Patient.objects.select_for_update().get(uuid=patient)
    row.wait_hours = hours
    row.save(update_fields=["wait_hours"])
    audit.record(by=by, act="release.wish", person=patient, count=hours)
    deciding = Deciding()
    waiting = Record.objects.filter(patient=row, section__in=(Section.RESULTS, Section.REPORTS)).order_by("pk")
    _in_batches(waiting, deciding)


@transaction.atomic
def mark_reviewed(*, by: Actor, record: int) -> None:
    """Somebody at the hospital has looked at it: where a rule made it wait for that, it waits no longer."""
    row = Record.objects.select_for_update().get(pk=record)
    deciding = Deciding()
    row.reviewed_at = deciding.now
    row.save(update_fields=["reviewed_at"])
    person = row.patient.uuid if row.patient else None
    audit.record(by=by, act="release.reviewed", person=person, object=row.type.lower())
    decide_again([row], deciding)


def _in_batches(rows: Iterable[Record], deciding: Deciding) -> None:
    batch: list[Record] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            decide_again(batch, deciding)
            batch = []
    decide_again(batch, deciding)


def _judged(row: Record, deciding: Deciding, key: Sealer) -> Judged:
    doc = decode(key.open(bytes(row.body), BODY))
    received = row.final_at or row.updated_at
    facts = facts_of(doc, received_at=received, reviewed_at=row.reviewed_at, section=Section(row.section))
    return Judged(row, deciding.judge(row, facts))


def _of(row: Record) -> Release:
    return Release(row.visible_from, row.visible_until, Reason(row.reason))


class _Family:
    """Gathers whatever stands or falls with some records, as far as it is of the same patient."""

    def __init__(self, deciding: Deciding, judged: Mapping[Key, Judged]) -> None:
        self._deciding = deciding
        self._judged = dict(judged)
        self._by_row = {one.row.pk: one.key for one in judged.values()}
        self._ties: set[tuple[Key, Kind, Key]] = set()

    def gather(self) -> None:
        frontier = set(self._judged)
        while frontier:
            stated, files = self._ties_of(frontier)
            others = {key for one, kind, other in stated for key in (one, other) if kind is not Kind.CARRIES}
            others |= {one for one, _, _ in stated}
            others |= {one for one, _, _ in self._ties_to(files)}
            frontier = self._fetch(others - set(self._judged))

    def settled(self) -> list[Judged]:
        ties = [(one, kind, other) for one, kind, other in self._ties if one in self._judged]
        shares = [(one, other) for one, kind, other in ties if kind is Kind.HAS and other in self._judged]
        waits = [(one, other) for one, kind, other in ties if kind is not Kind.CARRIES and other in self._judged]
        carriers: dict[Key, list[Key]] = {}
        for one, kind, other in ties:
            if kind is Kind.CARRIES:
                carriers.setdefault(other, []).append(one)
        for first, *rest in carriers.values():
            shares += [(first, one) for one in rest]
            waits += [pair for one in rest for pair in ((first, one), (one, first))]
        together = keep_together({key: one.judgement for key, one in self._judged.items()}, shares, waits)
        return [Judged(one.row, together[key], one.is_new) for key, one in self._judged.items()]

    def _ties_of(self, keys: set[Key]) -> tuple[set[tuple[Key, Kind, Key]], set[Key]]:
        """The ties that these records state or that lead to them, and the files that they carry."""
        rows = [self._judged[key].row.pk for key in keys]
        own = RecordTie.objects.filter(record__in=rows, kind__in=FAMILY)
        stated = {
            (self._by_row[row], Kind(kind), Key(type_, name))
            for row, kind, type_, name in own.values_list("record_id", "kind", "type", "fhir_id")
        }
        self._ties |= stated
        files = {other for _, kind, other in stated if kind is Kind.CARRIES}
        return stated | self._ties_to(keys), files

    def _ties_to(self, keys: set[Key]) -> set[tuple[Key, Kind, Key]]:
        found = set()
        for type_, names in _by_type(keys).items():
            ties = RecordTie.objects.filter(type=type_, fhir_id__in=names, kind__in=FAMILY)
            for kind, name, stating, whose in ties.values_list("kind", "fhir_id", "record__type", "record__fhir_id"):
                found.add((Key(stating, whose), Kind(kind), Key(type_, name)))
        self._ties |= found
        return found

    def _fetch(self, keys: set[Key]) -> set[Key]:
        patients = {one.row.patient_id for one in self._judged.values()}
        fetched, key = set(), sealer()
        for type_, names in _by_type(keys).items():
            for row in Record.objects.filter(type=type_, fhir_id__in=names, patient__in=patients):
                one = _judged(row, self._deciding, key)
                self._judged[one.key] = one
                self._by_row[row.pk] = one.key
                fetched.add(one.key)
        return fetched


def _by_type(keys: Iterable[Key]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for key in keys:
        grouped.setdefault(key.type, []).append(key.id)
    return grouped
