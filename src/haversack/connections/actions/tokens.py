"""Which access token opens the records now? The stored one, or a fresh one that was stored before it is used.

Invariant 8: one refresher per connection, under a lock in the connection's own row. Many portals give a new refresh
token each time and take back the old one, so what came is committed before anybody uses it. A worker that dies between
the portal's answer and the commit leaves the old token: portals forgive its use for a while, and where they do not, the
person is asked to sign in again and nothing is lost.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from django.db import transaction
from django.utils import timezone

from haversack.backpack.queries.opened import Opened
from haversack.smart.granting import compare
from haversack.smart.tokens import Given, refresh_form

from ..http import Web
from ..models import Connection, Registration
from ..models.facts import CONNECTION, TOKENS, ConnectionFacts, Tokens, decode_connection, decode_tokens, encode
from ..rules.states import Event, Reason
from .connecting import access_ends, permission_ends
from .moving import move
from .permission import PortalUnwell, SignInAgain
from .registering import give_up
from .token_endpoint import NoTokens, ask_for_tokens, revoke

EARLY = timedelta(seconds=60)  # an access token that ends so soon may end on its way
LEASE = timedelta(seconds=90)  # longer than any answer of a token endpoint is waited for
_SOON = timedelta(minutes=5)  # until a portal that is not well is asked again
_LOOK_AGAIN = 0.1  # seconds, while another worker refreshes
# After these nobody knows whether the portal took the refresh token back and gave another.
_UNSURE = (Reason.UNREACHABLE, Reason.UNREADABLE, Reason.UNWELL)
_ONE_LASTS = 10  # of so many earlier permissions it is remembered how long they held


class _MovedOn(Exception):
    """Somebody signed in or disconnected, or another worker refreshed, since the tokens were read: what becomes of
    those says nothing of the connection any more."""


def bearer(connection: Connection, opened: Opened, web: Web, now: datetime, *, spent: str = "") -> str:
    """An access token that works, for requests to the connection's FHIR base alone.

    spent: a token that the portal refused although its time was not over. Raises SignInAgain, PortalUnwell.
    """
    until = time.monotonic() + LEASE.total_seconds()
    while True:
        row = Connection.objects.get(pk=connection.pk)
        tokens = tokens_of(opened, row)
        if tokens is None:
            raise SignInAgain(Reason(row.reason) or Reason.EXPIRED)
        if _is_good(tokens, spent, now):
            return tokens.access
        if not tokens.refresh:
            with suppress(_MovedOn):
                raise _ended(opened, row, Reason.NO_LASTING if not spent else Reason.WITHDRAWN, now)
            continue
        held = _lock(opened, row.pk)
        if held is not None:
            with suppress(_MovedOn):  # somebody signed in meanwhile: what is there now is looked at
                return _refresh(opened, held, spent, web, now)
        if time.monotonic() > until:
            raise PortalUnwell(Reason.BUSY, now + _SOON)
        time.sleep(_LOOK_AGAIN)


def _is_good(tokens: Tokens, spent: str, now: datetime) -> bool:
    return tokens.access != spent and (tokens.expires_at is None or now + EARLY < tokens.expires_at)


@dataclass(frozen=True, slots=True)
class _Held:
    """One worker's right to use the refresh token. unsure: nobody knows whether an earlier attempt used it up, since
    its worker died, or the answer got lost."""

    row: Connection
    tokens: Tokens = field(repr=False)
    unsure: bool

    @property
    def attempt(self) -> int:
        return self.row.refresh_attempt

    def let_go(self, *, unsure: bool = False) -> None:
        mine = Connection.objects.filter(pk=self.row.pk, refresh_attempt=self.attempt)
        mine.update(refresh_until=timezone.now() if unsure or self.unsure else None)


@transaction.atomic
def _lock(opened: Opened, number: int) -> _Held | None:
    """The tokens as they are once nobody else can change them; None where another one is at it, or there are none."""
    row = Connection.objects.select_for_update().get(pk=number)
    tokens = tokens_of(opened, row)
    if tokens is None or (row.refresh_until is not None and row.refresh_until > timezone.now()):
        return None
    unsure = row.refresh_until is not None
    row.refresh_until, row.refresh_attempt = timezone.now() + LEASE, row.refresh_attempt + 1
    row.save(update_fields=["refresh_until", "refresh_attempt"])
    return _Held(row, tokens, unsure)


def tokens_of(opened: Opened, row: Connection) -> Tokens | None:
    """The tokens of a connection, None where it has none. To ask with them, take `bearer`."""
    return decode_tokens(opened.key.open(bytes(row.tokens), TOKENS)) if row.tokens is not None else None


def lock_tokens(opened: Opened, number: int) -> Tokens | None:
    """The tokens, for whoever ends them: nobody refreshes them meanwhile. None where there are none, or another is at
    it just now."""
    held = _lock(opened, number)
    return held.tokens if held is not None else None


def _refresh(opened: Opened, held: _Held, spent: str, web: Web, now: datetime) -> str:
    row, tokens, registration = held.row, held.tokens, held.row.registration
    if _is_good(tokens, spent, now):  # another worker has just been at it
        held.let_go()
        return tokens.access
    if registration is None:
        held.let_go()
        raise _ended(opened, row, Reason.CLIENT_REFUSED, now)
    try:
        given = ask_for_tokens(
            web=web, endpoint=tokens.address, registration=registration, form=refresh_form(tokens.refresh), now=now
        )
    except NoTokens as none:
        held.let_go(unsure=none.reason in _UNSURE)
        if not none.is_over:
            wait = timedelta(seconds=none.seconds) if none.seconds else _SOON
            raise PortalUnwell(none.reason, now + wait) from None
        if none.reason is Reason.CLIENT_REFUSED:
            give_up(opened=opened, row=registration, now=now)
            raise _ended(opened, row, Reason.CLIENT_REFUSED, now) from None
        raise _ended(opened, row, Reason.LOST if held.unsure else _why_ended(row, now, spent), now) from None
    try:
        store(opened, row.pk, held.attempt, tokens, given, now)
    except _MovedOn:
        _give_back(opened, row.pk, registration, given, web, now)
        raise
    return given.access


def _give_back(opened: Opened, number: int, registration: Registration, given: Given, web: Web, now: datetime) -> None:
    """The portal is to forget what it gave for a connection that has ended. Where somebody signed in anew it stays: at
    some portals both are one permission."""
    row = Connection.objects.filter(pk=number, tokens=None).first()
    endpoint = decode_connection(opened.key.open(bytes(row.sealed), CONNECTION)).revoke if row is not None else ""
    if endpoint:
        revoke(
            web=web, endpoint=endpoint, registration=registration, refresh=given.refresh, access=given.access, now=now
        )


@transaction.atomic
def store(opened: Opened, number: int, attempt: int, before: Tokens, given: Given, now: datetime) -> None:
    """Keep what came; committed before it is used. Raises _MovedOn where it has other tokens by now."""
    row = _unless_moved_on(number, attempt)
    fresh = Tokens(given.access, given.refresh or before.refresh, access_ends(given, now), before.address, before.base)
    facts = decode_connection(opened.key.open(bytes(row.sealed), CONNECTION))
    if given.scope and given.scope != facts.granted:  # it may be less than before
        compared = compare(facts.asked, given.scope, facts.chosen)
        facts = msgspec.structs.replace(facts, granted=given.scope, missing=compared.missing)
        row.sealed = opened.key.seal(encode(facts), CONNECTION)
    if given.lasts and given.refresh:
        row.expires_at = permission_ends(facts, given, now)
    row.tokens, row.refresh_until = opened.key.seal(encode(fresh), TOKENS), None
    row.save(update_fields=["tokens", "refresh_until", "sealed", "expires_at"])


def _why_ended(row: Connection, now: datetime, spent: str) -> Reason:
    """A portal says the same of a permission that ran out and of one that was taken back. The time tells them apart;
    where nobody knows the end, that it refused an access token whose own time was not over."""
    if row.expires_at is None:
        return Reason.WITHDRAWN if spent else Reason.EXPIRED
    return Reason.EXPIRED if row.expires_at <= now else Reason.WITHDRAWN


@transaction.atomic
def _ended(opened: Opened, seen: Connection, reason: Reason, now: datetime) -> SignInAgain:
    """The permission is over: the connection asks to sign in again, and learns how long it held. seen: the row as it
    was when its tokens were read. Raises _MovedOn where it has others by now: theirs is another permission."""
    row = _unless_moved_on(seen.pk, seen.refresh_attempt)
    facts = _learned(decode_connection(opened.key.open(bytes(row.sealed), CONNECTION)), row, reason, now)
    move(opened=opened, number=row.pk, event=Event.ENDED, reason=reason, facts=facts, now=now, tokens=None)
    return SignInAgain(reason)


def _unless_moved_on(number: int, attempt: int) -> Connection:
    """The row under its lock, while its tokens are still those that this attempt saw. Raises _MovedOn."""
    row = Connection.objects.select_for_update().get(pk=number)
    if row.refresh_attempt != attempt or row.tokens is None:
        raise _MovedOn
    return row


def _learned(facts: ConnectionFacts, row: Connection, reason: Reason, now: datetime) -> ConnectionFacts:
    if reason is not Reason.EXPIRED or row.signed_in_at is None:
        return facts
    held = int((now - row.signed_in_at).total_seconds())
    return msgspec.structs.replace(facts, lasted=(*facts.lasted, held)[-_ONE_LASTS:])
