"""Whose word is taken for a card, and is it one that they signed? Keys and lists are given, as everywhere here.

Anybody may make a key and sign with it, so a signature by itself shows only that a card was not changed. It is verified
where somebody whom the site's list names signed it, and it holds now (framework, "Trust").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .checking import Card, check
from .refused import BadCard, Wrong


@dataclass(frozen=True, slots=True)
class Issuer:
    """One whom the site trusts. jwks: what it publishes as its keys, None while that is not known; lists: by the name
    of a key, the cards that it took back.
    """

    iss: str
    name: str
    jwks: Mapping[str, Any] | None = field(default=None, repr=False)
    lists: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """wrong: why a card is not verified, None where it is. name: of the issuer that is known, else its address, which
    nobody vouches for.
    """

    wrong: Wrong | None
    name: str

    @property
    def is_forged(self) -> bool:
        """Whether it was shown to be changed or made by somebody else: nothing that it says is to be taken."""
        return self.wrong is Wrong.SIGNATURE

    @property
    def words(self) -> str:
        return self.wrong.value if self.wrong is not None else ""


def judge(text: str, card: Card, issuer: Issuer | None, now: float) -> Verdict:
    """What is known of a card that was read. issuer: who goes by the address that the card names, None for nobody; now:
    seconds since 1970.
    """
    if issuer is None:
        return Verdict(Wrong.UNLISTED, card.issuer)
    if issuer.jwks is None:
        return Verdict(Wrong.NO_KEYS, issuer.name)
    try:
        check(text, jwks=issuer.jwks, now=now, revoked=issuer.lists.get(card.kid))
    except BadCard as bad:
        return Verdict(bad.wrong, issuer.name)
    return Verdict(None, issuer.name)
