"""Who gets which mail, of those who asked for a link? Decided by a job, after the page has answered (asking.py)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haversack import audit
from haversack.accounts.models import User

from ..models import Link, Patient, Proxy
from ..queries.standing import current_access, life_of
from ..rules.access import own_access
from ..rules.enrolment import Outcome, may_go_by_mail, outcome
from .asking import ENROL, PASSWORD
from .links import make_link
from .outgoing import Answer, Facts, Mail, Portal


@transaction.atomic
def answer_enrol(facts: Facts, now: datetime) -> Mail | None:
    """None where no patient has both this address and this number. Whoever enrolled already, or may not, is told so."""
    patient = Patient.objects.select_related("merged_into").filter(mrn=facts["mrn"], email=facts["email"]).first()
    if patient is None:
        return None
    patient = patient.merged_into or patient
    access = own_access(current_access(), life_of(patient), now)
    came = outcome(enrolled=patient.user_id is not None, access=access, shared=is_shared(patient))
    audit.record(by=Portal(), act=f"enrol.{came}", person=patient.uuid)
    if came is Outcome.LINK:
        token = make_link(purpose=Link.Purpose.ENROL, patient=patient, now=now)
        link = f"{facts['site']}/enrol/link/{token}/"
    else:
        link = f"{facts['site']}/account/login/"
    return Mail(f"enrol-{came}", facts["email"], facts["language"], link)


@transaction.atomic
def answer_password(facts: Facts, now: datetime) -> Mail | None:
    """None where nobody has this user id, or no address of theirs is on file."""
    user = User.objects.filter(login_id=facts["login_id"], is_active=True).first()
    to = address_on_file(user) if user else ""
    if user is None or not to or not _may_go_by_mail(user, now):
        return None
    token = make_link(purpose=Link.Purpose.PASSWORD, user=user.pk, now=now)
    audit.record(by=Portal(), act="account.password-link", object=user.pseudonym)
    return Mail("password-link", to, facts["language"], f"{facts['site']}/enrol/link/{token}/")


def is_shared(patient: Patient) -> bool:
    """Is the address on file somebody else's, too: another patient's, or on a form of somebody who stands in?"""
    others = Patient.objects.filter(email=patient.email, merged_into=None).exclude(pk=patient.pk)
    return others.exists() or patient.proxies.filter(email=patient.email, ended_at=None).exists()


def _may_go_by_mail(user: User, now: datetime) -> bool:
    patient = Patient.objects.filter(user=user).first()
    if patient is None:
        return True
    access = own_access(current_access(), life_of(patient), now)
    return may_go_by_mail(access, shared=is_shared(patient))


def address_on_file(user: User) -> str:
    """Where mail to this account goes: the patient's address, the one on a form for proxies, or staff's own."""
    own = Patient.objects.filter(user=user).values_list("email", flat=True).first()
    if own:
        return own
    of_a_form = Proxy.objects.filter(user=user, ended_at=None).exclude(email="").order_by("-pk").first()
    return of_a_form.email if of_a_form else user.email or ""


ANSWERS: dict[str, Answer] = {ENROL: answer_enrol, PASSWORD: answer_password}
