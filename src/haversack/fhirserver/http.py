"""Which public keys does a client publish at its address? The one file of this app that opens a connection.

The address was given by a stranger, so it is resolved once, refused unless it is a public address of the internet, and
connected to as resolved; nothing is followed. RFC 9111: kept as long as the answer allows, an hour at most.
"""

import http.client
import ipaddress
import json
import re
import socket
import ssl
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache

from haversack.smart.assertions import BadAssertion
from haversack.smart.internet import is_public, unwrapped

SECONDS, MOST_BYTES = 5, 64_000
LONGEST = timedelta(hours=1)


def keys_at(address: str, *, now: datetime) -> dict[str, Any]:
    """The key set at a client's address, from memory while it may be kept. Raises BadAssertion where there is none."""
    name = f"fhirserver.keys.{address}"
    found: dict[str, Any] | None = cache.get(name)
    if found is None:
        found, seconds = fetch(address)
        if seconds:
            cache.set(name, found, seconds)
    return found


def fetch(address: str) -> tuple[dict[str, Any], int]:
    """(key set, seconds for which it may be kept)."""
    split = urlsplit(address)
    if split.scheme != "https" or not split.hostname:
        raise BadAssertion("The registered jwks_uri is not an https address.")
    try:
        ip = public_address(split.hostname, split.port or 443)
        with _Pinned(split.hostname, split.port or 443, ip) as connection:
            path = f"{split.path or '/'}{'?' + split.query if split.query else ''}"
            connection.request("GET", path, headers={"Accept": "application/json", "Accept-Encoding": "identity"})
            answer = connection.getresponse()
            body = answer.read(MOST_BYTES + 1)
        if answer.status != 200 or len(body) > MOST_BYTES:
            raise BadAssertion("The registered jwks_uri does not answer with a key set.")
        keys = json.loads(body)
    except (OSError, http.client.HTTPException, ValueError):
        raise BadAssertion("The registered jwks_uri cannot be read.") from None
    if not isinstance(keys, dict):
        raise BadAssertion("The registered jwks_uri does not answer with a key set.")
    return keys, _may_be_kept(answer.headers.get("Cache-Control", ""))


def public_address(host: str, port: int) -> str:
    """One address of this host, if all of them are public; anything else could lead into somebody's own network."""
    found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(map(leads_outside, found)):
        raise BadAssertion("The registered jwks_uri does not lead to a public address.")
    return sorted(found)[0]


def leads_outside(text: str) -> bool:
    """Whether packets to this address end at a machine of the open internet."""
    inside = unwrapped(ipaddress.ip_address(text))
    return inside is not None and is_public(inside)


def _may_be_kept(control: str) -> int:
    if re.search(r"no-store|no-cache|private", control, re.IGNORECASE):
        return 0
    age = re.search(r"max-age=(\d{1,9})", control, re.IGNORECASE)
    return min(int(age[1]), int(LONGEST.total_seconds())) if age else 0


class _Pinned(http.client.HTTPSConnection):
    """Connects to one address and asks it to prove that it is the host."""

    def __init__(self, host: str, port: int, ip: str) -> None:
        super().__init__(host, port, timeout=SECONDS, context=ssl.create_default_context())
        self._ip = ip

    def connect(self) -> None:
        plain = socket.create_connection((self._ip, self.port), timeout=SECONDS)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)

    def __enter__(self) -> "_Pinned":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()
