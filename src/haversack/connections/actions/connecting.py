"""What must be true before a portal's answer makes a connection? Tokens, identity, patient and person, in this order.

Nothing of a record is read, and no token kept, before the patient is known to be the backpack's person.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median_low

import msgspec
import orjson
from django.db import transaction

from haversack import audit
from haversack.backpack.actions.identity import learn
from haversack.backpack.actions.sources import portal_text, source_for
from haversack.backpack.models import Source
from haversack.backpack.queries.opened import Opened
from haversack.records.people import PersonIdentity
from haversack.smart.granting import Compared, compare
from haversack.smart.identity import Forged, check
from haversack.smart.tokens import Given, code_form

from ..http import AddressRefused, AnswerTooLarge, NoAnswer, Web
from ..models import Fetch, Registration
from ..models.facts import TOKENS, ConnectionFacts, SignInFacts, Tokens, encode
from ..queries.connections import NoSuchConnection, Seen
from ..rules.states import CannotHappen, Event, Reason
from .fetching import want
from .investigating import PolicyForbids, obey_policy
from .meeting import NotMet, read_patient, require_met
from .moving import held, move
from .token_endpoint import NoTokens, ask_for_tokens, revoke

_MOST = 1 << 20


class Refused(Exception):
    """No connection came about, and nothing was kept. `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def connect(
    *,
    opened: Opened,
    seen: Seen,
    sign_in: SignInFacts,
    registration: Registration,
    code: str,
    web: Web,
    now: datetime,
) -> None:
    """Turn the code of a sign-in into a connection, and want its first fetch. Raises Refused, CannotHappen."""
    facts = seen.facts
    form = code_form(code=code, redirect_uri=sign_in.redirect_uri, verifier=sign_in.verifier)
    try:
        given = ask_for_tokens(web=web, endpoint=facts.token, registration=registration, form=form, now=now)
    except NoTokens as none:
        raise Refused(none.reason) from None
    try:
        compared, person = _judged(opened, facts, sign_in, registration, given, web, now)
        _keep(opened, seen, sign_in, registration, given, compared, person, now)
    except (Refused, CannotHappen, NoSuchConnection):
        # These tokens open records that are not taken: the portal is to forget them too.
        if facts.revoke:
            revoke(
                web=web, endpoint=facts.revoke, registration=registration, refresh=given.refresh, access=given.access,
                now=now,
            )  # fmt: skip
        raise


def _judged(
    opened: Opened,
    facts: ConnectionFacts,
    sign_in: SignInFacts,
    registration: Registration,
    given: Given,
    web: Web,
    now: datetime,
) -> tuple[Compared, PersonIdentity]:
    """What was granted and to whom. Raises Refused."""
    compared = compare(sign_in.asked, given.scope or sign_in.asked, facts.chosen)
    if compared.is_empty:
        raise Refused(Reason.NOTHING_SHARED)
    _check_identity(facts, sign_in, registration, given, web, now)
    if not given.patient:
        raise Refused(Reason.NO_PATIENT)
    try:
        person = read_patient(web=web, base=facts.base, patient=given.patient, token=given.access)
        obey_policy(opened, person.born or opened.facts.born, now)
        require_met(opened, person, same_person=sign_in.same_person)
    except (NotMet, PolicyForbids) as why:
        raise Refused(why.reason) from None
    return compared, person


def _check_identity(
    facts: ConnectionFacts, sign_in: SignInFacts, registration: Registration, given: Given, web: Web, now: datetime
) -> None:
    """An identity that was asked for must be the portal's own word about this sign-in. Raises Refused."""
    if not given.identity or not sign_in.nonce:
        return
    try:
        keys = orjson.loads(web.get(facts.keys, headers={"Accept": "application/json"}, most=_MOST).body)
    except (AddressRefused, NoAnswer, AnswerTooLarge, orjson.JSONDecodeError):
        raise Refused(Reason.UNREACHABLE) from None
    try:
        check(
            given.identity,
            keys=keys,
            issuer=facts.issuer,
            client_id=registration.client_id,
            nonce=sign_in.nonce,
            now=int(now.timestamp()),
        )
    except Forged:
        raise Refused(Reason.FORGED) from None


def _keep(
    opened: Opened,
    seen: Seen,
    sign_in: SignInFacts,
    registration: Registration,
    given: Given,
    compared: Compared,
    person: PersonIdentity,
    now: datetime,
) -> None:
    tokens = Tokens(given.access, given.refresh, access_ends(given, now), seen.facts.token, seen.facts.base)
    with transaction.atomic():
        there = held(opened, seen.number)
        if there.facts.base != seen.facts.base:
            raise CannotHappen("the connection is to another portal by now")
        facts = msgspec.structs.replace(
            there.facts,
            patient=given.patient,
            asked=sign_in.asked,
            granted=given.scope or sign_in.asked,
            missing=compared.missing,
            same_person=sign_in.same_person,
            told="",
        )
        source = portal_source(opened, facts)
        if not sign_in.same_person:
            learn(opened, [person])
        row = move(
            opened=opened,
            number=seen.number,
            event=Event.SIGNED_IN,
            now=now,
            facts=facts,
            source_id=source.pk,
            registration_id=registration.pk,
            tokens=opened.key.seal(encode(tokens), TOKENS),
            refresh_until=None,
            refresh_attempt=there.row.refresh_attempt + 1,  # whoever refreshes the tokens that were there keeps nothing
            expires_at=permission_ends(facts, given, now),
            signed_in_at=now,
        )
        audit.record(by=opened.viewer, act="connection.connected", person=opened.uuid)
        why = Fetch.Why.SIGNED_IN if row.last_full_at else Fetch.Why.FIRST
        want(opened=opened, connection=row, by=opened.viewer, kind=Fetch.Kind.FULL, why=why, now=now)


def portal_source(opened: Opened, facts: ConnectionFacts) -> Source:
    """The source that a portal's patient is, however often it is connected (invariant 3): FHIR base and patient id."""
    return source_for(opened=opened, text=portal_text(facts.base, facts.patient), name=facts.name, kind="portal")


def access_ends(given: Given, now: datetime) -> datetime | None:
    """When the access token ends; None where the portal does not say."""
    return now + timedelta(seconds=given.expires_in) if given.expires_in else None


def permission_ends(facts: ConnectionFacts, given: Given, now: datetime) -> datetime | None:
    """When the person will have to sign in again: as the portal says, else as it was before; None unknown (F4)."""
    if not given.refresh:
        return access_ends(given, now)
    seconds = given.lasts or (median_low(facts.lasted) if facts.lasted else 0)
    return now + timedelta(seconds=seconds) if seconds else None
