"""Is the identity in a token's answer the portal's own word about this sign-in? OpenID Connect Core 1.0, 3.1.3.7.

SMART App Launch 2.2 ("Scopes for requesting identity data") asks that the signature and the claims are checked before
an identity is used; what is not right there makes the whole answer worthless.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

ALGORITHMS = ("RS256", "RS384", "ES256", "ES384")
SKEW = 120  # seconds by which two clocks may differ
_LONGEST = 32_000
# Besides its own errors, what the library raises of a curve that nobody knows, a `crit` that is no list, and too much
# in one another.
_UNREADABLE = (JoseError, ValueError, KeyError, TypeError, RecursionError)


class Forged(Exception):
    """The identity is not what it should be. The text says which of its parts, and nothing of what stands in it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in at the portal: the subject there, and the resource that is them ("" where it was not said)."""

    subject: str = field(repr=False)
    fhir_user: str = field(repr=False, default="")


def check(token: str, *, keys: Any, issuer: str, client_id: str, nonce: str, now: int) -> Identity:
    """The identity, once signature and claims are right. keys: the JWK Set the issuer publishes. Raises Forged."""
    if len(token) > _LONGEST:
        raise Forged("too long")
    try:
        header: dict[str, Any] = jws.extract_compact(token.encode()).headers()
        key = _key(header, keys)
        algorithm = header.get("alg")
        signed = jws.deserialize_compact(token.encode(), key, algorithms=[str(algorithm)])
        claims = json.loads(signed.payload)
    except _UNREADABLE:
        raise Forged("signature") from None
    if not isinstance(claims, dict):
        raise Forged("claims")
    return _claims(claims, issuer, client_id, nonce, now)


def _key(header: Mapping[str, Any], keys: Any) -> RSAKey | ECKey:
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise Forged("algorithm")
    listed = keys.get("keys") if isinstance(keys, Mapping) else None
    kind = "RSA" if str(algorithm).startswith("RS") else "EC"
    fitting = [
        one
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, Mapping) and one.get("kty") == kind and kid in (None, one.get("kid"))
        and one.get("use", "sig") == "sig"
    ]  # fmt: skip
    if len(fitting) != 1:  # without a kid there must be no choice
        raise Forged("key")
    (found,) = KeySet.import_key_set({"keys": [dict(fitting[0])]}).keys
    if not isinstance(found, RSAKey | ECKey):
        raise Forged("key")
    return found


def _claims(claims: Mapping[str, Any], issuer: str, client_id: str, nonce: str, now: int) -> Identity:
    if not isinstance(claims.get("iss"), str) or claims["iss"].rstrip("/") != issuer.rstrip("/"):
        raise Forged("iss")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if client_id not in audiences or (len(audiences) > 1 and claims.get("azp") != client_id):
        raise Forged("aud")
    if not _is_number(claims.get("exp")) or claims["exp"] <= now - SKEW:
        raise Forged("exp")
    if _is_number(claims.get("iat")) and claims["iat"] > now + SKEW:
        raise Forged("iat")
    if nonce and claims.get("nonce") != nonce:
        raise Forged("nonce")
    subject, user = claims.get("sub"), claims.get("fhirUser") or claims.get("profile")
    if not isinstance(subject, str) or not subject:
        raise Forged("sub")
    return Identity(subject, user if isinstance(user, str) else "")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
