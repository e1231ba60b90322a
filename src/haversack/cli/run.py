"""How is the Backpack site run: prepared, served, its worker kept going, and all of it stopped at once?

Two processes: this one, which runs the jobs and watches; and the web server it starts, which dies with it. With
--demo and only on this machine's own address, the settings are those of `haversack.demo`, where one click signs an
invented person in.
"""

import argparse
import ipaddress
import os
import socket
from contextlib import suppress

from .frame import Console, Refused, whole_number

NEEDS_SITE = False  # which settings it needs depends on its own options
DEFAULT_PORT = 8000


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=whole_number(0, 65535), default=DEFAULT_PORT, metavar="N", help="default 8000")
    parser.add_argument("--host", default="localhost", metavar="H", help="default localhost: this machine only")
    parser.add_argument(
        "--demo", action=argparse.BooleanOptionalAction, default=False, help="with invented people to look at"
    )


def run(options: argparse.Namespace, console: Console) -> None:
    address = _numeric(options.host)
    loopback = ipaddress.ip_address(address).is_loopback
    port = options.port or _free_port(address)
    _refuse_taken(address, port)
    os.environ.setdefault("HAVERSACK_ALLOWED_HOSTS", ",".join(_names(options.host, address, loopback)))
    if options.demo and loopback:
        os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.demo.settings"

    from .main import open_site

    open_site(console)
    if options.demo:
        _prepare_demo(console)

    from haversack.config.serving import WebServerDied, serve

    name = "localhost" if loopback else options.host
    shown = f"http://{f'[{name}]' if ':' in name else name}:{port}/"
    try:
        serve(address, port, ready=lambda: console.answer({"address": shown}, f"Haversack is ready: {shown}"))
    except WebServerDied as fault:
        console.problem(str(fault))
    console.say("Haversack has stopped.")


def _prepare_demo(console: Console) -> None:
    from haversack import demo

    demo.prepare(console.say)


def _numeric(host: str) -> str:
    """The address to bind to. "localhost" is 127.0.0.1, which every browser tries."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0]
    except OSError:
        raise Refused(f"There is no address of this machine named {host!r}.") from None


def _names(host: str, address: str, loopback: bool) -> list[str]:
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


def _free_port(address: str) -> int:
    with _socket(address) as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


def _refuse_taken(address: str, port: int) -> None:
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
