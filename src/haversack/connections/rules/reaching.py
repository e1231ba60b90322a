"""Which machines may this site speak to on somebody's word? Public ones, and those that the operator lists.

Whoever types an address must not be able to make this machine look at itself or at its neighbours. An address is judged
by what it is on the wire: forms of IPv6 that carry an IPv4 address inside are unwrapped first, which the standard
library's `is_global` does not do.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NOT_PUBLIC = "That address is inside a private network, so this site does not look there."
NOT_SAFE = "The address does not begin with https://, so what is sent could be read on the way."
NO_ADDRESS = "That is not the address of a web server."

# RFC 6052 (NAT64) and RFC 8215 end with an IPv4 address, RFC 3056 (6to4) holds one after its first two bytes.
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_6TO4, _TEREDO = ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32")
_COMPATIBLE, _TRANSLATED = ipaddress.IPv6Network("::/96"), ipaddress.IPv6Network("::ffff:0:0:0/96")
# RFC 2928 (protocols), RFC 3849 and RFC 9637 (examples in documents).
_NOT_PUBLIC_V6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")  # RFC 4291: all that was ever given out as global unicast
# Not public whatever this Python's own table says: RFC 6598 (inside a provider's network), RFC 6890 (protocols),
# RFC 7526 (relays of 6to4), RFC 2544 (measuring).
_NOT_PUBLIC_V4 = tuple(map(ipaddress.IPv4Network, ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15")))


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the operator lets this site reach beside the public internet: hosts ("portal.lan:8443"), networks. Plain
    http is spoken to these alone."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def read(cls, words: Iterable[str]) -> Allowed:
        """From the operator's words: a network ("192.168.1.0/24"), an address, a host, a host with a port. Raises
        ValueError for what is none of these."""
        hosts, networks = set(), []
        for word in (one.strip().lower() for one in words):
            try:
                networks.append(ipaddress.ip_network(word, strict=False))
            except ValueError:
                if not word or any(sign in word for sign in "/@ ?#"):
                    raise ValueError(f"neither a host nor a network: {word}") from None
                hosts.add(word)
        return cls(frozenset(hosts), tuple(networks))

    def names(self, host: str, port: int) -> bool:
        """Whether the host itself stands in the list, with this port or with none."""
        host = host.lower().rstrip(".")
        return host in self.hosts or f"{host}:{port}" in self.hosts

    def holds(self, address: Address) -> bool:
        return any(address in network for network in self.networks if network.version == address.version)


def why_not_the_address(address: Address, allowed: Allowed) -> str:
    """Why this site does not connect there; "" where it may."""
    if allowed.holds(address):
        return ""
    inside = unwrapped(address)
    if inside is None or (inside != address and allowed.holds(inside)):
        return NOT_PUBLIC if inside is None else ""
    return "" if _is_public(inside) else NOT_PUBLIC


def why_not_the_url(url: str, allowed: Allowed) -> str:
    """Why this site does not ask there, as far as the address alone tells; "" where it may."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return NO_ADDRESS
    host = parts.hostname or ""
    if parts.scheme not in ("https", "http") or not host or parts.username is not None or parts.password is not None:
        return NO_ADDRESS
    if parts.scheme == "https" or allowed.names(host, port) or _allowed_literal(host, allowed):
        return ""
    return NOT_SAFE


def unwrapped(address: Address) -> Address | None:
    """The address that packets to this one end at; None for one that nobody should be sent to."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.scope_id is not None:  # names one of this machine's own network cards
        return None
    number = int(address)
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if any(address in network for network in (*_NAT64, _COMPATIBLE, _TRANSLATED)):
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    if address in _6TO4:
        return ipaddress.IPv4Address(number >> 80 & 0xFFFFFFFF)
    if address in _TEREDO:  # a tunnel to whoever the address names
        return None
    return address


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address not in _PUBLIC_V6 or any(address in network for network in _NOT_PUBLIC_V6):
            return False
    elif any(address in network for network in _NOT_PUBLIC_V4):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _allowed_literal(host: str, allowed: Allowed) -> bool:
    try:
        return allowed.holds(ipaddress.ip_address(host))
    except ValueError:
        return False
