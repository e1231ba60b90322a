"""Which connections are there, in which state, and what waits for the operator?"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from .frame import Console, person_argument
from .whose import open_named

if TYPE_CHECKING:
    from haversack.backpack.queries.opened import Opened
    from haversack.connections.queries.connections import Seen

COLUMNS = {
    "number": "Number", "portal": "Portal", "state": "State", "last_fetch": "Last fetch", "next_fetch": "Next fetch",
    "received": "Received", "reason": "Reason",
}  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    person_argument(parser, required=False)


def run(options: argparse.Namespace, console: Console) -> None:
    from haversack.backpack.queries.persons import persons_of
    from haversack.backpack.rules.roles import Viewer
    from haversack.connections.actions.registering import tasks
    from haversack.connections.queries.connections import connections_of

    whose = [open_named(options.person)] if options.person else persons_of(Viewer.operator())
    console.rows([document(opened, seen) for opened in whose for seen in connections_of(opened)], COLUMNS)
    waiting = tasks()
    if waiting:
        console.say(f"{len(waiting)} portals wait to know this site: `haversack register` shows the steps.")


def document(opened: Opened, seen: Seen) -> dict[str, Any]:
    """A connection, as commands show it."""
    from haversack.connections.presenters.words import words_for
    from haversack.connections.queries.connections import received_by

    row = seen.row
    return {
        "number": row.pk,
        "portal": seen.facts.name or seen.facts.given,
        "state": row.state,
        "reason": str(words_for(seen.reason).what),
        "last_fetch": row.last_fetch_at.isoformat() if row.last_fetch_at else None,
        "next_fetch": row.next_fetch_at.isoformat() if row.next_fetch_at and not row.ended_at else None,
        "received": received_by(row.pk),
    }
