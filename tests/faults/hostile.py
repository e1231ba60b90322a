"""What can a portal, or the way to it, do to a fetch? A seeded proxy of faults in front of a portal in memory.

It speaks HTTP over real sockets of this machine. Of each request it decides by its seed whether something goes wrong,
and what; it counts what it did.
"""

from __future__ import annotations

import gzip
import json
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..fakes.fetched import Answered, FakePortal, served

BOMB = gzip.compress(b'{"resourceType": "Bundle", "entry": [' + b" " * (40 << 20), 9)
FAULT = "X-Fault"


def _page(answer: Answered) -> dict[str, Any] | None:
    doc = json.loads(answer[2]) if answer[0] == 200 and "json" in answer[1].get("Content-Type", "") else {}
    return doc if doc.get("resourceType") == "Bundle" else None


def _with(answer: Answered, doc: Mapping[str, Any]) -> Answered:
    return answer[0], answer[1], json.dumps(doc).encode()


def _led_to(address: str) -> Callable[[Answered, str], Answered]:
    def led(answer: Answered, base: str) -> Answered:
        doc = _page(answer)
        if doc is None:
            return answer
        return _with(answer, doc | {"link": [{"relation": "next", "url": address.format(base=base)}]})

    return led


def _mixed_up(answer: Answered, base: str) -> Answered:
    """Another patient's records in the place of some."""
    doc = _page(answer)
    if doc is None:
        return answer
    for one in doc["entry"][::2]:
        resource = one["resource"]
        for name in ("subject", "patient"):
            if name in resource:
                resource |= {name: {"reference": "Patient/stranger"}, "id": f"strangers-{resource['id']}"}
    return _with(answer, doc)


def _nameless(answer: Answered, base: str) -> Answered:
    doc = _page(answer)
    if doc is None:
        return answer
    for one in doc["entry"]:
        one["resource"].pop("id", None)
    return _with(answer, doc)


def _said(status: int, body: bytes = b"", **headers: str) -> Callable[[Answered, str], Answered]:
    return lambda answer, base: (status, {"Content-Type": "text/html", **headers}, body)


def _marked(name: str) -> Callable[[Answered, str], Answered]:
    return lambda answer, base: (answer[0], {**answer[1], FAULT: name}, answer[2])


def _cut(answer: Answered, base: str) -> Answered:
    if "json" not in answer[1].get("Content-Type", ""):
        return answer  # half a text is a text, and nobody can tell
    return answer[0], answer[1], answer[2][: len(answer[2]) // 2]


FAULTS: dict[str, Callable[[Answered, str], Answered]] = {
    "reset": _marked("reset"),
    "broken off": _marked("broken off"),
    "cut": _cut,
    "drip": _marked("drip"),
    "401": _said(401),
    "429": _said(429, **{"Retry-After": "2"}),
    "500": _said(500, b"<h1>Internal Server Error</h1>"),
    "503": _said(503, **{"Retry-After": "1"}),
    "redirected": _said(302, Location="https://elsewhere.example/login"),
    "a web page": _said(200, b"<!doctype html><title>Down for maintenance</title>"),
    "nothing": _said(200),
    "endless": _led_to("{base}/Observation?patient=p&_offset=0"),
    "elsewhere": _led_to("https://elsewhere.example/fhir/Observation?patient=p"),
    "mixed up": _mixed_up,
    "nameless": _nameless,
    "bomb": lambda answer, base: (200, {"Content-Type": "application/fhir+json", "Content-Encoding": "gzip"}, BOMB),
    "gone": _said(410),
}  # fmt: skip


# What happens to a renewal. The portal has given a new refresh token and taken back the old one before either of the
# first three; after the others the old one is still good.
RENEWALS: dict[str, Callable[[Answered, str], Answered]] = {
    "renewal lost": _marked("reset"),
    "renewal broken off": _marked("broken off"),
    "renewal a web page": _said(200, b"<!doctype html><title>Down for maintenance</title>"),
    "renewal 503": _said(503, **{"Retry-After": "1"}),
    "renewal led elsewhere": _said(307, Location="https://elsewhere.example/token"),
}
ROTATED = ("renewal lost", "renewal broken off", "renewal a web page")
EVERY = (*FAULTS, *RENEWALS)


@dataclass
class Door:
    """The portal's token endpoint. Each refresh token is good once, and each access token opens it alone."""

    portal: FakePortal
    good: str = ""
    given: int = 0

    def give(self) -> dict[str, Any]:
        self.given += 1
        self.good, access = f"refresh-{self.given}", f"access-{self.given}"
        self.portal.good = {access}
        return {"access_token": access, "token_type": "Bearer", "expires_in": 3600, "refresh_token": self.good}

    def renew(self, form: Mapping[str, str]) -> Answered:
        is_good = form.get("refresh_token") == self.good
        said = self.give() if is_good else {"error": "invalid_grant"}
        return 200 if is_good else 400, {"Content-Type": "application/json"}, json.dumps(said).encode()


@dataclass
class Hostile:
    """The proxy. often: the share of requests that go wrong, 0 to leave off."""

    portal: FakePortal
    luck: random.Random
    often: float = 0.2
    kinds: tuple[str, ...] = EVERY
    done: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.door = Door(self.portal)

    def answer(self, target: str, headers: Mapping[str, str]) -> Answered:
        with self._lock:
            given = self.portal.answer(target, headers)
            if self.luck.random() >= self.often:
                return given
            kind = self.luck.choice([one for one in self.kinds if one in FAULTS] or [""])
            if not kind:
                return given
            worse = FAULTS[kind](given, self.portal.base)
            self.done[kind] += worse is not given
            return worse

    def renew(self, path: str, form: Mapping[str, str]) -> Answered:
        """There are few renewals, so that more of them go wrong."""
        with self._lock:
            kind = self.luck.choice([one for one in self.kinds if one in RENEWALS] or [""])
            if not kind or self.luck.random() >= min(self.often * 3, 0.6):
                return self.door.renew(form)
            given = self.door.renew(form) if kind in ROTATED else (200, {}, b"")
            self.done[kind] += 1
            return RENEWALS[kind](given, self.portal.base)

    @contextmanager
    def listening(self) -> Iterator[str]:
        """Gives "host:port"; the portal's base leads there from now on."""
        with served(self.answer, _raw, self.renew) as address:
            self.portal.base = f"{address}/fhir"
            yield address.removeprefix("http://")


def _raw(handler: Any, answer: Answered) -> bool:
    """Write what no proper server writes."""
    status, headers, body = answer
    fault = headers.pop(FAULT, "")
    if not fault:
        return False
    if fault == "reset":
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        handler.connection.close()
        return True
    handler.send_response_only(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if fault == "broken off":
        handler.wfile.write(body[: len(body) // 2])
        handler.close_connection = True
        return True
    for at in range(0, len(body), max(len(body) // 20, 1)):  # a slow drip
        handler.wfile.write(body[at : at + max(len(body) // 20, 1)])
        handler.wfile.flush()
        time.sleep(0.002)
    return True
