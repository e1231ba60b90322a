"""Which moments of signing in does the audit trail keep?

The accounts library tells of each through a signal; here each becomes one line under the user's pseudonym. A failed
attempt is nobody's act: the line names the account that was tried, if there is one, and never the address that was
typed.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from django.contrib.auth import signals as auth
from django.dispatch import Signal

from haversack import audit

from .actions import end_sessions
from .models import User, normal_email


class Nobody:
    """Whoever tried to sign in and did not manage to."""

    pseudonym = "anonymous"


OF_A_USER: dict[str, Signal] = {
    "account.signed-up": account.user_signed_up,
    "account.signed-in": account.user_logged_in,
    "account.signed-out": auth.user_logged_out,
    "account.email-changed": account.email_changed,
    "account.second-factor-added": second_factor.authenticator_added,
    "account.second-factor-removed": second_factor.authenticator_removed,
    "account.second-factor-renewed": second_factor.authenticator_reset,
}
NEW_PASSWORD: dict[str, Signal] = {
    "account.password-changed": account.password_changed,
    "account.password-set": account.password_set,
    "account.password-reset": account.password_reset,
}


def connect() -> None:
    """Listen to the library; called once, when the app is ready."""
    for act, signal in OF_A_USER.items():
        signal.connect(_noting(act), weak=False, dispatch_uid=act)
    for act, signal in NEW_PASSWORD.items():
        signal.connect(_noting(act, ends_other_sessions=True), weak=False, dispatch_uid=act)
    auth.user_login_failed.connect(_sign_in_failed, dispatch_uid="account.sign-in-failed")
    second_factor.authentication_failed.connect(_second_factor_failed, dispatch_uid="account.second-factor-failed")


def _noting(act: str, *, ends_other_sessions: bool = False) -> Any:
    def note(sender: Any, request: Any, user: User | None, **more: Any) -> None:
        if user is None:  # somebody signed out whose session was over
            return
        audit.record(by=user, act=act)
        if ends_other_sessions:
            end_sessions(user=user, but=request.session.session_key)

    return note


def _sign_in_failed(sender: Any, credentials: dict[str, Any], **more: Any) -> None:
    tried = User.objects.filter(email=normal_email(str(credentials.get("email") or ""))).first()
    audit.record(by=Nobody(), act="account.sign-in-failed", object=tried.pseudonym if tried else None)


def _second_factor_failed(sender: Any, user: User, **more: Any) -> None:
    audit.record(by=Nobody(), act="account.second-factor-failed", object=user.pseudonym)
