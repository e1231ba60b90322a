"""Where in a record are these words?"""

from __future__ import annotations

import argparse

from .frame import Console, person_argument
from .whose import open_named


def arguments(parser: argparse.ArgumentParser) -> None:
    person_argument(parser)
    parser.add_argument(
        "words", metavar="WORDS", nargs="+", help="beginnings of words; capitals and accents do not matter"
    )


def run(options: argparse.Namespace, console: Console) -> None:
    from haversack.backpack.presenters.rows import row_json, row_words
    from haversack.backpack.queries.lines import members_of
    from haversack.backpack.queries.search import lines_in_order, search

    opened = open_named(options.person)
    found = search(opened, " ".join(options.words))
    for start in range(0, len(found), 500):
        lines = lines_in_order(opened, found[start : start + 500])
        members = members_of(opened, lines)
        for line in lines:
            console.line(row_json(line, members.get(line.id, [])), row_words(line))
    if not found:
        console.say("Nothing found.")
