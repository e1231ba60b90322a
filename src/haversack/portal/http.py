"""How do messages come in over the network, and their answers go out? A listener for MLLP, a thread for each sender.

The only place where the portal opens a socket of its own; it knows nothing of what messages say. A sender may keep its
connection for as long as it likes; a message that does not end in time, or never begins, ends it.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from haversack.records.formats.hl7v2.wire import MOST, Frames, Received, in_frame

_AT_ONCE = 1 << 16
Take = Callable[[Received], bytes]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one sender may use. message: bytes; a_message, idle: seconds until one has ended, and until one begins."""

    senders: int = 32
    message: int = MOST
    a_message: float = 60.0
    idle: float = 900.0


USUAL = Bounds()


class NotLocal(Exception):
    """Whoever reaches that address could send records: somebody has to want it. The text says how."""


class Listener(socketserver.ThreadingTCPServer):
    """Listens until it is told to stop; then what is being taken in is taken in, and answered.

    take: gives the answer to a message, and is called by one thread at a time. left: called in its thread when a sender
    has gone.
    """

    allow_reuse_address = True
    daemon_threads = False
    block_on_close = True

    def __init__(self, host: str, port: int, *, take: Take, left: Callable[[], None], bounds: Bounds = USUAL) -> None:
        self.take, self.bounds = take, bounds
        self._left = left
        self.turn = threading.Lock()  # messages go in one by one, in the order of each sender
        self.ending = threading.Event()
        self._free = threading.BoundedSemaphore(bounds.senders)
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host, port), _Sender)

    @property
    def where(self) -> tuple[str, int]:
        """The host and the port that senders reach."""
        return self.server_address[0], self.server_address[1]  # type: ignore[return-value]

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._left()
            self._free.release()

    def stop(self) -> None:
        """Take in nothing new, and wait for what was begun."""
        self.ending.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that went away has nothing to be told; who runs the portal finds a fault of ours in its answers."""


class _Sender(socketserver.BaseRequestHandler):
    server: Listener
    request: socket.socket

    def handle(self) -> None:
        frames = Frames(self.server.bounds.message)
        since = time.monotonic()
        while not self.server.ending.is_set():
            allowed = self.server.bounds.a_message if frames.is_inside else self.server.bounds.idle
            left = since + allowed - time.monotonic()
            if left <= 0:
                return
            self.request.settimeout(min(left, 0.5))
            try:
                data = self.request.recv(_AT_ONCE)
            except TimeoutError:
                continue
            except OSError:
                return
            if not data:
                return
            was_inside = frames.is_inside
            for received in frames.feed(data):
                if not self._answered(received):
                    return
                was_inside, since = False, time.monotonic()
            if frames.is_inside and not was_inside:
                since = time.monotonic()

    def _answered(self, received: Received) -> bool:
        """Take it in, then say so; whether the sender is still there."""
        with self.server.turn:
            said = self.server.take(received)
        self.request.settimeout(self.server.bounds.a_message)
        with contextlib.suppress(OSError):
            self.request.sendall(in_frame(said))
            return True
        return False


def require_local(host: str, *, from_the_network: bool) -> None:
    """Raises NotLocal for an address that other machines reach, unless that is wanted."""
    try:
        is_local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_local = False
    if not (is_local or from_the_network):
        raise NotLocal
