"""How does somebody come to stand in for a patient, and how does it end? (P13)

Staff record the signed form; the patient sees on a page who has access, and ends it, at once and without a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from haversack import audit
from haversack.accounts.models import normal_email
from haversack.audit import Actor

from ..models import Link, Patient, Proxy
from ..queries.reader import Reader
from ..queries.standing import current_access, life_of, tie_of
from ..rules.access import Act, Kind, Tie, proxy_access
from ..rules.minors import day_of, midnight
from ..rules.sections import LISTED, Section
from ..rules.staff import Duty, Worker
from .ending import end_doors, tell_access_changed, tell_proxy
from .links import make_link
from .outgoing import Mail, want_mail


class FormUnfit(Exception):
    """The form cannot be recorded as it is; the text says why, to staff."""


class NoSuchProxy(Exception):
    """There is no such form for this patient, or it has ended."""


NO_NAME = "Write down the name on the form."
SIGNED_LATER = "The form’s date is still to come."
OVER_ALREADY = "The last day is before today."
NOTHING_TO_SEE = "Choose at least one section, or all of them."
OPEN_ALREADY = "This person has access by another form. End that one first."


@dataclass(frozen=True, slots=True)
class SignedForm:
    """What stands on the form. sections: None for all that this kind of access may see. last_day: None for no end."""

    kind: Kind
    name: str
    relation: str
    email: str
    signed_on: date
    sections: frozenset[Section] | None = None
    last_day: date | None = None

    def __repr__(self) -> str:
        return "SignedForm(…)"


@transaction.atomic
def record_proxy(*, by: Worker, patient: UUID, form: SignedForm, now: datetime) -> UUID:
    """Record a form. Raises FormUnfit, for what the policy does not give with the reason. Nobody gets in by it yet:
    whoever it names gets a link by mail, or a letter at the desk, and makes an account or uses their own.
    """
    by.require(Duty.PROXIES)
    row = Patient.objects.select_for_update().get(uuid=patient, merged_into=None)
    policy = current_access()
    today = day_of(now, policy.zone)
    until = midnight(form.last_day + timedelta(days=1), policy.zone) if form.last_day else None
    if fault := _fault(form, today):
        raise FormUnfit(fault)
    email = normal_email(form.email)
    tie = Tie(form.kind, form.sections, now, until)
    access = proxy_access(policy, tie, life_of(row), now)
    if not access:
        raise FormUnfit(access.reason)
    if email and row.proxies.filter(ended_at=None, email=email, kind=form.kind).exists():
        raise FormUnfit(OPEN_ALREADY)
    proxy = Proxy.objects.create(
        patient=row,
        kind=form.kind,
        name=" ".join(form.name.split()),
        relation=" ".join(form.relation.split()),
        email=email,
        sections=None if form.sections is None else sorted(form.sections),
        signed_on=form.signed_on,
        since=now,
        until=until,
        recorded_by=by.pseudonym,
    )
    audit.record(by=by, act="proxy.record", person=row.uuid, object=form.kind)
    tell_access_changed(row.email, row.user.language if row.user else "", now)
    return proxy.uuid


@transaction.atomic
def send_proxy_link(*, by: Worker, proxy: UUID, site: str, language: str, now: datetime) -> None:
    """Mail whoever the form names a link. Raises NoSuchProxy where it ended, was taken up, or names no address."""
    by.require(Duty.PROXIES)
    row = Proxy.objects.select_related("patient").filter(uuid=proxy, user=None, ended_at=None).first()
    if row is None or not row.email:
        raise NoSuchProxy
    if not proxy_access(current_access(), tie_of(row), life_of(row.patient), now):
        raise NoSuchProxy
    token = make_link(purpose=Link.Purpose.PROXY, proxy=row, now=now)
    want_mail(Mail("proxy-link", row.email, language, f"{site}/enrol/link/{token}/"), now)
    audit.record(by=by, act="proxy.link", person=row.patient.uuid)


def end_own_proxy(*, reader: Reader, proxy: UUID) -> None:
    """The patient ends somebody's access. Raises NotAllowed for anybody else, NoSuchProxy."""
    reader.require(Act.LET_IN)
    _end(by=reader, patient=reader.uuid, proxy=proxy, now=reader.now)


def end_proxy_at_desk(*, by: Worker, patient: UUID, proxy: UUID, now: datetime) -> None:
    """Staff end an access, such as when the patient asked by telephone or a court's order ended. Raises NoSuchProxy."""
    by.require(Duty.PROXIES)
    _end(by=by, patient=patient, proxy=proxy, now=now)


@transaction.atomic
def _end(*, by: Actor, patient: UUID, proxy: UUID, now: datetime) -> None:
    open_forms = Proxy.objects.filter(uuid=proxy, patient__uuid=patient, ended_at=None)
    if not open_forms.update(ended_at=now, ended_by=by.pseudonym):
        raise NoSuchProxy
    row = Proxy.objects.select_related("patient__user", "user").get(uuid=proxy)
    audit.record(by=by, act="proxy.end", person=row.patient.uuid)
    Link.objects.filter(proxy=row, used_at=None).delete()
    tell_access_changed(row.patient.email, row.patient.user.language if row.patient.user else "", now)
    if row.user:
        end_doors(user=row.user, patient=row.patient, by=by, now=now)
    tell_proxy(row, now)


def _fault(form: SignedForm, today: date) -> str:
    if not form.name.strip():
        return NO_NAME
    if form.signed_on > today:
        return SIGNED_LATER
    if form.last_day is not None and form.last_day < today:
        return OVER_ALREADY
    if form.sections is not None and not form.sections & {*LISTED, Section.PROFILE, Section.OTHER}:
        return NOTHING_TO_SEE
    return ""
