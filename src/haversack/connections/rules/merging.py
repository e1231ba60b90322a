"""When do two lists speak of the same office, and what is kept of what each says?

An office with a portal is told apart by that portal and its name: a collector's list, a vendor's list and the same
list for another FHIR version then meet in one row. One without a portal goes by its name and where it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from haversack.smart.addresses import host_of, portal_key
from haversack.smart.listings import Door, Listing

from .finding import folded_name

MOST_FORMER = 8


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """A portal with those of its doors that one listing names."""

    key: str
    name: str
    web: str
    doors: tuple[Door, ...]


def portals_of(listing: Listing) -> list[PortalFacts]:
    """The portals a listing leads to: the doors of one portal in several FHIR versions are one choice."""
    found: dict[str, list[Door]] = {}
    for door in listing.doors:
        found.setdefault(portal_key(door.base), []).append(door)
    return [
        PortalFacts(
            key,
            next((door.name for door in doors if door.name), ""),
            next((door.web for door in doors if door.web), ""),
            tuple(doors),
        )
        for key, doors in found.items()
    ]


def merged(told: Iterable[Iterable[PortalFacts]]) -> dict[str, PortalFacts]:
    """What several listings say of each portal: the first word of each, and every door."""
    found: dict[str, PortalFacts] = {}
    for one in (facts for some in told for facts in some):
        there = found.get(one.key)
        if there is None:
            found[one.key] = one
        else:
            known = {door.base for door in there.doors}
            doors = (*there.doors, *(door for door in one.doors if door.base not in known))
            found[one.key] = PortalFacts(one.key, there.name or one.name, there.web or one.web, doors)
    return found


def office_key(listing: Listing) -> bytes:
    """16 bytes that are the same for the same office in every list."""
    keys = sorted({portal_key(door.base) for door in listing.doors})
    name = folded_name(listing.name)
    if keys and listing.kind == "office":
        text = f"portal|{keys[0]}|{name}"
    elif listing.kind == "doctor":
        text = f"doctor|{listing.npi or name}|{folded_name(listing.part_of)}"
    else:
        text = f"place|{name}|{listing.zip[:5] or listing.npi or listing.state}"
    return hashlib.sha256(text.encode()).digest()[:16]


def joined(one: Listing, other: Listing) -> Listing:
    """Two listings of the same office as one: what the first says, and what only the second says."""
    return replace(
        one,
        former=(*one.former, *other.former),
        doors=(*one.doors, *other.doors),
        website=one.website or other.website,
        npi=one.npi or other.npi,
        zip=one.zip or other.zip,
        city=one.city or other.city,
        state=one.state or other.state,
    )


def place_key(name: str, zip_code: str) -> bytes | None:
    """What an office with a portal and one without have in common when they are one: name and postal code."""
    if not zip_code:
        return None
    return hashlib.sha256(f"{folded_name(name)}|{zip_code[:5]}".encode()).digest()[:16]


def former_names(name: str, *told: Iterable[str]) -> list[str]:
    """Other names, each once, without the one it goes by."""
    seen = {folded_name(name)}
    found: list[str] = []
    for other in (one for names in told for one in names):
        folded = folded_name(other)
        if folded and folded not in seen:
            seen.add(folded)
            found.append(" ".join(other.split())[:300])
    return found[:MOST_FORMER]


def hosts_of(website: str, portals: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """The hosts an office can be found by: its website's, and of each portal (web page, server addresses)."""
    told = [website, *(address for web, bases in portals for address in (web, *bases))]
    return list(dict.fromkeys(host for address in told if address and (host := host_of(address))))
