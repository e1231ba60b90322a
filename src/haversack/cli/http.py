"""Under which address, names and port may the site listen on this machine, and where does a sign-in come back to?

The one file of the command that touches sockets; nothing here sends anything to anybody.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

from .frame import Refused


def numeric(host: str) -> str:
    """The address to bind to. "localhost" is 127.0.0.1, which every browser tries."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except OSError:
        raise Refused(f"There is no address of this machine named {host!r}.") from None


def names(host: str, address: str, loopback: bool) -> list[str]:
    """Under which names browsers may ask for this site: none that somebody else's name server could point here."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if loopback:
        return names
    mine = socket.gethostname()
    own = {mine, f"{mine.partition('.')[0]}.local", host}
    for found in (address, *_addresses_of(mine)):
        own.add(f"[{found}]" if ":" in found else found)
    return names + sorted(own - {"0.0.0.0", "[::]", "::"})  # noqa: S104


def _addresses_of(name: str) -> list[str]:
    """This machine's addresses, as far as it knows them. The connect sends nothing: it only asks which way it would."""
    found = set()
    with suppress(OSError):
        found |= {str(info[4][0]).partition("%")[0] for info in socket.getaddrinfo(name, None)}
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # RFC 5737: an address that is nobody's
        found.add(probe.getsockname()[0])
    return sorted(found)


def free_port(address: str) -> int:
    with _socket(address) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def free_ports(address: str, first: int, count: int) -> list[int]:
    """The next so many ports from `first` on that nothing listens on."""
    found: list[int] = []
    for port in range(first, 65536):
        with _socket(address) as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
            found.append(port)
        if len(found) == count:
            return found
    raise Refused("There are no free ports left on this machine.")


def refuse_taken(address: str, port: int) -> None:
    """The web server would share a port that another Haversack is listening on; we would not notice."""
    with _socket(address) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError:
            raise Refused(f"Only the administrator may use port {port}; try --port 8000.") from None
        except OSError:
            raise Refused(f"Something is listening on port {port} already; try --port {port + 1}.") from None


def _socket(address: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)


class NobodyCame(Exception):
    """The browser did not come back in time. Whoever wants to connect begins anew."""


class Return:
    """An address of this machine where a browser comes back from a portal, once (RFC 8252, 7.3). Use as a context."""

    def __init__(self, ports: Iterable[int], path: str) -> None:
        for port in ports:
            with suppress(OSError):
                self._server = _Door(("127.0.0.1", port), path)
                self.address = f"http://127.0.0.1:{port}{path}"
                return
        raise Refused("Another `haversack connect` waits for a portal. Let it finish first.")

    def __enter__(self) -> Return:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def wait(self, seconds: float) -> dict[str, str]:
        """The parameters that the browser brought. Raises NobodyCame."""
        until = time.monotonic() + seconds
        while not self._server.brought:
            self._server.timeout = max(0.0, until - time.monotonic())
            if not self._server.timeout:
                raise NobodyCame
            self._server.handle_request()
        return self._server.brought


class _Door(HTTPServer):
    allow_reuse_address = True

    def __init__(self, place: tuple[str, int], path: str) -> None:
        super().__init__(place, _Visit)
        self.path, self.brought = path, dict[str, str]()


class _Visit(BaseHTTPRequestHandler):
    server: _Door
    timeout = 10  # a visitor that says nothing keeps nobody out

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        told = dict(parse_qsl(parts.query))
        right = parts.path == self.server.path and "state" in told and bool({"code", "error"} & told.keys())
        if right:
            self.server.brought = told
        self.send_response(200 if right else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        words = "Go back to the window in which you typed the command." if right else "There is nothing here."
        self.wfile.write(f"<!doctype html><html lang=en><title>Haversack</title><h1>{words}</h1></html>".encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing: what was asked for holds the code."""
