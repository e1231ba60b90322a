"""How often may something be tried, by whoever tries it and against whatever it is aimed at?

Tries are counted in the database, so that every worker on every machine sees the same count. Each is written down
before it is counted: however many come at the same moment, no more than the limit get through. A try that was refused
does not count, so what a page says about when to come back is true. What is counted by is kept as a keyed hash.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Attempt

LONGEST = timedelta(days=1)  # no limit looks further back; what is older is forgotten


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many tries within that time, counted by what `name` says ("enrol, by address")."""

    name: str
    most: int
    within: timedelta


class TooMany(Exception):
    """Too many tries. Whoever tries can wait until `again_at`."""

    def __init__(self, again_at: datetime) -> None:
        super().__init__("too many tries")
        self.again_at = again_at


def spend(limits: Iterable[tuple[Limit, str]], now: datetime | None = None) -> list[int]:
    """Count this try by each of the values; raises TooMany where one has had its share. Call outside a transaction.

    Returns what `give_back` takes when it turned out to be no try at all.
    """
    now = now or timezone.now()
    keyed = [(limit, _key(limit.name, value)) for limit, value in limits]
    keys = list(dict.fromkeys(key for _, key in keyed))
    spent = [Attempt.objects.create(key=key, at=now).pk for key in keys]
    seen = list(Attempt.objects.filter(key__in=keys, at__gt=now - LONGEST).values_list("key", "at"))
    again_at = None
    for limit, key in keyed:
        times = sorted(at for one, at in seen if bytes(one) == key and at > now - limit.within)
        if len(times) > limit.most:
            free_at = times[-limit.most - 1] + limit.within  # then one of those before this one is too old to count
            again_at = max(again_at or free_at, free_at)
    if again_at is not None:
        give_back(spent)
        raise TooMany(again_at)
    return spent


def give_back(spent: list[int]) -> None:
    Attempt.objects.filter(pk__in=spent).delete()


def address_of(request: HttpRequest | None) -> str:
    """The network address that asks; "" where the web server does not know it."""
    if request is None:
        return ""
    try:
        return str(get_adapter().get_client_ip(request) or "")
    except PermissionDenied:
        return ""


def network_of(request: HttpRequest) -> str:
    """What to count a network address by: one household has a whole /64 of IPv6."""
    address = address_of(request)
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def _key(name: str, value: str) -> bytes:
    return salted_hmac("haversack.accounts.limits", f"{name}\0{value}", algorithm="sha256").digest()[:16]
