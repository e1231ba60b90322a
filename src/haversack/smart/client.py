"""As which app does this site show itself at a portal, and how does it prove it?

Three kinds (SMART App Launch 2.2): public (the client_id alone), symmetric (a secret, by HTTP Basic), asymmetric (an
assertion signed by a key whose public half the portal knows). What is asked of a portal that registers apps by itself
(RFC 7591) is here too.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from haversack.smart.assertions import LONGEST, TYPE
from haversack.smart.portals import Configuration

ALGORITHM = "ES384"


class Kind(StrEnum):
    PUBLIC = "public"
    SYMMETRIC = "symmetric"
    ASYMMETRIC = "asymmetric"


_METHOD: Mapping[Kind, str] = {
    Kind.PUBLIC: "none",
    Kind.SYMMETRIC: "client_secret_basic",
    Kind.ASYMMETRIC: "private_key_jwt",
}
_CAPABILITY: Mapping[Kind, str] = {
    Kind.PUBLIC: "client-public",
    Kind.SYMMETRIC: "client-confidential-symmetric",
    Kind.ASYMMETRIC: "client-confidential-asymmetric",
}


@dataclass(frozen=True, slots=True)
class Client:
    """This site as one portal knows it. key: private, of an asymmetric one, with its kid."""

    id: str
    kind: Kind
    secret: str = field(repr=False, default="")
    key: RSAKey | ECKey | None = field(repr=False, default=None)


def proof(client: Client, endpoint: str, *, jti: str, now: int) -> tuple[dict[str, str], dict[str, str]]:
    """What is added to a form at the token endpoint, and the headers, that show who asks. jti: never used before."""
    if client.kind is Kind.SYMMETRIC:
        # RFC 6749, 2.3.1: both are encoded as in a form before they are joined.
        words = f"{quote(client.id, safe='')}:{quote(client.secret, safe='')}"
        return {}, {"Authorization": f"Basic {base64.b64encode(words.encode()).decode()}"}
    if client.kind is Kind.ASYMMETRIC and client.key is not None:
        return {
            "client_assertion_type": TYPE,
            "client_assertion": assertion(client.id, client.key, endpoint, jti=jti, now=now),
        }, {}
    return {"client_id": client.id}, {}


def assertion(client_id: str, key: RSAKey | ECKey, endpoint: str, *, jti: str, now: int) -> str:
    """A signed assertion for one request (SMART 2.2, client-confidential-asymmetric): five minutes at most."""
    algorithm = "RS384" if isinstance(key, RSAKey) else ALGORITHM
    claims = {"iss": client_id, "sub": client_id, "aud": endpoint, "exp": now + LONGEST - 60, "iat": now, "jti": jti}
    return str(jwt.encode({"alg": algorithm, "kid": key.kid, "typ": "JWT"}, claims, key, algorithms=[algorithm]))


def kinds_for(told: Configuration) -> tuple[Kind, ...]:
    """The kinds of client that a portal says it takes, the safest first; all where it says nothing of it."""
    said = [
        kind
        for kind in (Kind.ASYMMETRIC, Kind.SYMMETRIC, Kind.PUBLIC)
        if _CAPABILITY[kind] in told.capabilities or _METHOD[kind] in told.token_methods
    ]
    return tuple(said) or (Kind.SYMMETRIC, Kind.PUBLIC)


def registration(
    kind: Kind,
    *,
    name: str,
    redirect_uris: Sequence[str],
    scope: str,
    jwks: Mapping[str, Any],
    about: Mapping[str, str],
) -> dict[str, Any]:
    """What to say of this site to a registration endpoint (RFC 7591, section 2)."""
    said: dict[str, Any] = {
        "client_name": name,
        "redirect_uris": list(redirect_uris),
        "token_endpoint_auth_method": _METHOD[kind],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": scope,
        "data_use": dict(about),
    }
    if kind is Kind.ASYMMETRIC:
        said["jwks"] = dict(jwks)
    return said


@dataclass(frozen=True, slots=True)
class Registered:
    """What a portal answered to a registration. token, manage: to change it later (RFC 7592)."""

    client_id: str
    kind: Kind
    secret: str = field(repr=False, default="")
    token: str = field(repr=False, default="")
    manage: str = ""
    redirect_uris: tuple[str, ...] = ()


def read_registered(status: int, document: Any, asked: Kind, uris: Sequence[str]) -> Registered | None:
    """The registration in an answer (RFC 7591, 3.2.1); None where the portal did not take this site in.

    The portal has the last word: another way of proving itself, or fewer addresses to go back to, are what counts.
    """
    if status not in (200, 201) or not isinstance(document, Mapping):
        return None
    client_id = document.get("client_id")
    if not isinstance(client_id, str) or not 0 < len(client_id) <= 500 or not client_id.isprintable():
        return None
    method = document.get("token_endpoint_auth_method", _METHOD[asked])
    kind = next((one for one, word in _METHOD.items() if word == method), None)
    secret = document.get("client_secret")
    if kind is None or (kind is Kind.SYMMETRIC and not isinstance(secret, str)):
        return None
    kept = document.get("redirect_uris")
    return Registered(
        client_id=client_id,
        kind=kind,
        secret=secret if isinstance(secret, str) else "",
        token=_text(document.get("registration_access_token")),
        manage=_text(document.get("registration_client_uri")),
        redirect_uris=tuple(one for one in uris if one in kept) if isinstance(kept, list) else tuple(uris),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
