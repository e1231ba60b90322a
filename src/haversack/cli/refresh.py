"""How are new records fetched from the console? Of one connection, or of all whose permission holds."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from .fetching import document, fetched, words
from .frame import WITH_PROBLEMS, Console, Refused, whole_number
from .whose import open_connection

if TYPE_CHECKING:
    from haversack.backpack.queries.opened import Opened


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "number",
        nargs="?",
        type=whole_number(1, 10**18),
        metavar="NUMBER",
        help="see `haversack connections`; without it, every connection",
    )


def run(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.connections.actions.scheduling import want_by_hand
    from haversack.connections.rules.states import CannotHappen

    documents = []
    for opened, number in _which(options.number):
        try:
            fetch = want_by_hand(opened=opened, number=number, now=timezone.now())
        except CannotHappen:
            raise Refused(_why_not(opened, number)) from None
        console.say("Fetching …")
        documents.append(document(number, opened, fetched(opened, fetch.pk, console)))
    console.answer(documents, "\n".join(words(one) for one in documents) or "No connection can be fetched from.")
    if any(one["fetch"] != "done" for one in documents):
        console.exit_code = WITH_PROBLEMS


def _which(number: int | None) -> list[tuple[Opened, int]]:
    from haversack.backpack.queries.persons import persons_of
    from haversack.backpack.rules.roles import Viewer
    from haversack.connections.queries.connections import connections_of
    from haversack.connections.rules.states import LIVE

    if number is not None:
        opened, seen = open_connection(number)
        return [(opened, seen.number)]
    return [
        (opened, seen.number)
        for opened in persons_of(Viewer.operator())
        for seen in connections_of(opened)
        if seen.state in LIVE
    ]


def _why_not(opened: Opened, number: int) -> str:
    from haversack.connections.presenters.words import STATES, words_for
    from haversack.connections.queries.connections import connection_of

    seen = connection_of(opened, number)
    told = words_for(seen.reason).what or f"It is: {STATES[seen.state]}."
    return f"{told} To sign in, use `haversack connect` with the address of the portal."
