"""Which machines may this site speak to on somebody's word? Public ones, and those that the operator lists.

Whoever types an address must not be able to make this machine look at itself or at its neighbours.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from haversack.smart.internet import Address, is_public, unwrapped

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NOT_PUBLIC = "That address is inside a private network, so this site does not look there."
NOT_SAFE = "The address does not begin with https://, so what is sent could be read on the way."
NO_ADDRESS = "That is not the address of a web server."


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
    return "" if is_public(inside) else NOT_PUBLIC


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


def _allowed_literal(host: str, allowed: Allowed) -> bool:
    try:
        return allowed.holds(ipaddress.ip_address(host))
    except ValueError:
        return False
