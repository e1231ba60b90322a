"""Who is told when how an account is signed in to was changed? Its owner, by mail: a stranger does not do it unseen.

The accounts library says so by signals. Where people sign in with e-mail addresses it sends such mails itself; at a
portal it knows of no address.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from django.utils import timezone

from haversack.accounts.models import User

from .answering import address_on_file
from .outgoing import Mail, want_mail

TOLD = {
    "password": account.password_changed,
    "second-factor-added": second_factor.authenticator_added,
    "second-factor-removed": second_factor.authenticator_removed,
    "second-factor-renewed": second_factor.authenticator_reset,
}


def connect() -> None:
    """Listen to the library; called once, when the app is ready."""
    for name, signal in TOLD.items():
        signal.connect(_tell, dispatch_uid=f"portal.told.{name}")


def _tell(sender: Any, user: User | None, **more: Any) -> None:
    if user is not None and user.login_id is not None:
        want_mail(Mail("account-changed", address_on_file(user), user.language), timezone.now())
