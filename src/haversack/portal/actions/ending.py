"""What ends when a right ends? Every session of whoever had it, and every token they let an app have for this record.

Nothing would be shown without this: every page and every token asks rules/access.py again. But an open page would stay
on the screen, and a list of connected apps would show what works no more.
"""

from __future__ import annotations

from datetime import datetime

from haversack.accounts.actions import end_sessions
from haversack.accounts.models import User
from haversack.audit import Actor
from haversack.fhirserver.actions.permitting import end_rights

from ..models import Patient, Proxy
from .answering import address_on_file
from .outgoing import Mail, want_mail


def end_doors(*, user: User, patient: Patient, by: Actor, now: datetime) -> None:
    """End this user's sessions and their apps' tokens for this record. Call in the transaction that ends the right."""
    end_sessions(user=user)
    end_rights(user=user, patient=patient.fhir_id, by=by, now=now)


def tell_access_changed(to: str, language: str, now: datetime) -> None:
    """A mail that says that something changed, and nothing of what or whose."""
    want_mail(Mail("access-changed", to, language), now)


def tell_user(user: User, now: datetime) -> None:
    """The same, to whoever this account belongs to."""
    tell_access_changed(address_on_file(user), user.language, now)


def tell_proxy(proxy: Proxy, now: datetime) -> None:
    """The same, to whoever a form names: at the address on the form, whether or not it still holds."""
    if proxy.email or proxy.user is None:
        tell_access_changed(proxy.email, proxy.user.language if proxy.user else "", now)
    else:
        tell_user(proxy.user, now)
