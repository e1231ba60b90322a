"""How does a portal come to know this site: by itself where it registers apps, else by the operator's hand?"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Q

from haversack import audit
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.persons import persons_of
from haversack.backpack.rules.roles import Viewer
from haversack.records.unspoken import Unspoken
from haversack.smart.asking import scope_for
from haversack.smart.client import Kind, Registered, kinds_for, read_registered
from haversack.smart.client import registration as said_of
from haversack.smart.portals import Configuration

from ..http import AddressRefused, AnswerTooLarge, NoAnswer, Web
from ..models import Connection, Registration
from ..models.facts import ConnectionFacts, RegistrationFacts
from ..queries.connections import seen
from ..rules.returning import addresses
from ..rules.states import Event, Reason, State
from ..rules.vendors import vendor_of
from .clients import door_of, public_keys, registration_facts, seal_registration
from .moving import move

NAME = "Haversack"
_MOST = 1 << 20


def registration_for(*, facts: ConnectionFacts, told: Configuration, web: Web, now: datetime) -> Registration | None:
    """What this site is registered as at a portal, registering it where the portal does that by itself; None where the
    operator now has a task."""
    door = door_of(facts.base)
    known = usable(door, facts)
    if known is None and told.register:
        known = _by_itself(facts, told, door, web, now)
    if known is None:
        _want_task(facts, door, now)
    return known


def usable(door: bytes, facts: ConnectionFacts) -> Registration | None:
    """The newest registration at a portal, made at the server that signs people in now, whose people may come back to
    where this one comes from."""
    for row in Registration.objects.filter(door=door, ended_at=None).exclude(client_id="").order_by("-pk"):
        kept = registration_facts(row)
        if kept.issuer and facts.issuer and kept.issuer.rstrip("/") != facts.issuer.rstrip("/"):
            continue
        if not facts.back or row.made_by == Registration.Maker.OPERATOR or facts.back in kept.redirect_uris:
            return row
    return None


def _by_itself(
    facts: ConnectionFacts, told: Configuration, door: bytes, web: Web, now: datetime
) -> Registration | None:
    """Ask the portal to take this site in (RFC 7591): the safest kind first, fewer addresses where it minds several."""
    scope = scope_for(told)
    every = addresses(facts.back)
    for uris in dict.fromkeys((every, every[:1])):
        for kind in kinds_for(told):
            asked = said_of(kind, name=NAME, redirect_uris=uris, scope=scope, jwks=public_keys(now), about=_about())
            answer = _ask(web, told.register, asked)
            registered = read_registered(*answer, kind, uris) if answer else None
            if registered and registered.redirect_uris:
                return _keep(registered, facts, door, now)
    return None


def _about() -> dict[str, str]:
    """What becomes of the data, for a portal that asks apps this (CARIN code of conduct); in the portal's words it is
    shown to the person who lets this site in."""
    return {
        "funding": "Haversack is run by the person, or by somebody they chose. Nobody pays for their data.",
        "sharing": "With nobody, unless the person shares it.",
        "storage": "On the machine that runs this Haversack, sealed under a key of the person's own.",
        "deletion": "Whenever the person says so. Removed records cannot be opened again.",
    }


def _ask(web: Web, address: str, said: Mapping[str, Any]) -> tuple[int, Any] | None:
    try:
        answer = web.send("POST", address, json=said, headers={"Accept": "application/json"}, most=_MOST)
    except (AddressRefused, NoAnswer, AnswerTooLarge):
        return None
    with suppress(orjson.JSONDecodeError):
        return answer.status, orjson.loads(answer.body)
    return answer.status, None


def _keep(registered: Registered, facts: ConnectionFacts, door: bytes, now: datetime) -> Registration:
    kept = RegistrationFacts(
        base=facts.base,
        name=facts.name,
        vendor=vendor_of(facts.base, facts.software),
        redirect_uris=registered.redirect_uris,
        secret=registered.secret,
        token=registered.token,
        manage=registered.manage,
        issuer=facts.issuer,
    )
    return Registration.objects.create(
        door=door,
        client_id=registered.client_id,
        kind=registered.kind.value,
        made_by=Registration.Maker.DYNAMIC,
        sealed=seal_registration(kept),
        created_at=now,
    )


def _want_task(facts: ConnectionFacts, door: bytes, now: datetime) -> None:
    kept = RegistrationFacts(
        base=facts.base,
        name=facts.name,
        vendor=vendor_of(facts.base, facts.software),
        redirect_uris=addresses(facts.back),
        issuer=facts.issuer,
    )
    Registration.objects.get_or_create(
        door=door,
        ended_at=None,
        client_id="",
        defaults={"made_by": Registration.Maker.OPERATOR, "sealed": seal_registration(kept), "created_at": now},
    )


# The operator ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, repr=False)
class Task(Unspoken):
    """A portal at which the operator is to register this site."""

    number: int
    facts: RegistrationFacts
    since: datetime


class NoSuchTask(Exception):
    """There is no portal of that number that waits to know this site."""


class NoClientId(Exception):
    """What was given is no client id."""


def tasks() -> list[Task]:
    """What waits for the operator, the oldest first."""
    rows = Registration.objects.filter(ended_at=None, client_id="").order_by("pk")
    return [Task(row.pk, registration_facts(row), row.created_at) for row in rows]


def enter(*, by: Viewer, number: int, client_id: str, kind: Kind, secret: str, now: datetime) -> int:
    """The operator registered this site at a portal: all who wait for it may sign in there now. Returns how many.

    Raises NoSuchTask, NoClientId.
    """
    client_id = client_id.strip()
    if not 0 < len(client_id) <= 500 or not client_id.isprintable() or (kind is Kind.SYMMETRIC and not secret):
        raise NoClientId
    with transaction.atomic():
        row = Registration.objects.select_for_update().filter(pk=number, ended_at=None, client_id="").first()
        if row is None:
            raise NoSuchTask
        facts = registration_facts(row)
        facts.secret = secret if kind is Kind.SYMMETRIC else ""
        row.client_id, row.kind, row.sealed = client_id, kind.value, seal_registration(facts)
        row.save(update_fields=["client_id", "kind", "sealed"])
        audit.record(by=by, act="portal.register", object="registration")
    return _tell_waiting(by, facts.base, now)


def _tell_waiting(by: Viewer, base: str, now: datetime) -> int:
    """Which portal a connection waits for is sealed under its person's key, so each that waits is opened."""
    told = 0
    for opened in persons_of(by):
        # Besides those that wait, those that records come from meanwhile.
        waiting = Q(state=State.REGISTERING.value) | Q(reason=Reason.NEEDS_REGISTRATION.value)
        for row in Connection.objects.filter(waiting, person_id=opened.person):
            if seen(opened, row).facts.base == base:
                reason = Reason.NONE if row.state == State.REGISTERING else Reason.KNOWN_NOW
                move(opened=opened, number=row.pk, event=Event.REGISTERED, reason=reason, now=now)
                told += 1
    return told


def give_up(*, opened: Opened, row: Registration | None, now: datetime) -> None:
    """The portal does not know this site any more: nobody signs in with that registration again."""
    if row is not None:
        Registration.objects.filter(pk=row.pk, ended_at=None).update(ended_at=now)
        audit.record(by=opened.viewer, act="portal.forgotten", object="registration")
