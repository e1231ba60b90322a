"""Which access token opens the records now? The stored one, or a fresh one that was stored before it is used.

Invariant 8: one refresher per connection, under a lock in the connection's own row. Many portals give a new refresh
token each time and take back the old one, so what came is committed before anybody uses it. A worker that dies between
the portal's answer and the commit leaves the old token: portals forgive its use for a while, and where they do not, the
person is asked to sign in again and nothing is lost.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import msgspec
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from haversack.backpack.queries.opened import Opened
from haversack.smart.granting import compare
from haversack.smart.tokens import Given, refresh_form

from ..http import Web
from ..models import Connection
from ..models.facts import CONNECTION, TOKENS, ConnectionFacts, Tokens, decode_connection, decode_tokens, encode
from ..rules.states import CannotHappen, Event, Reason
from .connecting import access_ends, permission_ends
from .moving import move
from .permission import PortalUnwell, SignInAgain
from .registering import give_up
from .token_endpoint import NoTokens, ask_for_tokens

EARLY = timedelta(seconds=60)  # an access token that ends so soon may end on its way
LEASE = timedelta(seconds=90)  # longer than any answer of a token endpoint is waited for
_SOON = timedelta(minutes=5)  # until a portal that is not well is asked again
_LOOK_AGAIN = 0.1  # seconds, while another worker refreshes
_ONE_LASTS = 10  # of so many earlier permissions it is remembered how long they held


def bearer(connection: Connection, opened: Opened, web: Web, now: datetime, *, spent: str = "") -> str:
    """An access token that works, for requests to the connection's FHIR base alone.

    spent: a token that the portal refused although its time was not over. Raises SignInAgain, PortalUnwell.
    """
    until = time.monotonic() + LEASE.total_seconds()
    while True:
        row = Connection.objects.get(pk=connection.pk)
        tokens = _tokens(opened, row)
        if tokens is None:
            raise SignInAgain(Reason(row.reason) or Reason.EXPIRED)
        if tokens.access != spent and (tokens.expires_at is None or now + EARLY < tokens.expires_at):
            return tokens.access
        if not tokens.refresh:
            raise _ended(opened, row, Reason.NO_LASTING if not spent else Reason.WITHDRAWN, now)
        attempt = _lock(row, now)
        if attempt:
            return _refresh(opened, row, attempt, web, now)
        if time.monotonic() > until:
            raise PortalUnwell(Reason.BUSY, now + _SOON)
        time.sleep(_LOOK_AGAIN)


def _tokens(opened: Opened, row: Connection) -> Tokens | None:
    return decode_tokens(opened.key.open(bytes(row.tokens), TOKENS)) if row.tokens is not None else None


def _lock(row: Connection, now: datetime) -> int:
    """The number of this worker's attempt; 0 where another one is at it, or has just been."""
    free = Q(refresh_until=None) | Q(refresh_until__lte=timezone.now())
    mine = Connection.objects.filter(free, pk=row.pk, refresh_attempt=row.refresh_attempt, tokens__isnull=False)
    taken = mine.update(refresh_until=timezone.now() + LEASE, refresh_attempt=F("refresh_attempt") + 1)
    return row.refresh_attempt + 1 if taken else 0


def lock_tokens(opened: Opened, number: int) -> Tokens | None:
    """The tokens, for whoever ends them: nobody refreshes them meanwhile. None where there are none, or another is at
    it just now."""
    row = Connection.objects.get(pk=number)
    return _tokens(opened, row) if row.tokens is not None and _lock(row, timezone.now()) else None


def unlock(number: int, attempt: int) -> None:
    Connection.objects.filter(pk=number, refresh_attempt=attempt).update(refresh_until=None)


def _refresh(opened: Opened, row: Connection, attempt: int, web: Web, now: datetime) -> str:
    tokens, registration = _tokens(opened, row), row.registration
    assert tokens is not None
    if registration is None:
        unlock(row.pk, attempt)
        raise _ended(opened, row, Reason.CLIENT_REFUSED, now)
    try:
        given = ask_for_tokens(
            web=web, endpoint=tokens.address, registration=registration, form=refresh_form(tokens.refresh), now=now
        )
    except NoTokens as none:
        unlock(row.pk, attempt)
        if not none.is_over:
            wait = timedelta(seconds=none.seconds) if none.seconds else _SOON
            raise PortalUnwell(none.reason, now + wait) from None
        if none.reason is Reason.CLIENT_REFUSED:
            give_up(opened=opened, row=registration, now=now)
            raise _ended(opened, row, Reason.CLIENT_REFUSED, now) from None
        raise _ended(opened, row, _why_ended(row, now), now) from None
    store(opened, row.pk, attempt, tokens, given, now)
    return given.access


@transaction.atomic
def store(opened: Opened, number: int, attempt: int, before: Tokens, given: Given, now: datetime) -> None:
    """Keep what came; committed before it is used. Raises SignInAgain where the connection was ended meanwhile."""
    row = Connection.objects.select_for_update().get(pk=number)
    if row.refresh_attempt != attempt or row.tokens is None:
        raise SignInAgain(Reason(row.reason))
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


def _why_ended(row: Connection, now: datetime) -> Reason:
    """A portal says the same of a permission that ran out and of one that was taken back; the time tells them apart."""
    return Reason.EXPIRED if row.expires_at is None or row.expires_at <= now else Reason.WITHDRAWN


def _ended(opened: Opened, row: Connection, reason: Reason, now: datetime) -> SignInAgain:
    """The permission is over: the connection asks to sign in again, and learns how long it held."""
    facts = decode_connection(opened.key.open(bytes(row.sealed), CONNECTION))
    facts = _learned(facts, row, reason, now)
    try:
        move(opened=opened, number=row.pk, event=Event.ENDED, reason=reason, facts=facts, now=now, tokens=None)
    except CannotHappen:  # disconnected meanwhile
        return SignInAgain(reason)
    return SignInAgain(reason)


def _learned(facts: ConnectionFacts, row: Connection, reason: Reason, now: datetime) -> ConnectionFacts:
    if reason is not Reason.EXPIRED or row.signed_in_at is None:
        return facts
    held = int((now - row.signed_in_at).total_seconds())
    return msgspec.structs.replace(facts, lasted=(*facts.lasted, held)[-_ONE_LASTS:])
