"""Addresses that lead inside: to this machine, its neighbours, its cloud's metadata, or nowhere public.

Every spelling that a resolver or a URL parser somewhere takes for one of them. Generated from lists, so that a new form
is one line.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

INSIDE = (
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254",
    "192.168.0.1", "192.168.255.255", "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.127.255.254", "0.0.0.0",
    "0.1.2.3", "192.0.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
INSIDE_V6 = (
    "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd00::1", "fdff::1", "ff02::1", "ff0e::1", "100::1",
    "2001:db8::1", "2001::1", "2001:10::1", "3fff::1", "5f00::1", "fe80::1%25lo",
)  # fmt: skip
_CIRCLED = {**{str(n): chr(0x2460 + n - 1) for n in range(1, 10)}, "0": "⓪"}
_WIDE = {str(n): chr(0xFF10 + n) for n in range(10)}


def spellings(address: str) -> Iterator[str]:
    """The ways in which an IPv4 address is written somewhere."""
    parts = [int(part) for part in address.split(".")]
    number = int(ipaddress.IPv4Address(address))
    yield address
    yield str(number)
    yield hex(number)
    yield ".".join(f"0{part:o}" for part in parts)
    yield ".".join(hex(part) for part in parts)
    yield f"{parts[0]}.{parts[1]}.{parts[2] * 256 + parts[3]}"
    yield address + "."
    yield "".join(_CIRCLED.get(sign, sign) for sign in address)
    yield "".join(_WIDE.get(sign, sign) for sign in address)
    yield address.replace(".", "。")


def carried(address: str) -> Iterator[str]:
    """The IPv6 addresses that an IPv4 address is carried in."""
    high, low = divmod(int(ipaddress.IPv4Address(address)), 1 << 16)
    for before in ("::ffff:", "::", "64:ff9b::", "64:ff9b:1::", "::ffff:0:"):
        yield f"[{before}{high:x}:{low:x}]"
    yield f"[2002:{high:x}:{low:x}::1]"
    yield f"[::ffff:{address}]"


def hosts() -> list[str]:
    """Every host, as it would stand in a URL."""
    found = [spelled for address in INSIDE for spelled in spellings(address)]
    found += [wrapped for address in INSIDE[:10] for wrapped in carried(address)]
    found += [f"[{address}]" for address in INSIDE_V6]
    found += ["localhost", "LOCALHOST", "localhost.", "ip6-localhost"]
    return list(dict.fromkeys(found))
