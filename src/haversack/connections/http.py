"""How does this site speak to other machines? Here alone: guarded, bounded in bytes and in time, and without a proxy.

A name is resolved once, the addresses are judged (rules/reaching.py), and the connection goes to an address that was
judged, never to the name again: a name server that changes its answer gains nothing. Redirects are asked for anew, with
the same judgement, and never take a secret along to another origin.

Each answer has its time, and all answers together may have one: it is looked at before every single piece that is read
or sent, since a machine that gives one letter of a header at a time would otherwise hold whoever waits for hours.
"""

from __future__ import annotations

import ipaddress
import math
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2
import orjson

from .rules.reaching import NO_ADDRESS, Allowed, why_not_the_address, why_not_the_url

MOST_BYTES = 32 << 20  # of one answer, after decompression
MOST_SECONDS = 60.0  # for one answer, from the first byte sent to the last one read
MOST_REDIRECTS = 3
_CONNECT, _READ = 10.0, 30.0  # seconds without anything happening
_MOST_ADDRESSES = 3  # of one name that are tried: a name may list hundreds that do not answer
_SECRETS = ("authorization", "cookie")
AGENT = "Haversack"
Document = dict[str, Any]
TOO_SLOW = "The portal answers too slowly."
_until: ContextVar[float] = ContextVar("until")  # monotonic: when what is asked now has to be over


class WebFault(Exception):
    """Nothing came that can be read. The text is for a person and holds no address."""


class AddressRefused(WebFault):
    """This site does not connect there. The reason is in words for whoever gave the address; the operator's list of
    allowed machines can let it."""


class NoAnswer(WebFault):
    """The other machine could not be reached, broke off, or took too long. Nobody has to do anything but try later."""


class AnswerTooLarge(WebFault):
    """The answer went on beyond what this site is ready to take in. Whoever runs the other machine can put it right."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. headers: names in lower case. address: where it came from, after redirects. seconds: it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    address: str = field(repr=False, default="")
    seconds: float = 0.0

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Web:
    """Connections to other machines, kept open for a while. Use as a context, from one thread or several.

    seconds: for everything that is asked through it together, from now on; then NoAnswer. None: no end but each
    answer's own. Only the name server's time comes on top, which the machine's resolver bounds.
    """

    def __init__(
        self, allowed: Allowed, transport: httpx2.BaseTransport | None = None, *, seconds: float | None = None
    ) -> None:
        self.allowed = allowed
        self._until = math.inf if seconds is None else time.monotonic() + seconds
        self._guard = _Guard(allowed)
        self._client = httpx2.Client(
            transport=transport or _guarded_transport(self._guard),
            trust_env=False,  # a proxy would connect in our place, past every judgement
            follow_redirects=False,
            timeout=httpx2.Timeout(_READ, connect=_CONNECT),
            headers={"User-Agent": AGENT, "Accept-Encoding": "gzip"},
        )

    def __enter__(self) -> Web:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._guard.is_over = True  # a thread that connects just now closes what it opens itself
        self._client.close()

    def get(
        self,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        most: int = MOST_BYTES,
        seconds: float = MOST_SECONDS,
    ) -> Answer:
        """Ask for a document, following redirects. Raises AddressRefused, NoAnswer, AnswerTooLarge."""
        given = dict(headers or {})
        for _ in range(MOST_REDIRECTS + 1):
            answer = self.send("GET", address, headers=given, most=most, seconds=seconds)
            onwards = answer.headers.get("location") if answer.status in (301, 302, 303, 307, 308) else None
            if not onwards:
                return answer
            target = urljoin(address, onwards)
            if not same_origin(address, target):
                given = {name: value for name, value in given.items() if name.lower() not in _SECRETS}
            if address.startswith("https:") and not target.startswith("https:"):
                raise AddressRefused("The portal led from a safe address to one that is not.")
            address = target
        raise NoAnswer("The portal led from one address to the next without an end.")

    def document(self, address: str, *, accept: str = "application/json", most: int = MOST_BYTES) -> Document | None:
        """The JSON object at an address; None where nothing comes, or nothing that is one."""
        with suppress(WebFault, orjson.JSONDecodeError):
            answer = self.get(address, headers={"Accept": accept}, most=most)
            found = orjson.loads(answer.body) if answer.status == 200 else None
            return found if isinstance(found, dict) else None
        return None

    def send(
        self,
        method: str,
        address: str,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        json: Any = None,
        body: bytes | None = None,
        most: int = MOST_BYTES,
        seconds: float = MOST_SECONDS,
    ) -> Answer:
        """Ask once, without following redirects. Raises AddressRefused, NoAnswer, AnswerTooLarge."""
        if reason := why_not_the_url(address, self.allowed):
            raise AddressRefused(reason)
        begun = time.monotonic()
        until = min(begun + seconds, self._until)
        left = until - begun
        if left <= 0:
            raise NoAnswer(TOO_SLOW)
        with _in_words(), _over_by(until):
            times = httpx2.Timeout(min(_READ, left), connect=min(_CONNECT, left))
            request = self._client.build_request(
                method, address, headers=headers, data=form, json=json, content=body, timeout=times
            )
            response = self._client.send(request, stream=True)
            try:
                came = b"".join(_bounded(response, most, until))
            finally:
                response.close()
        given = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, given, came, address, time.monotonic() - begun)


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses name the same scheme, host and port (RFC 6454, section 4)."""
    return _origin(one) == _origin(other)


def _origin(address: str) -> tuple[str, str, int]:
    parts = urlsplit(address)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


def _bounded(response: httpx2.Response, most: int, until: float) -> Iterator[bytes]:
    taken = 0
    for piece in response.iter_bytes(1 << 16):
        taken += len(piece)
        if taken > most:
            raise AnswerTooLarge(f"The answer is larger than {most >> 20} MB.")
        if time.monotonic() > until:
            raise NoAnswer(TOO_SLOW)
        yield piece


@contextmanager
def _over_by(until: float) -> Iterator[None]:
    token = _until.set(until)
    try:
        yield
    finally:
        _until.reset(token)


def _left(seconds: float | None) -> float:
    """Of so many seconds, those that there are still. Raises NoAnswer."""
    left = _until.get() - time.monotonic()
    if left <= 0:
        raise NoAnswer(TOO_SLOW)
    return left if seconds is None else min(seconds, left)


@contextmanager
def _in_words() -> Iterator[None]:
    """The library's errors as ours; their own texts hold addresses, which may hold a secret."""
    try:
        yield
    except httpx2.InvalidURL:
        raise AddressRefused(NO_ADDRESS) from None
    except httpx2.DecodingError:
        raise NoAnswer("The portal’s answer arrived damaged.") from None
    except httpx2.TimeoutException:
        raise NoAnswer("The portal does not answer in time.") from None
    except (httpx2.TransportError, ssl.SSLError, OSError):
        raise NoAnswer("The portal cannot be reached, or breaks off.") from None


class _Guard(httpcore2.NetworkBackend):
    """Opens sockets, to addresses that were judged."""

    def __init__(self, allowed: Allowed) -> None:
        self.is_over = False
        self._allowed = allowed
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception | None = None
        for address in self._judged(host, port)[:_MOST_ADDRESSES]:
            try:
                here = self._sockets.connect_tcp(address, port, _left(timeout), local_address, socket_options)
                if not self.is_over:
                    return _Timed(here)
                here.close()
                raise NoAnswer("What was asked is over.")
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as fault:
                failed = fault
        assert failed is not None
        raise failed

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        raise AddressRefused(NO_ADDRESS)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def _judged(self, host: str, port: int) -> list[str]:
        """The addresses of a host that may be connected to, at least one. Raises AddressRefused."""
        try:
            found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NoAnswer("There is no machine of that name.") from None
        addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
        if self._allowed.names(host, port):
            return addresses
        reasons = {one: why_not_the_address(ipaddress.ip_address(one), self._allowed) for one in addresses}
        good = [one for one, reason in reasons.items() if not reason]
        if not good:
            raise AddressRefused(next(iter(reasons.values()), NO_ADDRESS))
        return good


class _Timed(httpcore2.NetworkStream):
    """A socket that waits for nothing beyond the time of what is asked now."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        try:
            left = _left(timeout)
        except NoAnswer:
            self.close()  # nobody else holds it yet
            raise
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _guarded_transport(guard: _Guard) -> httpx2.BaseTransport:
    transport = httpx2.HTTPTransport(trust_env=False, retries=0)
    transport._pool = httpcore2.ConnectionPool(
        ssl_context=httpx2.create_ssl_context(trust_env=False),
        max_connections=20,
        max_keepalive_connections=10,
        keepalive_expiry=30.0,
        network_backend=guard,
    )
    return transport
