"""Which of an issuer's published keys signed a card, and is it fit for that?

Framework, "Determining keys associated with an issuer": EC on P-256, named by its RFC 7638 thumbprint.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from .refused import BadCard, Wrong

ALGORITHM, CURVE = "ES256", "P-256"


def new_key() -> ECKey:
    """A private key for a new issuer, or in place of an old one."""
    return ECKey.generate_key(CURVE, private=True)


def published(key: ECKey, *, updates: int) -> dict[str, Any]:
    """The public half as the issuer publishes it. updates: how often its list of cards taken back was changed."""
    public = {name: value for name, value in key.as_dict(private=False).items() if name in ("kty", "crv", "x", "y")}
    return {**public, "kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM, "crlVersion": updates}


def key_named(kid: str, jwks: Mapping[str, Any]) -> tuple[ECKey, Mapping[str, Any]]:
    """The key of this name among those published, with what the issuer says of it. Raises BadCard."""
    keys = jwks.get("keys")
    listed = keys if isinstance(keys, list) else []
    named = [one for one in listed if isinstance(one, Mapping) and one.get("kid") == kid]
    if not named:
        raise BadCard(Wrong.UNKNOWN_KEY)
    said = named[0]
    wanted = {"kty": "EC", "use": "sig", "alg": ALGORITHM, "crv": CURVE}
    if any(said.get(name) != value for name, value in wanted.items()) or "d" in said:
        raise BadCard(Wrong.BAD_KEY)
    try:
        key = ECKey.import_key({name: str(said[name]) for name in ("kty", "crv", "x", "y")})
        if key.thumbprint() != kid:
            raise BadCard(Wrong.BAD_KEY)
    except (JoseError, ValueError, KeyError):
        raise BadCard(Wrong.BAD_KEY) from None
    return key, said
