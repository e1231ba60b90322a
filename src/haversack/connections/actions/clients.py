"""With which client_id, secret or key does this site show itself at a portal? Sealed with the site's own key."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from joserfc.jwk import ECKey

from haversack.accounts.sealing import site_sealer
from haversack.smart.client import ALGORITHM, Client, Kind, proof

from ..models import ClientKey, Registration
from ..models.facts import CLIENT_KEY, REGISTRATION, RegistrationFacts, decode_registration, encode


def door_of(base: str) -> bytes:
    """By what a portal is found among the site's registrations; says nothing without the site's key."""
    return site_sealer().index(b"door\0" + base.encode())


def seal_registration(facts: RegistrationFacts) -> bytes:
    return site_sealer().seal(encode(facts), REGISTRATION)


def registration_facts(row: Registration) -> RegistrationFacts:
    return decode_registration(site_sealer().open(bytes(row.sealed), REGISTRATION))


def client_of(row: Registration, now: datetime) -> Client:
    """This site as that portal knows it."""
    kind = Kind(row.kind)
    key = signing_key(now) if kind is Kind.ASYMMETRIC else None
    return Client(row.client_id, kind, registration_facts(row).secret, key)


def proven(
    row: Registration, endpoint: str, form: dict[str, str], now: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """The form, and the headers to send it with, so that the portal knows who asks."""
    more, headers = proof(client_of(row, now), endpoint, jti=secrets.token_urlsafe(24), now=int(now.timestamp()))
    return form | more, headers


def signing_key(now: datetime) -> ECKey:
    """The site's key pair, made when it is first needed."""
    row = ClientKey.objects.order_by("pk").first() or _make(now)
    return ECKey.import_key(json.loads(site_sealer().open(bytes(row.sealed), CLIENT_KEY)))


def public_keys(now: datetime) -> dict[str, Any]:
    """The JWK Set that portals check this site's assertions with."""
    signing_key(now)
    return {"keys": [json.loads(one) for one in ClientKey.objects.values_list("public", flat=True)]}


@transaction.atomic
def _make(now: datetime) -> ClientKey:
    key = ECKey.generate_key("P-384", private=True)
    kid = key.thumbprint()
    private, public = key.as_dict(private=True) | {"kid": kid}, key.as_dict(private=False)
    return ClientKey.objects.create(
        kid=kid,
        sealed=site_sealer().seal(json.dumps(private).encode(), CLIENT_KEY),
        public=json.dumps(public | {"kid": kid, "use": "sig", "alg": ALGORITHM, "key_ops": ["verify"]}),
        created_at=now,
    )
