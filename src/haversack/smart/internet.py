"""Where do packets to an address end, and is that a machine of the public internet?

Whoever types an address must not be able to make this machine look at itself or at its neighbours. An address is judged
by what it is on the wire: forms of IPv6 that carry an IPv4 address inside are unwrapped first, which the standard
library's `is_global` does not do.
"""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

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


def is_public(address: Address) -> bool:
    """Whether an address, unwrapped, is somebody's on the open internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address not in _PUBLIC_V6 or any(address in network for network in _NOT_PUBLIC_V6):
            return False
    elif any(address in network for network in _NOT_PUBLIC_V4):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
