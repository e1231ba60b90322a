"""Which requirement of SMART, US Core and the certification is shown by which test, or why does it not apply?

The lists stand in docs/requirements, one a line: its number, its words (shortened), and the test that shows it or the
reason. A test reads them and fails when a test that is named is not there.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LISTS = Path(__file__).with_name("requirements")
TITLES = {
    "smart": "SMART App Launch 2.2.0: what servers SHALL",
    "g10": "Certification of APIs, 170.315(g)(10)",
    "us_core": "US Core: what servers SHALL",
}
ABOUT = """
What apps can rely on, requirement by requirement. Numbers and texts are those of the test kits that the Office of the
National Coordinator publishes; texts are shortened. Every line names a test of this repository, or says why there is
none. `(fhirserver)` stands for `tests/integration/fhirserver`.

What is not offered is not claimed: launch from inside a record system, scopes of users (`user/…`), writing.
"""

CLIENT = "smart_client"
CLIENT_TITLE = "SMART App Launch 2.2.0: what clients SHALL"
ABOUT_CLIENT = """
How this site behaves as an app when it gets records from portals, requirement by requirement. Numbers and texts are
those of the test kit that the Office of the National Coordinator publishes; texts are shortened. Every line names a
test of this repository, or says why the requirement is not applicable, or that no test shows it and what is so instead.
`(connections)` stands for `tests/integration/connections`.

What is not done: launch from inside a record system, scopes of users (`user/…`), backend services, introspection,
writing.
"""
# How an answer begins that is no test.
NOT_APPLICABLE, NOT_SHOWN = "Not applicable: ", "Not shown: "


class Requirement(NamedTuple):
    """One line of a list; shown_by is a test, a reason, or a reason with a test."""

    number: str
    words: str
    shown_by: str


def requirements(name: str) -> Iterator[Requirement]:
    for line in (LISTS / f"{name}.tsv").read_text().splitlines():
        yield Requirement(*line.split("\t"))


def page(made: str) -> str:
    lines = ["# What apps can rely on", made, ABOUT.strip(), ""]
    for name, title in TITLES.items():
        lines += _table(name, title)
    return "\n".join(lines).rstrip() + "\n"


def client_page(made: str) -> str:
    lines = ["# What portals can rely on", made, ABOUT_CLIENT.strip(), "", *_table(CLIENT, CLIENT_TITLE)]
    return "\n".join(lines).rstrip() + "\n"


def _table(name: str, title: str) -> list[str]:
    rows = [f"| {one.number} | {one.words} | {_written(one.shown_by)} |" for one in requirements(name)]
    return [f"## {title}", "", "| | requirement | shown by |", "|---|---|---|", *rows, ""]


def _written(shown_by: str) -> str:
    shorter = shown_by.replace("tests/integration/fhirserver/", "(fhirserver) ")
    shorter = shorter.replace("tests/integration/connections/", "(connections) ")
    return shorter.replace("::", ": ").replace("_", " ").replace("test ", "").replace(".py", "")
