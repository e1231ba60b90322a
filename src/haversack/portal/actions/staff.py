"""How does somebody come to work at the hospital's desk?"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from haversack import audit
from haversack.accounts.actions import EmailUnreadable, end_sessions, require_strong
from haversack.accounts.models import User, normal_login_id
from haversack.audit import Actor

from ..models import Staff


class WorksHereAlready(Exception):
    """Somebody signs in with this address already."""


class LastAdministrator(Exception):
    """Nobody else could set the policy any more. Give somebody else the role first."""

    def __init__(self) -> None:
        super().__init__("This is the last administrator. Give somebody else the role first.")


@transaction.atomic
def end_staff(*, by: Actor, staff: int, now: datetime) -> None:
    """Somebody does not work here any more: their sessions end at once. Raises LastAdministrator."""
    row = Staff.objects.select_for_update().select_related("user").get(pk=staff)
    others = Staff.objects.filter(role=Staff.Role.ADMINISTRATOR, ended_at=None).exclude(pk=row.pk)
    if row.role == Staff.Role.ADMINISTRATOR and not others.exists():
        raise LastAdministrator
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        end_sessions(user=row.user)
        audit.record(by=by, act="staff.ended", object=row.user.pseudonym)


@transaction.atomic
def add_staff(*, by: Actor, email: str, role: str, password: str, provider: int | None = None) -> Staff:
    """Add somebody who works here; the address is their user id, and no mail is sent to it. Raises EmailUnreadable,
    WorksHereAlready, PasswordTooWeak.

    provider: the row of the provider whose messages they answer.
    """
    login_id = normal_login_id(email)
    try:
        validate_email(login_id)
    except ValidationError:
        raise EmailUnreadable(_("This is not an e-mail address.")) from None
    if User.objects.filter(login_id=login_id).exists():
        raise WorksHereAlready(_("There is a user with this address already."))
    require_strong(password, User(login_id=login_id))
    user = User.objects.create_with_login_id(login_id, password)
    staff = Staff.objects.create(user=user, role=Staff.Role(role), provider_id=provider)
    audit.record(by=by, act="staff.added", object=user.pseudonym)
    return staff
