"""How is a connection ended from the console? The portal is told; every record stays."""

from __future__ import annotations

import argparse

from .frame import Console, Refused, whole_number
from .whose import open_connection


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=whole_number(1, 10**18), metavar="NUMBER", help="see `haversack connections`")


def run(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.connections.actions.disconnecting import disconnect
    from haversack.connections.rules.states import CannotHappen

    opened, seen = open_connection(options.number)
    try:
        told = disconnect(opened=opened, number=seen.number, now=timezone.now())
    except CannotHappen:
        raise Refused("That connection ended already.") from None
    words = "Disconnected. Every record that came stays."
    if not told and seen.row.tokens is not None:
        where = f": {seen.facts.manage}" if seen.facts.manage else "."
        words += f" The portal did not confirm it; look there too{where}"
    console.answer({"number": seen.number, "state": "disconnected", "revoked": told}, words)
