"""Where does the next page begin? A cursor holds the whole search, sealed: its address says nothing about anybody.

It belongs to one permission (or one service), so it goes on working after the app has renewed its token, and for nobody
else.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

from .bearer import Bearer

SECONDS = 24 * 3600


class CursorNotOurs(Exception):
    """The cursor was made for somebody else or another search, is too old, or was never made here."""


@dataclass(frozen=True, slots=True)
class Place:
    """A search and where in it a page begins."""

    asked: Mapping[str, Sequence[str]] = field(repr=False)
    cursor: str = field(repr=False)


def sealed(asking: Bearer, what: str, place: Place) -> str:
    held = [_owner(asking), what, {name: list(values) for name, values in place.asked.items()}, place.cursor]
    return _cipher().encrypt(orjson.dumps(held)).decode().rstrip("=")


def opened(asking: Bearer, what: str, text: str) -> Place:
    """Raises CursorNotOurs."""
    try:
        held = _cipher().decrypt(text.encode() + b"=" * (-len(text) % 4), ttl=SECONDS)
    except (InvalidToken, UnicodeEncodeError):
        raise CursorNotOurs from None
    owner, made_for, asked, cursor = orjson.loads(held)
    if owner != _owner(asking) or made_for != what:
        raise CursorNotOurs
    return Place(asked, cursor)


def _owner(asking: Bearer) -> str:
    permission = asking.token.permission
    return str(permission.uuid) if permission else asking.reach.client


def _cipher() -> Fernet:
    key = salted_hmac("haversack.fhirserver.cursors", "1", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
