"""What does every command have in common: how it speaks, how it refuses, how it shows progress?

A command is one module in this package, named in main.py's table, with two functions:

    def arguments(parser: argparse.ArgumentParser) -> None      says what may follow the command's name
    def run(options: argparse.Namespace, console: Console) -> None      does it

When `run` is called Django is set up, the data folder is made and the databases are migrated (unless the module says
`NEEDS_SITE = False`). Import models, queries and actions inside `run`: the module itself is read before that.

`run` talks through its console:

    console.answer({"accepted": 3}, "3 entries added.")   the answer: the document with --json, else the words (stdout)
    console.line({"id": 1}, "1  Glucose")                 one line of many: a JSON line, else the words (stdout)
    console.rows([{"name": ..}], columns)                 a list: one JSON document, else a table (stdout)
    console.say("Reading 3 files")                        to the person, never part of the answer (stderr)
    console.problem("x.json: not JSON")                   the same, and the command ends with 1
    with console.progress("Reading", total) as advance: advance(1)        a bar on a terminal, nothing in a pipe
    raise Refused("There is no person of that name.")     nothing was changed; ends with 2

`person_argument(parser)`, `whole_number(...)` and `several(parser)` (for `user add`, `user list`) are what many
commands ask for. `--json` and `--data` are on every command already. Exit codes: 0 all done; 1 done, with problems
listed; 2 refused.
"""

import argparse
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

DONE, WITH_PROBLEMS, REFUSED = 0, 1, 2
WORTH_KEEPING = "\n\t\u200c\u200d"  # the last two shape words in Persian and in Indian scripts


class Refused(Exception):
    """The command will not do this, and nothing was changed; the message tells the person at the console why."""


class Console:
    """Where a command's words go: answers to standard output, everything else to standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.exit_code = DONE

    def answer(self, document: Any, words: str = "") -> None:
        """The command's one answer. Call it once."""
        print(_json(document, indent=2) if self.as_json else _plain(words), flush=True)

    def line(self, document: Mapping[str, Any], words: str) -> None:
        """One of many lines, written as soon as it is known."""
        print(_json(document) if self.as_json else _plain(words))

    def rows(self, documents: Sequence[Mapping[str, Any]], columns: Mapping[str, str], empty: str = "None.") -> None:
        """A list of like things: `columns` maps a document's key to the heading it stands under."""
        if self.as_json:
            self.answer(documents)
            return
        if not documents:
            print(empty)
            return
        table = [list(columns.values())]
        table += [[_cell(document.get(key)) for key in columns] for document in documents]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        for row in table:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    def say(self, words: str) -> None:
        print(_plain(words), file=sys.stderr, flush=True)

    def problem(self, words: str) -> None:
        self.exit_code = WITH_PROBLEMS
        self.say(words)

    @contextmanager
    def progress(self, what: str, total: int) -> Iterator[Callable[[int], None]]:
        """Show how far long work has come; `total` 0 when it is not known. Yields the function that moves it on."""
        done, shown = 0, -1
        on_terminal = sys.stderr.isatty()

        def advance(by: int = 1) -> None:
            nonlocal done, shown
            done += by
            percent = 100 * done // total if total else done
            if on_terminal and percent != shown:
                shown = percent
                sys.stderr.write(f"\r{what} {_bar(done, total)}\033[K")
                sys.stderr.flush()

        try:
            yield advance
        finally:
            if on_terminal:
                sys.stderr.write("\r\033[K")
                sys.stderr.flush()


def common_arguments(parser: argparse.ArgumentParser, **default: Any) -> None:
    """What may stand before the command's name as well as after it."""
    parser.add_argument("--json", action="store_true", help="print the answer as JSON", **default)
    parser.add_argument(
        "--data", metavar="DIR", help="the folder that holds everything (HAVERSACK_DATA, else ./data)", **default
    )


def several(parser: argparse.ArgumentParser, dest: str = "what") -> Callable[[str, str], argparse.ArgumentParser]:
    """For a command of several words (`user add`): returns the function that adds one; `options.what` tells which."""
    words = parser.add_subparsers(dest=dest, metavar="WHAT", required=True)

    def add(name: str, summary: str) -> argparse.ArgumentParser:
        one = words.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        common_arguments(one, default=argparse.SUPPRESS)  # else it would undo what stood before the name
        return one

    return add


def person_argument(parser: Any, *, required: bool = True) -> None:
    parser.add_argument("--person", metavar="NAME", required=required, help="whose backpack: a name or an id")


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """For argparse's `type`: a whole number between the two."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"a whole number from {least} to {most} is needed, not {text!r}")
        return int(text)

    return read


def _json(document: Any, indent: int | None = None) -> str:
    return json.dumps(document, ensure_ascii=False, indent=indent, default=str)


def _cell(value: Any) -> str:
    return "" if value is None else _plain(str(value)).replace("\n", " ")


def _plain(words: str) -> str:
    """The words without control characters: what stands in a record must not steer the terminal it is printed on."""
    return "".join(c for c in words if c in WORTH_KEEPING or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def _bar(done: int, total: int, width: int = 24) -> str:
    if not total:
        return f"{done:,}"
    full = min(width, width * done // total)
    return f"[{'#' * full}{'.' * (width - full)}] {done:,} of {total:,}"
