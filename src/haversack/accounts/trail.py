"""Which moments of signing in does the audit trail keep, and which does the user find in their history?

The accounts library tells of each through a signal; here each becomes one line under the user's pseudonym, and for the
user a row of `SignIn`. A failed attempt is nobody's act: the line names the account that was tried, if there is one,
and never what was typed.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone

from haversack import audit

from .actions import end_sessions
from .limits import address_of
from .models import SignIn, User, normal_email, normal_login_id


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
IN_HISTORY: dict[str, SignIn.What] = {
    "account.signed-in": SignIn.What.SIGNED_IN,
    "account.signed-out": SignIn.What.SIGNED_OUT,
    **dict.fromkeys(NEW_PASSWORD, SignIn.What.NEW_PASSWORD),
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
        if act in IN_HISTORY:
            remember(user, IN_HISTORY[act], request)
        if ends_other_sessions:
            end_sessions(user=user, but=request.session.session_key)

    return note


def remember(user: User | None, what: SignIn.What, request: HttpRequest | None) -> None:
    """Let the user find this moment in their history."""
    SignIn.objects.create(
        user=user,
        at=timezone.now(),
        what=what,
        ip=address_of(request) or None,
        user_agent=request.headers.get("User-Agent", "")[:200] if request else "",
    )


def _sign_in_failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:
    tried = _tried(credentials)
    audit.record(by=Nobody(), act="account.sign-in-failed", object=tried.pseudonym if tried else None)
    remember(tried, SignIn.What.WRONG_PASSWORD, request)


def _tried(credentials: dict[str, Any]) -> User | None:
    """Whose account it was, by whichever of the two this site signs in with."""
    if login_id := normal_login_id(str(credentials.get("username") or "")):
        return User.objects.filter(login_id=login_id).first()
    return User.objects.filter(email=normal_email(str(credentials.get("email") or ""))).first()


def _second_factor_failed(sender: Any, user: User, request: HttpRequest | None = None, **more: Any) -> None:
    audit.record(by=Nobody(), act="account.second-factor-failed", object=user.pseudonym)
    remember(user, SignIn.What.WRONG_SECOND_STEP, request)
