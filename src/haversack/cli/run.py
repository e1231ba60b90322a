"""How is the Backpack site run: prepared, served, its worker kept going, and all of it stopped at once?

Two processes: this one, which runs the jobs and watches; and the web server it starts, which dies with it. With
--demo and only on this machine's own address, the settings are those of `haversack.demo`, where one click signs an
invented person in, and two hospitals run their portals beside it, on the next free ports.
"""

import argparse
import ipaddress
import os
from collections.abc import Callable

from . import http
from .frame import Console, Refused, whole_number

NEEDS_SITE = False  # which settings it needs depends on its own options
DEFAULT_PORT = 8000
DEMO_DATA = "data/demo"  # unless a folder was named: not where a family's records are


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=whole_number(0, 65535), default=DEFAULT_PORT, metavar="N", help="default 8000")
    parser.add_argument("--host", default="localhost", metavar="H", help="default localhost: this machine only")
    parser.add_argument(
        "--demo", action=argparse.BooleanOptionalAction, default=False, help="with invented people to look at"
    )
    parser.add_argument(
        "--portals",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="the demo's two hospitals beside it, each with its portal",
    )


def run(options: argparse.Namespace, console: Console) -> None:
    address, port, loopback = _place(options)
    if options.demo:
        os.environ["HAVERSACK_DATA"] = os.environ.get("HAVERSACK_DATA") or DEMO_DATA
        if loopback:
            _run_demo(options, address, port, console)
            return

    from .main import open_site

    open_site(console)
    if options.demo:
        _prepare_demo(console)
        console.say("One click signs nobody in here: that is only for a site on this machine's own address.")
    _serve(options.host, address, port, console, name="Haversack")


def _run_demo(options: argparse.Namespace, address: str, port: int, console: Console) -> None:
    """The demo's site and, beside it, the portals of its two hospitals, which end with it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.demo.settings"
    ports = http.free_ports(address, port + 1, 2) if options.portals else []
    os.environ["DEMO_PORTS"] = " ".join(map(str, ports))

    from .main import open_site

    open_site(console)
    _refuse_unless_demo()
    from django.conf import settings

    from haversack.demo.listing import list_portals
    from haversack.demo.portals.running import Portals

    def listed() -> dict[str, str]:
        ready = portals.when_ready()
        list_portals(ready)
        return ready

    portals = Portals(settings.DATA, ports, console.problem)
    try:
        _prepare_demo(console)
        hint = "\nOpen it in a browser on this machine and press “Open the demo”. Ctrl-C stops it."
        _serve(options.host, address, port, console, name="Haversack", hint=hint, beside=listed)
    finally:
        portals.stop()


def serve_site(options: argparse.Namespace, console: Console, *, name: str) -> None:
    """Serve the site whose settings were chosen, at the --host and --port of its command, until told to stop."""
    address, port, _ = _place(options)

    from .main import open_site

    open_site(console)
    _serve(options.host, address, port, console, name=name)


def _place(options: argparse.Namespace) -> tuple[str, int, bool]:
    """Where to serve: address, port, and whether only this machine reaches it. Says under which names it answers."""
    address = http.numeric(options.host)
    loopback = ipaddress.ip_address(address).is_loopback
    port = options.port or http.free_port(address)
    http.refuse_taken(address, port)
    os.environ.setdefault("HAVERSACK_ALLOWED_HOSTS", ",".join(http.names(options.host, address, loopback)))
    return address, port, loopback


def _serve(
    host: str,
    address: str,
    port: int,
    console: Console,
    *,
    name: str,
    hint: str = "",
    beside: Callable[[], dict[str, str]] = dict,
) -> None:
    """`beside`: waits for what runs beside the site, and says each by its name with its address."""
    from haversack.config.serving import WebServerDied, serve

    called = "localhost" if ipaddress.ip_address(address).is_loopback else host
    shown = f"http://{f'[{called}]' if ':' in called else called}:{port}/"

    def tell() -> None:
        others = beside()
        lines = [f"{name} is ready: {shown}{hint}", *(f"{other}: {where}" for other, where in others.items())]
        console.answer({"address": shown} | ({"portals": list(others.values())} if others else {}), "\n".join(lines))

    try:
        serve(address, port, ready=tell)
    except WebServerDied as fault:
        console.problem(str(fault))
    console.say(f"{name} has stopped.")


def _refuse_unless_demo() -> None:
    from haversack.demo.prepare import NotADemo, claim

    try:
        claim()
    except NotADemo as refusal:
        raise Refused(str(refusal)) from None


def _prepare_demo(console: Console) -> None:
    from haversack.demo.prepare import prepare

    _refuse_unless_demo()
    prepare(console.say)
