"""Who above says what a notice is about, and who opens the sockets it travels through?

This package stands below those that know records and connections. Each says once, when its app is ready, what it
answers for (the one inversion of the floor plan).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from haversack.accounts.models import User
from haversack.records.unspoken import Unspoken

from .rules.kinds import Kind


@dataclass(frozen=True, slots=True, repr=False)
class About(Unspoken):
    """What a notice is about, for its own user on a page of this site and nowhere else.

    name: whose record, or which provider. address: of the page that says more, a path. holds: whether it is still so.
    """

    name: str
    address: str
    holds: bool


class Teller(Protocol):
    """What a notice is about; None where this user may not see that (any more)."""

    def __call__(self, kind: Kind, user: User, person: UUID, number: int | None) -> About | None: ...


class Unreachable(Exception):
    """The push service could not be reached, or broke off. Nobody has to do anything but try later."""


class NotAllowed(Exception):
    """This site does not connect to the address that a browser gave. The operator's list of machines can let it."""


class Post(Protocol):
    """Send bytes to an address; (status, headers in lower case). Raises Unreachable, NotAllowed."""

    def __call__(self, address: str, *, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]: ...


_tellers: dict[Kind, Teller] = {}
_posts: list[Post] = []


def told_by(teller: Teller, kinds: Iterable[Kind]) -> None:
    """Say who knows what notices of these kinds are about."""
    _tellers.update(dict.fromkeys(kinds, teller))


def about(kind: Kind, user: User, person: UUID | None, number: int | None) -> About | None:
    if kind is Kind.TEST:
        return About("", "", holds=True)
    teller = _tellers.get(kind)
    return teller(kind, user, person, number) if teller is not None and person is not None else None


def posted_by(post: Post) -> None:
    """Say who opens sockets to push services."""
    _posts[:] = [post]


def post(address: str, *, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
    """Raises Unreachable, NotAllowed; NotAllowed where nobody opens sockets."""
    for one in _posts:
        return one(address, headers=headers, body=body)
    raise NotAllowed
