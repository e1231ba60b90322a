"""What would another policy change, as far as can be told beforehand? For the page that sets one.

Decided anew on some of the records there are, without writing anything. Families (rules/ties.py) are left out, so that
a result is judged by itself here; the decision that counts is made when the policy is set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haversack.records.digits import decode

from ..models import Patient, Record
from ..models.keys import BODY, sealer
from ..rules.facts import facts_of
from ..rules.policy import Policy
from ..rules.release import Reason, Release, decide
from ..rules.rights import access_policy
from ..rules.sections import LISTED, Section
from ..rules.staff import Duty, Worker

MOST = 4000  # records; more would keep whoever asks waiting


@dataclass(slots=True)
class Effect:
    """Of one section: how many records were looked at, how many are shown now, how many would be."""

    section: Section
    looked_at: int = 0
    shown_now: int = 0
    shown_then: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What the policy would do. is_all: whether every record was looked at."""

    effects: tuple[Effect, ...]
    is_all: bool

    @property
    def looked_at(self) -> int:
        return sum(one.looked_at for one in self.effects)


def effect_of(by: Worker, policy: Policy, now: datetime) -> Preview:
    """Judge the newest records of every section under another policy."""
    by.require(Duty.POLICY)
    zone = access_policy(policy.preset, policy.access).zone
    wishes = dict(Patient.objects.filter(wait_hours__gt=0).values_list("pk", "wait_hours"))
    share = MOST // len(LISTED)
    effects, is_all = [], True
    for section in LISTED:
        rows = list(Record.objects.filter(section=section, patient__isnull=False).order_by("-pk")[: share + 1])
        is_all = is_all and len(rows) <= share
        effect = Effect(section)
        for row in rows[:share]:
            effect.looked_at += 1
            effect.shown_now += Release(row.visible_from, row.visible_until, Reason(row.reason)).holds_at(now)
            effect.shown_then += _judged(row, policy, wishes.get(row.patient_id or 0, 0), zone).holds_at(now)
        effects.append(effect)
    return Preview(tuple(effects), is_all)


def _judged(row: Record, policy: Policy, wish_hours: int, zone: str) -> Release:
    doc = decode(sealer().open(bytes(row.body), BODY))
    received = row.final_at or row.updated_at
    facts = facts_of(doc, received_at=received, reviewed_at=row.reviewed_at, section=Section(row.section))
    return decide(facts, policy, wish_hours=wish_hours, zone=zone)
