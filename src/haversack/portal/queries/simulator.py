"""What does a patient, or somebody who stands in for them, see at a moment, and why not the rest? For staff.

The same rows and the same decision as everywhere, looked at from the other side: what is hidden is listed, with its
reason in words for staff and the legal basis of the rule. Whoever asks has been let in by the desk's own rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from haversack.records.digits import decode
from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.describe import describe

from ..models import Patient, Record
from ..models.keys import BODY, sealer
from ..rules.access import AccessClass
from ..rules.facts import facts_of
from ..rules.release import TO_STAFF, Reason, Release, basis_of, reason_at
from ..rules.sections import Section
from .policy import Current, current_policy
from .reader import NotFound
from .standing import current_access

PAGE = 50
NOT_DECIDED = "Hidden until the policy that was set last has decided on it; that takes some minutes."
NOT_COVERED = "This access does not cover the section."


@dataclass(frozen=True, slots=True)
class Line:
    """One record, whether it is seen, and why. visible_from None: never; legal_basis: "" where no rule hides it."""

    row: Record
    entry: Entry | None = field(repr=False)
    seen: bool
    why: str
    legal_basis: str
    visible_from: datetime | None
    visible_until: datetime | None


@dataclass(frozen=True, slots=True)
class Simulation:
    """Whose eyes, and when."""

    patient: int
    sections: frozenset[Section]
    now: datetime
    current: Current


def simulate(patient: UUID, *, access: AccessClass, now: datetime) -> Simulation:
    """The patient's record through the eyes of this access class at that moment. Raises NotFound."""
    row = Patient.objects.filter(uuid=patient, merged_into=None).values_list("pk", flat=True).first()
    if row is None:
        raise NotFound
    right = current_access().rights.get(access)
    return Simulation(row, right.sections if right else frozenset(), now, current_policy())


def totals(simulation: Simulation) -> dict[Section, Counter[str]]:
    """For each section that has records: how many are seen (Reason.SHOWN), and how many are not for which reason."""
    found: dict[Section, Counter[str]] = {}
    columns = ("section", "visible_from", "visible_until", "reason", "policy")
    for section, start, end, reason, policy in _rows(simulation).values_list(*columns).iterator():
        release = Release(start, end, Reason(reason))
        why = _why(simulation, Section(section), release, policy)
        found.setdefault(Section(section), Counter())[why] += 1
    return found


def lines(simulation: Simulation, section: Section, page: int = 1) -> Sequence[Line]:
    """A page of a section's records, newest first, seen and unseen."""
    rows = _rows(simulation).filter(section=section).order_by(F("low").desc(nulls_last=True), "-id")
    return [_line(simulation, row) for row in rows[(page - 1) * PAGE : page * PAGE]]


def _rows(simulation: Simulation) -> QuerySet[Record]:
    return Record.objects.filter(patient=simulation.patient).exclude(section=Section.ATTACHED)


def _line(simulation: Simulation, row: Record) -> Line:
    doc = decode(sealer().open(bytes(row.body), BODY))
    section = Section(row.section)
    release = Release(row.visible_from, row.visible_until, Reason(row.reason))
    why = _why(simulation, section, release, row.policy)
    facts = facts_of(doc, received_at=row.final_at or row.updated_at, reviewed_at=row.reviewed_at, section=section)
    basis = basis_of(Reason(why), facts, simulation.current.policy) if why in set(Reason) else ""
    entry = describe(doc, lambda _: None)
    seen = why == Reason.SHOWN
    said = TO_STAFF[Reason(why)] if why in set(Reason) else why
    return Line(row, entry, seen, said, basis, row.visible_from, row.visible_until)


def _why(simulation: Simulation, section: Section, release: Release, policy: int) -> str:
    if policy != simulation.current.number:
        return NOT_DECIDED
    if section not in simulation.sections:
        return NOT_COVERED
    return reason_at(release, simulation.now).value
