"""What is decided about everything that waits?"""

from __future__ import annotations

import argparse

from .frame import Console, person_argument
from .whose import open_named


def arguments(parser: argparse.ArgumentParser) -> None:
    person_argument(parser)
    decision = parser.add_mutually_exclusive_group(required=True)
    decision.add_argument("--accept-all", action="store_true", help="add everything that waits to the record")
    decision.add_argument("--remove-all", action="store_true", help="remove everything that waits, for good")


def run(options: argparse.Namespace, console: Console) -> None:
    from haversack.backpack.actions.review import accept_all, remove_all
    from haversack.backpack.rules.roles import Viewer

    opened = open_named(options.person)
    operator = Viewer.operator()
    if options.accept_all:
        number = accept_all(opened=opened, by=operator, shown=None)
        console.answer({"accepted": number}, f"{number:,} records were added to the record.")
    else:
        number = remove_all(opened=opened, by=operator, shown=None)
        console.answer({"removed": number}, f"{number:,} records were removed for good and will not be offered again.")
