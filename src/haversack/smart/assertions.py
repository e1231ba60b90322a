"""Does a signed assertion show that a client is who it says? SMART 2.2, client-confidential-asymmetric.

The signature is checked against keys that the client registered, never against one that the assertion brings along.
What was checked says until when it must be remembered, so that nobody shows it twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ("RS384", "ES384")
LONGEST = 300  # seconds from now until exp
SKEW = 30  # seconds by which two clocks may differ
_KEY_OF = {"RS384": ("RSA", None), "ES384": ("EC", "P-384")}
_LONGEST_TEXT, _LEAST_RSA = 16_000, 2048


class BadAssertion(Exception):
    """The assertion shows nothing. Whoever runs the client can put it right; the text says what."""


class BadKeys(Exception):
    """These keys cannot be used. Whoever registers them can put it right; the text says what."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a sound assertion says: until when its `jti` must not be seen again."""

    jti: str
    until: int


def claimed_client(assertion: str) -> str:
    """Who the assertion says it is, before anything is checked; "" when it says nothing."""
    try:
        claims = json.loads(jws.extract_compact(assertion.encode()).payload)
    except (JoseError, ValueError, UnicodeError):
        return ""
    issuer = claims.get("iss") if isinstance(claims, dict) else None
    return issuer if isinstance(issuer, str) else ""


def points_at(assertion: str, jwks_uri: str) -> bool:
    """Whether the assertion names no other address for its keys than the registered one."""
    try:
        header: dict[str, Any] = jws.extract_compact(assertion.encode()).headers()
    except (JoseError, ValueError, UnicodeError):
        return False
    return bool(header.get("jku", jwks_uri) == jwks_uri)


def check(
    assertion: str, *, client: str, keys: Mapping[str, Any], jwks_uri: str, audiences: tuple[str, ...], now: int
) -> Shown:
    """Raises BadAssertion unless it was signed by one of these keys, for this server, just now."""
    if len(assertion) > _LONGEST_TEXT:
        raise BadAssertion("The assertion is too long.")
    try:
        unchecked = jws.extract_compact(assertion.encode())
        header: dict[str, Any] = unchecked.headers()
    except (JoseError, ValueError, UnicodeError):
        raise BadAssertion("The assertion is not a signed JSON Web Token.") from None
    key = _key(header, keys, jwks_uri)
    try:
        signed = jws.deserialize_compact(assertion.encode(), key, algorithms=list(ALGORITHMS))
        claims = json.loads(signed.payload)
    except (JoseError, ValueError, UnicodeError):
        raise BadAssertion("The signature is not one of the registered keys'.") from None
    if not isinstance(claims, dict):
        raise BadAssertion("The assertion holds no claims.")
    return _claims(claims, client, audiences, now)


def _key(header: Mapping[str, Any], keys: Mapping[str, Any], jwks_uri: str) -> RSAKey | ECKey:
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise BadAssertion("alg must be RS384 or ES384.")
    if "jku" in header and (not jwks_uri or header["jku"] != jwks_uri):
        raise BadAssertion("jku is not the address that was registered.")
    if not isinstance(kid, str) or not kid:
        raise BadAssertion("kid is missing.")
    kind, curve = _KEY_OF[algorithm]
    fitting = [
        key
        for key in read_keys(keys)
        if key.kid == kid and key.key_type == kind and curve in (None, getattr(key, "curve_name", None))
    ]
    if len(fitting) != 1:
        raise BadAssertion("No registered key has this kid and fits this alg.")
    return fitting[0]


def _claims(claims: Mapping[str, Any], client: str, audiences: tuple[str, ...], now: int) -> Shown:
    if claims.get("iss") != client or claims.get("sub") != client:
        raise BadAssertion("iss and sub must both be the client_id.")
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if not any(each in audiences for each in named):
        raise BadAssertion("aud must be the address of the token endpoint.")
    expires, jti = claims.get("exp"), claims.get("jti")
    if not isinstance(expires, int) or isinstance(expires, bool):
        raise BadAssertion("exp is missing.")
    if expires <= now - SKEW:
        raise BadAssertion("The assertion has expired.")
    if expires > now + LONGEST + SKEW:
        raise BadAssertion("exp must be at most five minutes away.")
    for name in ("nbf", "iat"):
        begins = claims.get(name)
        if begins is not None and (not isinstance(begins, int) or begins > now + SKEW):
            raise BadAssertion(f"{name} lies in the future.")
    if not isinstance(jti, str) or not 1 <= len(jti) <= 255:
        raise BadAssertion("jti is missing.")
    return Shown(jti, expires + SKEW)


def read_keys(keys: Mapping[str, Any]) -> list[RSAKey | ECKey]:
    """The public keys of a JWK Set that can be used here, each with its kid. BadKeys for none, or private ones."""
    listed = keys.get("keys")
    if not isinstance(listed, list) or not 0 < len(listed) <= 20:
        raise BadKeys("The key set must hold between one and twenty keys.")
    if any(not isinstance(key, dict) or "d" in key or key.get("kty") == "oct" for key in listed):
        raise BadKeys("The key set must hold public keys only.")
    try:
        found = KeySet.import_key_set({"keys": listed}).keys
    except (JoseError, ValueError, KeyError, TypeError):
        raise BadKeys("The key set cannot be read.") from None
    kids = [key.get("kid") for key in listed]
    if any(not isinstance(kid, str) or not kid for kid in kids) or len(set(kids)) != len(kids):
        raise BadKeys("Every key needs a kid of its own.")
    usable = [key for key in found if isinstance(key, RSAKey | ECKey) and _strong(key)]
    if not usable:
        raise BadKeys("The key set holds no RSA key of 2048 bits or more and no EC key on P-384.")
    return usable


def _strong(key: RSAKey | ECKey) -> bool:
    if isinstance(key, RSAKey):
        return key.public_key.key_size >= _LEAST_RSA
    return key.curve_name == "P-384"
