"""How does a person sign in at a portal: sent there, and known again when they come back?

The password is typed at the portal's own page; this site never sees it (B3). What comes back counts only in the session
that was sent, once, within ten minutes (RFC 6749, 10.12; SMART App Launch 2.2 on `state`).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from django.db import transaction

from haversack import audit
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.persons import NoSuchPerson, open_person
from haversack.backpack.rules.roles import Act, Viewer
from haversack.smart.asking import Request, authorize_address, scope_for
from haversack.smart.scopes import OPENID

from ..models import Registration, SignIn
from ..models.facts import CONNECTION, SIGN_IN, ConnectionFacts, SignInFacts, decode_sign_in, encode
from ..queries.connections import NoSuchConnection, Seen, connection_of
from ..rules.reaching import why_not_the_url
from ..rules.returning import LASTS, is_late
from ..rules.states import SIGNABLE, CannotHappen, Event, Reason, State
from .connecting import Refused, connect
from .investigating import obey_policy
from .moving import held, move
from .portal_facts import looked_again, told_by
from .registering import give_up, registration_for
from .sockets import Webs, web_for

# Errors of the authorisation endpoint (RFC 6749, 4.1.2.1; OpenID Connect Core, 3.1.2.6), by what they mean here.
_ERRORS: Mapping[str, Reason] = {
    "access_denied": Reason.DENIED,
    "consent_required": Reason.DENIED,
    "login_required": Reason.DENIED,
    "interaction_required": Reason.DENIED,
    "invalid_scope": Reason.SCOPE_REFUSED,
    "unauthorized_client": Reason.CLIENT_REFUSED,
    "invalid_client": Reason.CLIENT_REFUSED,
    "server_error": Reason.UNWELL,
    "temporarily_unavailable": Reason.BUSY,
}


class UnknownSignIn(Exception):
    """Nobody here was sent to a portal with that: it was used, took too long, or belongs to another session. Whoever
    wants to connect begins anew."""


class NotRegisteredYet(Exception):
    """The portal does not know this site. The operator has a task, and the person is told when it is done."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser is to go."""

    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back, to which connection, and what came of it: Reason.NONE for a connection."""

    opened: Opened
    number: int
    reason: Reason


def depart(
    *,
    opened: Opened,
    number: int,
    session: str,
    back: str,
    now: datetime,
    chosen: tuple[str, ...] | None = None,
    same_person: bool = False,
    web: Webs = web_for,
) -> Departure:
    """Where to sign in. session: a secret of the session that may come back; chosen: categories, () for all, None as
    last time. Raises NotAllowed, PolicyForbids, CannotHappen, NotRegisteredYet."""
    opened.require(Act.CONNECT)
    obey_policy(opened, opened.facts.born, now)
    seen = connection_of(opened, number)
    if seen.state not in SIGNABLE:
        raise CannotHappen(f"sign in while {seen.state}")
    facts = msgspec.structs.replace(seen.facts, back=back, chosen=seen.facts.chosen if chosen is None else chosen)
    with web(facts.local) as open_web:
        facts = looked_again(facts, open_web)
        registration = registration_for(facts=facts, told=told_by(facts), web=open_web, now=now)
        reachable = not why_not_the_url(facts.authorize, open_web.allowed)
    if registration is None:
        _wait(opened, seen, facts, now)
        raise NotRegisteredYet
    if not reachable:
        raise CannotHappen("the portal's page is at an address that nobody should be sent to")
    return _sent(opened, seen, facts, registration, session, same_person, now)


def _to_sign_in_at(opened: Opened, seen: Seen, facts: ConnectionFacts) -> Seen:
    """The connection under its lock, with what was found out for this sign-in: what else happened to it while the
    portal was asked (a renewal that granted less, a sign-in) stays. Raises CannotHappen, NoSuchConnection."""
    there = held(opened, seen.number)
    if there.state not in SIGNABLE or there.facts.base != seen.facts.base:
        raise CannotHappen(f"sign in while {there.state}")
    before, after = msgspec.structs.asdict(seen.facts), msgspec.structs.asdict(facts)
    found_out = {name: value for name, value in after.items() if value != before[name]}
    return Seen(there.row, msgspec.structs.replace(there.facts, **found_out))


@transaction.atomic
def _wait(opened: Opened, seen: Seen, facts: ConnectionFacts, now: datetime) -> None:
    """The operator has a task. A connection that records come from goes on meanwhile."""
    kept = _to_sign_in_at(opened, seen, facts).facts
    reason = Reason.NEEDS_REGISTRATION
    move(opened=opened, number=seen.number, event=Event.UNKNOWN_THERE, reason=reason, facts=kept, now=now)


def _sent(
    opened: Opened,
    seen: Seen,
    facts: ConnectionFacts,
    registration: Registration,
    session: str,
    same_person: bool,
    now: datetime,
) -> Departure:
    scope = scope_for(told_by(facts), facts.chosen, only_offered=facts.only_offered)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    nonce = secrets.token_urlsafe(24) if OPENID in scope.split() else ""
    facts = msgspec.structs.replace(facts, asked=scope)
    with transaction.atomic():
        there = _to_sign_in_at(opened, seen, facts)
        SignIn.objects.filter(connection=there.row, created_at__lt=now - LASTS).delete()
        there.row.sealed = opened.key.seal(encode(there.facts), CONNECTION)
        there.row.save(update_fields=["sealed"])
        kept = SignInFacts(verifier, facts.back, scope, nonce, same_person, registration.pk)
        SignIn.objects.create(
            connection=there.row,
            user_id=opened.viewer.user,
            state=_digest(state),
            session=_digest(session),
            sealed=opened.key.seal(encode(kept), SIGN_IN),
            created_at=now,
        )
        audit.record(by=opened.viewer, act="connection.depart", person=opened.uuid)
    request = Request(registration.client_id, facts.back, scope, facts.base, state, verifier, nonce)
    return Departure(authorize_address(facts.authorize, request))


def arrive(*, viewer: Viewer, session: str, told: Mapping[str, str], now: datetime, web: Webs = web_for) -> Arrival:
    """Somebody came back from a portal with these parameters. Raises UnknownSignIn, NotAllowed."""
    row = _taken(viewer, session, told.get("state", ""), now)
    try:
        opened = open_person(viewer, row.connection.person.uuid)
    except NoSuchPerson:
        raise UnknownSignIn from None
    opened.require(Act.CONNECT)
    facts = decode_sign_in(opened.key.open(bytes(row.sealed), SIGN_IN))
    reason = _came_of_it(opened, row.connection_id, facts, told, web, now)
    return Arrival(opened, row.connection_id, reason)


def _taken(viewer: Viewer, session: str, state: str, now: datetime) -> SignIn:
    """The sign-in that this is the answer to, used up by it. Raises UnknownSignIn."""
    row = SignIn.objects.select_related("connection__person").filter(state=_digest(state)).first()
    if row is None or row.user_id != viewer.user or is_late(row.created_at, now):
        raise UnknownSignIn
    if not secrets.compare_digest(bytes(row.session), _digest(session)):
        raise UnknownSignIn
    if not SignIn.objects.filter(pk=row.pk, used_at=None).update(used_at=now):
        raise UnknownSignIn
    return row


def _came_of_it(
    opened: Opened, number: int, facts: SignInFacts, told: Mapping[str, str], web: Webs, now: datetime
) -> Reason:
    seen = connection_of(opened, number)
    registration = Registration.objects.filter(pk=facts.registration).first()
    try:
        try:
            _answered(opened, seen, facts, registration, told, web, now)
        except Refused as refused:
            _stopped(opened, number, registration, refused.reason, now)
            return refused.reason
    except (CannotHappen, NoSuchConnection):
        return Reason.TOO_LATE
    return Reason.NONE


def _answered(
    opened: Opened,
    seen: Seen,
    facts: SignInFacts,
    registration: Registration | None,
    told: Mapping[str, str],
    web: Webs,
    now: datetime,
) -> None:
    """Connect with what the portal said. Raises Refused, CannotHappen, NoSuchConnection."""
    if "error" in told:
        raise Refused(_ERRORS.get(told["error"], Reason.REJECTED))
    if seen.facts.issuer and told.get("iss", seen.facts.issuer).rstrip("/") != seen.facts.issuer.rstrip("/"):
        raise Refused(Reason.FORGED)  # RFC 9207: the answer of another server
    if registration is None or not told.get("code"):
        raise Refused(Reason.REJECTED)
    with web(seen.facts.local) as open_web:
        connect(
            opened=opened, seen=seen, sign_in=facts, registration=registration, code=told["code"], web=open_web,
            now=now,
        )  # fmt: skip


def _stopped(opened: Opened, number: int, registration: Registration | None, reason: Reason, now: datetime) -> None:
    with transaction.atomic():
        there = held(opened, number)
        if reason is Reason.SCOPE_REFUSED:
            there.facts.only_offered = True
        if reason is Reason.CLIENT_REFUSED:
            give_up(opened=opened, row=registration, now=now)
        # A connection that works goes on working: somebody only did not sign in once more.
        kept = Reason.NONE if there.state is State.CONNECTED else reason
        move(opened=opened, number=number, event=Event.STOPPED, reason=kept, facts=there.facts, now=now)
        audit.record(by=opened.viewer, act="connection.stopped", person=opened.uuid, object=reason.value)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
