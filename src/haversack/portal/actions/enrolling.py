"""What comes of a link in the hand of whoever got it: an account of their own, one more record, a new password?"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from haversack import audit
from haversack.accounts.actions import end_sessions, require_strong
from haversack.accounts.models import User

from ..models import Link, Patient, Proxy
from ..queries.standing import current_access, life_of, tie_of
from ..rules.access import Access, own_access, proxy_access
from ..rules.enrolment import CHOOSE_A_USER_ID, By, fit_user_id
from .answering import address_on_file
from .asking import count
from .links import LinkOver, use_link
from .outgoing import Mail, want_mail


class UserIdTaken(Exception):
    """Somebody signs in with this user id. Choose another."""


class NotOnline(Exception):
    """The hospital's policy does not give this access any more; the text says why."""


def enrol(*, token: str, login_id: str, password: str, now: datetime) -> User:
    """Make the account that the link is for. Raises Unfit, PasswordTooWeak, UserIdTaken, NotOnline, LinkOver, TooMany;
    the link then still works.
    """
    count("user id", CHOOSE_A_USER_ID, {By.LINK: token}, now)
    try:
        with transaction.atomic():
            return _enrol(use_link(token, now), login_id, password, now)
    except IntegrityError:
        raise UserIdTaken from None


def _enrol(link: Link, login_id: str, password: str, now: datetime) -> User:
    holder = link.patient or link.proxy
    if holder is None or holder.user_id is not None:
        raise LinkOver
    name, mrn = _of_holder(holder)
    login_id = fit_user_id(login_id, mrn=mrn, email=holder.email)
    require_strong(password, User(login_id=login_id, name=name, email=holder.email or None))
    _require_access(link, now)
    if User.objects.filter(login_id=login_id).exists():
        raise UserIdTaken
    user = User.objects.create_with_login_id(login_id, password, name=name[:150])
    _bind(link, user)
    return user


def _of_holder(holder: Patient | Proxy) -> tuple[str, str]:
    """(name, record number) of whoever enrols; a proxy has no number here."""
    if isinstance(holder, Proxy):
        return holder.name, ""
    return f"{holder.given} {holder.family}".strip(), holder.mrn


@transaction.atomic
def accept_proxy(*, token: str, user: User, now: datetime) -> None:
    """Let somebody who has an account already stand in with it. Raises NotOnline, LinkOver."""
    link = use_link(token, now)
    if link.proxy is None or link.proxy.user_id is not None:
        raise LinkOver
    _require_access(link, now)
    if Proxy.objects.filter(patient=link.proxy.patient_id, user=user, ended_at=None).exists():
        raise LinkOver
    _bind(link, user)


def choose_password(*, token: str, password: str, language: str, now: datetime) -> User:
    """A new password for the account that the link is for, and the end of every session. Raises PasswordTooWeak,
    LinkOver. The second step, where one is set, is asked for as before.
    """
    with transaction.atomic():
        user = use_link(token, now).user
        if user is None or not user.is_active:
            raise LinkOver
        require_strong(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        end_sessions(user=user)
        audit.record(by=user, act="account.password-reset")
        want_mail(Mail("password-changed", address_on_file(user), language), now)
    return user


def _require_access(link: Link, now: datetime) -> None:
    policy = current_access()
    access: Access
    if link.proxy:
        access = proxy_access(policy, tie_of(link.proxy), life_of(link.proxy.patient), now)
    else:
        assert link.patient is not None
        access = own_access(policy, life_of(link.patient), now)
    if not access:
        raise NotOnline(access.reason)


def _bind(link: Link, user: User) -> None:
    if link.proxy:
        if not Proxy.objects.filter(pk=link.proxy.pk, user=None).update(user=user):
            raise LinkOver
        audit.record(by=user, act="proxy.accept", person=link.proxy.patient.uuid)
    else:
        assert link.patient is not None
        if not Patient.objects.filter(pk=link.patient.pk, user=None).update(user=user):
            raise LinkOver
        audit.record(by=user, act="enrol.done", person=link.patient.uuid)
