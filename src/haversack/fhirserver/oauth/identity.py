"""Who is it that let the app in? The identity token of OpenID Connect, with SMART's fhirUser."""

import base64
import hashlib
from datetime import datetime
from typing import Any

from haversack.smart import scopes

from ..actions.keys import sign
from ..models import Permission
from ..store import people

SECONDS = 3600


def id_token(permission: Permission, *, scope: str, access: str, nonce: str, now: datetime) -> str:
    """A signed identity where `openid` was granted, else ""."""
    granted = scopes.parse(scope)
    if scopes.OPENID not in granted:
        return ""
    seconds = int(now.timestamp())
    claims: dict[str, Any] = {
        "iss": permission.audience,
        "sub": permission.user.pseudonym,
        "aud": permission.app.client_id,
        "iat": seconds,
        "exp": seconds + SECONDS,
        "at_hash": _half_hash(access),
    }
    if nonce:
        claims["nonce"] = nonce
    claims |= who(permission, granted)
    return sign(claims, now=now)


def who(permission: Permission, granted: scopes.Scopes) -> dict[str, str]:
    """The claims that name the resource of the user, as far as they were granted."""
    reference = people().fhir_user(permission.user, permission.patient)
    if not reference:
        return {}
    address = f"{permission.audience}/{reference}"
    named = ((scopes.FHIR_USER, "fhirUser"), (scopes.PROFILE, "profile"))
    return {claim: address for word, claim in named if word in granted}


def _half_hash(access: str) -> str:
    digest = hashlib.sha256(access.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
