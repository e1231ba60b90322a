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
    adding.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, or addresses (https://...)")
    adding.add_argument("--region", default="", metavar="NAME", help="the region that the lists are for")
    adding.add_argument(
        "--own",
        action="store_true",
        help="each list is what a portal says of itself (a brand bundle of its own): it goes before what others say",
    )
    updating = add("update", "ask for the lists that HAVERSACK_DIRECTORIES names, and take what changed")
    updating.add_argument("--fewer", action="store_true", help="take a list even where it names far less than before")
    add("lists", "show each list: how much it names, when it was last read, and what is wrong with it")
    forgetting = add("forget", "take a list out again, with what it alone named")
    forgetting.add_argument("address", metavar="ADDRESS", help="as `lists` shows it")
    searching = add("search", "find an office, a doctor or a portal")
    searching.add_argument("words", nargs="+", metavar="WORDS")
    searching.add_argument("--by", choices=("office", "doctor", "address"), default="office", help="default: office")
    searching.add_argument("--region", default="", metavar="NAME", help="default: every region that the site offers")


def run(options: argparse.Namespace, console: Console) -> None:
    parts = {"import": _import, "update": _update, "lists": _lists, "forget": _forget, "search": _search}
    parts[options.what](options, console)


def _import(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.connections.actions.indexing import count_words
    from haversack.connections.actions.lists import take_list

    files = [file for path in options.paths for file in _files(path)]
    terms = {"region": options.region, "is_own": options.own, "now": timezone.now()}
    totals = {"files": len(files), "listings": 0, "added": 0, "gone": 0}
    problems: list[dict[str, str]] = []
    with console.progress("Reading", len(files)) as advance:
        for file in files:
            taken = take_list(
                address=file if isinstance(file, str) else str(file.resolve()), data=_bytes(file), **terms
            )
            totals["listings"] += taken.listings
            totals["added"] += taken.added
            totals["gone"] += taken.gone
            problems += [{"file": _name(file), "where": one.where, "what": one.what} for one in taken.problems]
            advance(1)
    count_words()
    for one in problems:
        console.problem(": ".join(part for part in (one["file"], one["where"], one["what"]) if part))
    words = f"{totals['listings']} listings read, {totals['added']} new, {totals['gone']} gone."
    console.answer({**totals, "problems": problems}, words)


def _search(options: argparse.Namespace, console: Console) -> None:
    from haversack.connections.queries.directory import find

    found = find(" ".join(options.words), way=options.by, region=options.region)
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


def _update(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.connections.actions.updating import name_sources, update

    now = timezone.now()
    sources = name_sources(now)
    if not sources:
        raise Refused("No list is named: put the addresses into HAVERSACK_DIRECTORIES, or use `directory import`.")
    came = []
    with console.progress("Asking", len(sources)) as advance:
        for source in sources:
            came.append(update(source.pk, now, fewer=options.fewer))
            advance(1)
    words = []
    for one in came:
        for problem in one.problems:
            console.problem(": ".join(part for part in (one.address, problem.where, problem.what) if part))
        if one.trouble:
            console.problem(f"{one.address}: {one.trouble}")
        words.append(f"{one.address}: {_WORDS[one.came].format(one=one)}")
    console.answer({"lists": [_document(one) for one in came]}, "\n".join(words))


_WORDS = {
    "new": "{one.listings} listings read, {one.added} new.",
    "changed": "{one.listings} listings read, {one.added} new, {one.gone} gone.",
    "unchanged": "nothing changed, {one.listings} listings.",
    "kept": "nothing taken; the {one.listings} listings of before stay.",
}


def _document(one: Any) -> dict[str, Any]:
    names = ("address", "region", "came", "listings", "added", "gone", "trouble")
    return {name: getattr(one, name) for name in names} | {
        "problems": [{"where": problem.where, "what": problem.what} for problem in one.problems]
    }


def _lists(options: argparse.Namespace, console: Console) -> None:
    from haversack.connections.models import PublishedList

    rows = [
        {
            "address": one.address,
            "region": one.region,
            "own_of": one.base,
            "listings": one.listings,
            "last_read": one.read_at and one.read_at.isoformat(timespec="minutes"),
            "next": one.due_at and one.due_at.isoformat(timespec="minutes"),
            "trouble": one.trouble,
        }
        for one in PublishedList.objects.order_by("is_own", "pk")
    ]
    columns = {"address": "List", "region": "Region", "listings": "Listings", "last_read": "Last read"}
    console.rows(rows, columns | {"next": "Next", "trouble": "Trouble"})


def _forget(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.connections.actions.updating import forget
    from haversack.connections.models import PublishedList

    found = list(PublishedList.objects.filter(address=options.address))
    if not found:
        raise Refused("There is no list of that address; `directory lists` shows which there are.")
    gone = sum(forget(one.pk, timezone.now()) for one in found)
    console.answer({"gone": gone}, f"Forgotten; {gone} offices and doctors went with it.")


File = Path | str  # a string: an address


def _files(path: str) -> list[File]:
    if path.startswith(("https://", "http://")):
        return [path]
    return list(_below(Path(path)))


def _name(file: File) -> str:
    return file if isinstance(file, str) else file.name


def _below(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.suffix.lower() in (".json", ".csv", ".ndjson"))
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    return [path]


def _bytes(path: File) -> bytes:
    if isinstance(path, str):
        return _fetched(path)
    if path.stat().st_size > LARGEST:
        raise Refused(f"{path} is larger than {LARGEST >> 20} MB; split it into parts.")
    return path.read_bytes()


def _fetched(address: str) -> bytes:
    from haversack.connections.actions.sockets import web_for_long
    from haversack.connections.actions.updating import MOST_BYTES, MOST_SECONDS
    from haversack.connections.http import WebFault

    try:
        with web_for_long() as web:
            answer = web.get(address, most=MOST_BYTES, seconds=MOST_SECONDS)
    except WebFault as fault:
        raise Refused(f"{address}: {fault}") from None
    if answer.status != 200:
        raise Refused(f"{address}: the server answered {answer.status} and not with a list.")
    return answer.body
