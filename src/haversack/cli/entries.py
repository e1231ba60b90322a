"""Which entries does a record have, line by line?"""

from __future__ import annotations

import argparse

from .frame import Console, person_argument
from .whose import open_named

CATEGORIES = [
    "allergies",
    "medications",
    "vaccines",
    "labs",
    "vitals",
    "procedures",
    "pregnancy",
    "conditions",
    "social-history",
    "visits",
    "documents",
    "other",
]


def arguments(parser: argparse.ArgumentParser) -> None:
    person_argument(parser)
    parser.add_argument("--category", choices=CATEGORIES, help="one category only")
    parser.add_argument("--state", choices=["pending", "accepted"], default="accepted", help="default: accepted")


def run(options: argparse.Namespace, console: Console) -> None:
    from haversack.backpack.models.record import State
    from haversack.backpack.presenters.rows import row_json, row_words
    from haversack.backpack.queries.everything import all_lines

    opened = open_named(options.person)
    state = State.PENDING if options.state == "pending" else State.ACCEPTED
    found = False
    for line, members in all_lines(opened, state=state, category=options.category):
        found = True
        console.line(row_json(line, members), row_words(line))
    if not found and not options.json:
        console.say("Nothing here.")
