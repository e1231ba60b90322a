"""Who gets what from every address of the site? The table that the tests hold the site against, for people to read."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WRITTEN = Path(__file__).parents[1] / "tests" / "verification" / "authorisation" / "expected.toml"
COLUMNS = ("anonymous", "owner", "editor", "viewer", "stranger")
WORDS = {
    "status 401": "a token first (401)",
    "status 415": "JSON only (415)",
    "page": "the page",
    "sign in": "sign in first",
    "nothing": "as if it did not exist",
    "refused": "a page that says why not",
    "mend": "the form again",
    "no such method": "no such method",
}
ABOUT = """
Each cell is tried at every address, by every method, with every kind of thing that can stand in the address: an
accepted record, one that waits, an older version, one that no list shows, one that nobody could read, each of them
somebody else's, and one that does not exist; in one's own backpack, another's, one that was removed, and one that
never was. What is expected was written by hand (`tests/verification/authorisation/expected.toml`), the cells are made
from the router, and an address without a row fails: `make test` tries a sample, `make proofs` every cell.

Besides, in every cell: whoever may not, changes nothing; a look never changes anything; no word of a backpack that is
not one's own is in the answer or its headers; and what does not exist looks the same as what one may not see.

*Stranger* is everybody without a role: never a member, taken off, or a member whose time is over. Who was switched
off is *anonymous*. A method that is not named is refused to everybody (405).
"""


def page(made: str) -> str:
    """docs/reference/authorisation.md."""
    head = "| what | address | method | " + " | ".join(COLUMNS) + " |\n|" + "---|" * (len(COLUMNS) + 3)
    lines = ["# Who may do what", made, ABOUT.strip() + "\n", head]
    for route, rows in tomllib.loads(WRITTEN.read_text()).items():
        lines += _lines(route, rows)
    return "\n".join(lines) + "\n"


def _lines(route: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        outcomes = [_words(row.get(column, row.get("signed_in", ""))) for column in COLUMNS]
        methods = row["methods"].replace(" ", ", ")
        yield f"| {row.get('about', '...')} | `{route}` | {methods} | {' | '.join(outcomes)} |"


def _words(outcome: str) -> str:
    return WORDS.get(outcome) or outcome.replace("to ", "to `", 1).replace(" or ", "` or `") + "`"
