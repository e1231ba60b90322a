"""With which key is an identity signed? The private half is sealed; a new key takes over, the old stays published."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from joserfc import jwt
from joserfc.jwk import RSAKey

from haversack import audit
from haversack.accounts.actions import Operator
from haversack.accounts.sealing import open_text, seal_text

from ..models import SigningKey

ALGORITHM = "RS256"
KIND = "signing-key"
# Apps keep the published keys for a while; what an old key signed is an hour old at most.
STILL_PUBLISHED = timedelta(days=1)


def sign(claims: dict[str, Any], *, now: datetime) -> str:
    """A signed identity."""
    row = SigningKey.objects.filter(retired=None).order_by("-made").first() or _make(now)
    key = RSAKey.import_key(json.loads(open_text(row.sealed, KIND)))
    return jwt.encode({"alg": ALGORITHM, "kid": row.kid, "typ": "JWT"}, claims, key, algorithms=[ALGORITHM])


def published(*, now: datetime) -> list[dict[str, Any]]:
    """The public keys, bare, by which apps check what was signed here."""
    if not SigningKey.objects.filter(retired=None).exists():
        _make(now)
    rows = SigningKey.objects.exclude(retired__lt=now - STILL_PUBLISHED).order_by("-made")
    return [json.loads(row.public) for row in rows]


def replace_key(*, now: datetime) -> SigningKey:
    """Sign with a new key from now on. For the operator, and whenever the old one may be known to others."""
    with transaction.atomic():
        SigningKey.objects.filter(retired=None).update(retired=now)
        audit.record(by=Operator(), act="signing-key.replaced")
        return _make(now)


def _make(now: datetime) -> SigningKey:
    key = RSAKey.generate_key(2048, private=True)
    kid = key.thumbprint()
    public = key.as_dict(private=False) | {"kid": kid, "use": "sig", "alg": ALGORITHM}
    sealed = seal_text(json.dumps(key.as_dict(private=True)), KIND)
    return SigningKey.objects.create(kid=kid, sealed=sealed, public=json.dumps(public), made=now)
