"""How does a link that works once come to be, and how is it used up?"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from ..models import Link, Patient, Proxy
from ..queries.links import digest_of
from ..rules.enrolment import LETTER_LASTS, LINK_LASTS

# Without the letters and digits that look like others; 20 of 30 signs are 98 bits.
_SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_GROUPS, _GROUP = 4, 5
KEPT = timedelta(days=30)


class LinkOver(Exception):
    """The link was used, or its time is over. Whoever holds it can ask for another."""


def make_link(
    *,
    purpose: Link.Purpose,
    now: datetime,
    patient: Patient | None = None,
    proxy: Proxy | None = None,
    user: int | None = None,
    desk: bool = False,
) -> str:
    """A new link, and the end of those for the same purpose that were not used. Returns what opens it, kept nowhere."""
    whose = {"purpose": purpose, "patient": patient, "proxy": proxy, "user_id": user}
    Link.objects.filter(**whose, used_at=None).delete()
    token = _code() if desk else secrets.token_urlsafe(32)
    lasts = LETTER_LASTS if desk else LINK_LASTS
    Link.objects.create(**whose, digest=digest_of(token), desk=desk, made_at=now, expires_at=now + lasts)
    return token


def use_link(token: str, now: datetime) -> Link:
    """Use it up, in the transaction of what it is used for. Raises LinkOver; of two at once one gets it."""
    used = Link.objects.filter(digest=digest_of(token), used_at=None, expires_at__gt=now).update(used_at=now)
    if not used:
        raise LinkOver
    return Link.objects.select_related("patient", "proxy__patient", "user").get(digest=digest_of(token))


def forget_old_links(now: datetime) -> None:
    """Links that have been over for a month tell nobody anything."""
    Link.objects.filter(expires_at__lt=now - KEPT).delete()


def typed_code(text: str) -> str:
    """The code of a letter as it was printed, however it was typed."""
    signs = "".join(sign for sign in text.upper() if sign in _SIGNS)
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def _code() -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
