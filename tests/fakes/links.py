"""Whoever keeps what health links open, as a transport: with a passcode that may be wrong so often. No socket opens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2

from haversack.backpack.actions import links
from haversack.connections.actions.links import fetch_link
from haversack.connections.http import Web
from haversack.connections.rules.reaching import Allowed

from ..unit.smart.links.made import URL, sealed


@dataclass
class Keeper(httpx2.BaseTransport):
    """files: (media type, content), inside the manifest; away: those that lie at another address."""

    files: list[tuple[str, bytes]]
    away: bool = False
    passcode: str = ""
    attempts: int = 3
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    asked: list[httpx2.Request] = field(default_factory=list)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        if self.status != 200:
            return httpx2.Response(self.status, headers=self.headers)
        address = str(request.url)
        if request.method == "GET" and address.startswith(f"{URL}?"):
            return httpx2.Response(200, text=sealed(self.files[0][1], self.files[0][0], packed=True))
        if request.method == "GET":
            kind, content = self.files[int(address.rpartition("/")[2])]
            return httpx2.Response(200, text=sealed(content, kind))
        said = json.loads(request.read())
        if self.passcode and said.get("passcode") != self.passcode:
            self.attempts = max(self.attempts - 1, 0)
            return httpx2.Response(401, json={"remainingAttempts": self.attempts})
        listed = [self._file(number, kind, content) for number, (kind, content) in enumerate(self.files)]
        return httpx2.Response(200, json={"files": listed, **self.more}, headers=self.headers)

    def _file(self, number: int, kind: str, content: bytes) -> dict[str, Any]:
        if self.away:
            return {"contentType": kind, "location": f"https://store.example/{number}"}
        return {"contentType": kind, "embedded": sealed(content, kind, packed=True)}


@contextmanager
def kept_by(keeper: httpx2.BaseTransport) -> Iterator[None]:
    """Links are opened at this keeper."""
    before = list(links._openers)
    opener: Callable[..., Web] = lambda: Web(Allowed(), transport=keeper)  # noqa: E731
    links.follow_with(lambda link, passcode: fetch_link(link, passcode, web=opener))
    try:
        yield
    finally:
        links._openers[:] = before
