"""What changes a user: being added, a new password, the end of sessions, a choice of language?"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from haversack import audit

from .models import User, normal_email


class Operator:
    """Whoever runs the site, at its console."""

    pseudonym = "operator"


class EmailTaken(Exception):
    """Somebody signs in with this address already."""


class EmailUnreadable(Exception):
    """This is not an e-mail address."""


class PasswordTooWeak(Exception):
    """The password is too short or too easily guessed; the message says which."""


class UserUnknown(Exception):
    """Nobody signs in with this address."""


@transaction.atomic
def add_user(*, email: str, password: str, name: str = "") -> User:
    """Add someone who may sign in with this address. For the operator: the address counts as verified."""
    email = normal_email(email)
    try:
        validate_email(email)
    except ValidationError:
        raise EmailUnreadable(_("This is not an e-mail address.")) from None
    if User.objects.filter(email=email).exists():
        raise EmailTaken(_("There is a user with this address already."))
    require_strong(password, User(email=email, name=name))
    user = User.objects.create_user(email, password, name=name.strip())
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    audit.record(by=Operator(), act="account.added", object=user.pseudonym)
    return user


@transaction.atomic
def set_password(*, email: str, password: str, without_second_factor: bool = False) -> User:
    """Give a user a new password at the operator's hand, and end every session of theirs.

    without_second_factor: forget their passkeys, authenticator and recovery codes too, for somebody who lost them all.
    """
    user = User.objects.filter(email=normal_email(email)).first()
    if user is None:
        raise UserUnknown(_("There is no user with this address."))
    require_strong(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user=user)
    audit.record(by=Operator(), act="account.password-given", object=user.pseudonym)
    if without_second_factor and Authenticator.objects.filter(user=user).delete()[0]:
        audit.record(by=Operator(), act="account.second-factor-forgotten", object=user.pseudonym)
    return user


@transaction.atomic
def end_sessions(*, user: User, but: str | None = None) -> int:
    """Sign the user out everywhere, except in the session whose key is given. Returns how many sessions ended."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    sessions.delete()
    return len(keys)


def choose_language(*, user: User, language: str) -> User:
    """Show the pages in this language from now on; an empty one means: as the browser asks."""
    user.language = language
    user.save(update_fields=["language"])
    return user


def require_strong(password: str, user: User) -> None:
    """Raises PasswordTooWeak."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise PasswordTooWeak(" ".join(weak.messages)) from None
