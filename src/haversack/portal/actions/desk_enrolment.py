"""How does the desk let somebody in who stands there with a photo ID, and what does it write down? (P2, P8, P12)

Raises NotYourDuty for staff whose work it is not. The code is printed once and kept as a hash. Which kind of ID was
looked at, by whom and when is kept; nothing of the ID itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from haversack import audit
from haversack.audit import Actor
from haversack.records.ages import age_on

from ..models import Emancipation, IdentityCheck, Link, Patient, Proxy
from ..queries.standing import current_access, life_of, tie_of
from ..rules.access import REASONS, Why, own_access, proxy_access
from ..rules.enrolment import LETTER_LASTS, IdKind
from ..rules.minors import day_of
from ..rules.staff import Duty, Worker
from .birthdays import end_what_changed
from .links import make_link


class Refused(Exception):
    """The desk cannot do this; the text tells whoever stands there why."""


class NoAccount(Refused):
    """There is no account to do this for."""


ENROLLED = "There is an account already. For a lost password print a letter for a new one."
NOT_ENROLLED = "There is no account yet."
NO_DOCUMENT = "Write down which document shows the emancipation, such as the court and the date of its order."
NOT_A_MINOR = "An emancipation is for somebody who is not of age on that day."
IN_THE_FUTURE = "The day is still to come."


@dataclass(frozen=True, slots=True)
class Letter:
    """What is printed: a code that works once, and until when. Its repr shows no secret."""

    code: str
    until: datetime

    def __repr__(self) -> str:
        return "Letter(…)"


@transaction.atomic
def enrol_at_desk(*, by: Worker, patient: UUID, id_kind: IdKind, now: datetime) -> Letter:
    """A letter with which this patient chooses a user id and a password. Raises Refused, for minors with the reason."""
    by.require(Duty.ENROL)
    row = _patient(patient)
    if row.user_id is not None:
        raise Refused(ENROLLED)
    access = own_access(current_access(), life_of(row), now)
    if not access:
        raise Refused(access.reason)
    _checked(by, row, None, id_kind, now)
    code = make_link(purpose=Link.Purpose.ENROL, patient=row, now=now, desk=True)
    audit.record(by=by, act="enrol.at-desk", person=row.uuid, object=id_kind)
    return Letter(code, now + LETTER_LASTS)


@transaction.atomic
def enrol_proxy_at_desk(*, by: Worker, proxy: UUID, id_kind: IdKind, now: datetime) -> Letter:
    """A letter with which somebody who stands in for a patient makes an account, or uses the one they have."""
    by.require(Duty.ENROL)
    row = Proxy.objects.select_related("patient").select_for_update().get(uuid=proxy)
    if row.user_id is not None:
        raise Refused(ENROLLED)
    access = proxy_access(current_access(), tie_of(row), life_of(row.patient), now)
    if not access:
        raise Refused(access.reason)
    _checked(by, row.patient, row, id_kind, now)
    code = make_link(purpose=Link.Purpose.PROXY, proxy=row, now=now, desk=True)
    audit.record(by=by, act="proxy.at-desk", person=row.patient.uuid, object=id_kind)
    return Letter(code, now + LETTER_LASTS)


@transaction.atomic
def password_at_desk(*, by: Worker, patient: UUID, id_kind: IdKind, now: datetime) -> Letter:
    """A letter with which this patient chooses a new password."""
    by.require(Duty.ENROL)
    row = _patient(patient)
    if row.user_id is None:
        raise NoAccount(NOT_ENROLLED)
    _checked(by, row, None, id_kind, now)
    code = make_link(purpose=Link.Purpose.PASSWORD, user=row.user_id, now=now, desk=True)
    audit.record(by=by, act="account.password-at-desk", person=row.uuid, object=id_kind)
    return Letter(code, now + LETTER_LASTS)


@transaction.atomic
def tell_user_id(*, by: Worker, patient: UUID) -> str:
    """The user id, for the help line to say to a caller it knows to be the patient. The trail keeps who asked."""
    by.require(Duty.ENROL)
    row = _patient(patient)
    if row.user is None:
        raise NoAccount(NOT_ENROLLED)
    audit.record(by=by, act="user-id.told", person=row.uuid)
    return row.user.login_id or ""


@transaction.atomic
def record_emancipation(*, by: Worker, patient: UUID, on: date, document: str, now: datetime) -> None:
    """From this day on a minor counts as grown up, by this document. What a parent saw until then ends with it."""
    by.require(Duty.ENROL)
    row = _patient(patient)
    policy = current_access()
    document = " ".join(document.split())
    if not document:
        raise Refused(NO_DOCUMENT)
    if row.born is None:
        raise Refused(REASONS[Why.NO_BIRTH_DATE])
    if not 0 <= age_on(row.born, on) < policy.adult_at:
        raise Refused(NOT_A_MINOR)
    if on > day_of(now, policy.zone):
        raise Refused(IN_THE_FUTURE)
    before = life_of(row)
    row.emancipated_on = on
    row.save(update_fields=["emancipated_on"])
    Emancipation.objects.create(
        patient=row, effective_on=on, document=document[:300], recorded_by=by.pseudonym, recorded_at=now
    )
    audit.record(by=by, act="emancipation.recorded", person=row.uuid)
    end_what_changed(row, before=(before, now), after=(life_of(row), now), by=by, now=now)


def _patient(uuid: UUID) -> Patient:
    return Patient.objects.select_related("user").select_for_update(of=("self",)).get(uuid=uuid, merged_into=None)


def _checked(by: Actor, patient: Patient, proxy: Proxy | None, kind: IdKind, now: datetime) -> None:
    IdentityCheck.objects.create(patient=patient, proxy=proxy, kind=kind, checked_by=by.pseudonym, checked_at=now)
