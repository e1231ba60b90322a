"""What may a portal say of itself, and of itself alone?

Its own brands go before what collectors say (SMART 2.2, brands.html), so whoever runs a FHIR server could otherwise
give names to the servers of others, or have people who look for another's website led to it.
"""

from __future__ import annotations

from dataclasses import replace

from ..addresses import domain_of, host_of
from .listing import Door, Listing, ReadList

MOST = 200  # brands of one portal


def own_listings(found: ReadList, base: str) -> ReadList:
    """Of a list that the FHIR server at `base` names as its own, what is about that server: offices with that door and
    no other. Web addresses of other domains are left out, and so are numbers that others are known by."""
    domain = domain_of(host_of(base))
    own = [_own(one, base, domain) for one in found.listings if one.kind == "office"]
    return replace(found, listings=[one for one in own if one.doors][:MOST])


def _own(listing: Listing, base: str, domain: str) -> Listing:
    doors = [replace(door, web=_within(door.web, domain)) for door in listing.doors if door.base == base]
    doors = [Door(door.base, door.version, name=door.name, web=door.web) for door in doors]
    return replace(listing, doors=doors, website=_within(listing.website, domain), npi="")


def _within(address: str, domain: str) -> str:
    host = host_of(address)
    return address if host and domain_of(host) == domain else ""
