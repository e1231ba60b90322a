"""How is a message sent by e-mail, and which answers say that it did not go out?

Only a server that was never reached, or that said "not now", is asked again. A connection that breaks while the
message is on its way may have delivered it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from haversack.accounts.models import User

from ..models import Choices, Delivery
from ..rules.kinds import Kind, Why
from ..words import text_of
from .outcomes import SENT, Outcome, again, given_up

_TEMPORARY = range(400, 500)  # RFC 5321, section 4.2.1


def send_mail(row: Delivery, kinds: Sequence[Kind]) -> Outcome:
    """Send it to the address that the user has shown to be their own."""
    user = row.message.user
    if not settings.SENDS_MAIL:
        return given_up(Why.NO_MAIL)
    if not user.is_active or Choices.objects.filter(pk=user.pk, by_mail=False).exists():
        return given_up(Why.OFF)
    to = address_of(user)
    if not to:
        return given_up(Why.NO_ADDRESS)
    mail = written(row, kinds, to)
    connection = get_connection()
    try:
        connection.open()
    except OSError:  # what a mail server says is one of them, in the standard library
        return again(Why.UNREACHABLE)
    try:
        connection.send_messages([mail])
    except OSError as fault:
        return _read(fault)
    finally:
        with suppress(OSError):
            connection.close()
    return SENT


def _read(fault: OSError) -> Outcome:
    """What a fault says that came after the server was reached: its codes, or that the connection broke."""
    codes = [code for code, _words in getattr(fault, "recipients", {}).values()] or [getattr(fault, "smtp_code", None)]
    if None in codes:
        return given_up(Why.INTERRUPTED)
    return again(Why.BUSY) if all(code in _TEMPORARY for code in codes) else given_up(Why.REFUSED)


def address_of(user: User) -> str:
    """Where a user gets mail: their own address, once they have shown that it is theirs."""
    if user.email and EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return user.email
    return ""


def written(row: Delivery, kinds: Sequence[Kind], to: str) -> EmailMessage:
    """The message in the user's language. It names nobody, not even the user."""
    user = row.message.user
    address = settings.SITE_ADDRESS and settings.SITE_ADDRESS + reverse("notices:open", args=[row.message_id])
    with translation.override(user.language or settings.LANGUAGE_CODE):
        text = text_of(kinds)
        body = render_to_string("notices/mail.txt", {"text": text, "address": address})
        # Nobody answers a machine's message by a machine (RFC 3834, section 5).
        return EmailMessage(text.title, body, None, [to], headers={"Auto-Submitted": "auto-generated"})
