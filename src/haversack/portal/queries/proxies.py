"""Who stands in for this patient, and who did? For the patient, who decides about it, and for the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from ..models import Proxy
from ..rules.access import Act, Kind, proxy_access
from ..rules.sections import Section
from .reader import Reader
from .standing import current_access, life_of, tie_of

SHOWN = timedelta(days=365)  # ended forms, to the patient


@dataclass(frozen=True, slots=True)
class StandIn:
    """One form, as a page shows it. sections: None for all that this kind of access may see. holds: it opens the record
    now; enrolled: whoever it names has an account. ended_by_patient: not by staff, a birthday or its last day.
    """

    uuid: UUID
    name: str = field(repr=False)
    relation: str = field(repr=False)
    kind: Kind
    sections: frozenset[Section] | None
    signed_on: date
    until: datetime | None
    ended_at: datetime | None
    ended_by_patient: bool
    enrolled: bool
    holds: bool


def stand_ins(reader: Reader) -> list[StandIn]:
    """Those that hold, and those that ended within a year. Raises NotAllowed for anybody but the patient."""
    reader.require(Act.LET_IN)
    found = stand_ins_at_desk(reader.uuid, reader.now)
    return [one for one in found if one.ended_at is None or one.ended_at > reader.now - SHOWN]


def stand_in(reader: Reader, uuid: UUID) -> StandIn | None:
    """One that has not ended."""
    return next((one for one in stand_ins(reader) if one.uuid == uuid and one.ended_at is None), None)


def stand_ins_at_desk(patient: UUID, now: datetime) -> list[StandIn]:
    """Every form that was ever recorded for this patient, open ones first, for staff."""
    policy = current_access()
    forms = Proxy.objects.filter(patient__uuid=patient).select_related("patient__user").order_by("-pk")
    found = [
        StandIn(
            uuid=one.uuid,
            name=one.name,
            relation=one.relation,
            kind=Kind(one.kind),
            sections=tie_of(one).sections,
            signed_on=one.signed_on,
            until=one.until,
            ended_at=one.ended_at if one.ended_at else one.until if one.until and one.until <= now else None,
            ended_by_patient=bool(one.ended_by) and one.ended_by == _pseudonym(one),
            enrolled=one.user_id is not None,
            holds=bool(proxy_access(policy, tie_of(one), life_of(one.patient), now)),
        )
        for one in forms
    ]
    return sorted(found, key=lambda one: one.ended_at is not None)


def _pseudonym(form: Proxy) -> str:
    return form.patient.user.pseudonym if form.patient.user else ""
