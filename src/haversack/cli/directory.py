"""How are lists of providers taken into the directory, kept up to date, and searched?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from .frame import Console, Refused, several

WORDS = "words"  # what to search for, a word with a dash before it included
LARGEST = 512 << 20  # bytes of one list; the whole of NPPES is split by its publisher


def arguments(parser: argparse.ArgumentParser) -> None:
    add = several(parser)
    adding = add("import", "take in lists of providers: FHIR bundles, JSON lists of endpoints, CSV")
    adding.add_argument("paths", nargs="+", metavar="PATH", help="files or folders")
    adding.add_argument("--region", default="", metavar="NAME", help="the region that the lists are for")
    adding.add_argument(
        "--own",
        action="store_true",
        help="each list is what a portal says of itself (a brand bundle of its own): it goes before what others say",
    )
    searching = add("search", "find an office, a doctor or a portal")
    searching.add_argument("words", nargs="+", metavar="WORDS")
    searching.add_argument("--by", choices=("office", "doctor", "address"), default="office", help="default: office")


def run(options: argparse.Namespace, console: Console) -> None:
    {"import": _import, "search": _search}[options.what](options, console)


def _import(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.connections.actions.indexing import count_words
    from haversack.connections.actions.lists import take_list

    files = [file for path in options.paths for file in _files(Path(path))]
    terms = {"region": options.region, "is_own": options.own, "now": timezone.now()}
    totals = {"files": len(files), "listings": 0, "added": 0, "gone": 0}
    problems: list[dict[str, str]] = []
    with console.progress("Reading", len(files)) as advance:
        for file in files:
            taken = take_list(address=str(file.resolve()), data=_bytes(file), **terms)
            totals["listings"] += taken.listings
            totals["added"] += taken.added
            totals["gone"] += taken.gone
            problems += [{"file": file.name, "where": one.where, "what": one.what} for one in taken.problems]
            advance(1)
    count_words()
    for one in problems:
        console.problem(": ".join(part for part in (one["file"], one["where"], one["what"]) if part))
    words = f"{totals['listings']} listings read, {totals['added']} new, {totals['gone']} gone."
    console.answer({**totals, "problems": problems}, words)


def _search(options: argparse.Namespace, console: Console) -> None:
    from haversack.connections.queries.directory import find

    found = find(" ".join(options.words), way=options.by)
    console.rows(
        [_row(hit) for hit in found.hits], {"name": "Name", "city": "City", "state": "State", "portal": "Portal"}
    )


def _row(hit: Any) -> dict[str, Any]:
    office, portals = hit.office, hit.portals
    return {
        "name": office.name,
        "portal": next((portal.name for portal in portals if portal.name), "") or next(iter(hit.hosts), ""),
        "addresses": list(hit.hosts),
        "city": office.city,
        "state": office.state,
        "fhir_bases": hit.bases,
        "state_of_support": hit.support,
    }


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.suffix.lower() in (".json", ".csv", ".ndjson"))
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    return [path]


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise Refused(f"{path} is larger than {LARGEST >> 20} MB; split it into parts.")
    return path.read_bytes()
