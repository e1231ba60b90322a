"""Whom does this site trust with health cards? Takes in lists of issuers and their keys, shows them, asks for keys."""

import argparse
from pathlib import Path

from .frame import Console, Refused, several

LARGEST = 64 << 20


def arguments(parser: argparse.ArgumentParser) -> None:
    word = several(parser)
    trust = word("trust", "trust the issuers that a file names: a list, with keys or without, or one issuer's keys")
    trust.add_argument("file", metavar="FILE")
    trust.add_argument("--issuer", default="", metavar="URL", help="whose keys the file holds (https://...)")
    trust.add_argument("--name", default="", metavar="NAME", help="what that issuer is called")
    word("list", "list the issuers that are trusted, and since when their keys are known")
    distrust = word("distrust", "trust an issuer no longer")
    distrust.add_argument("issuer", metavar="URL")
    word("ask", "ask every issuer for its keys and for the cards it took back, now")


def run(options: argparse.Namespace, console: Console) -> None:
    {"trust": _trust, "list": _list, "distrust": _distrust, "ask": _ask}[options.what](options, console)


def _trust(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.backpack.actions.card_issuers import trust
    from haversack.backpack.rules.roles import Viewer
    from haversack.records.cards.listing import NoList, issuers_in

    path = Path(options.file)
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    if path.stat().st_size > LARGEST:
        raise Refused(f"{path} is larger than {LARGEST >> 20} MB, which no list of issuers is.")
    try:
        listed = issuers_in(path.read_bytes(), iss=options.issuer.rstrip("/"), name=options.name)
    except NoList as none:
        raise Refused(f"{none} Nothing was changed.") from None
    told = trust(by=Viewer.operator(), listed=listed, now=timezone.now())
    words = f"{told.listed:,} issuers are trusted, {told.added:,} of them new; the file has keys of {told.with_keys:,}."
    console.answer({"listed": told.listed, "added": told.added, "with_keys": told.with_keys}, words)


def _list(options: argparse.Namespace, console: Console) -> None:
    from haversack.backpack.models import CardIssuer

    rows = [
        {"name": row.name, "issuer": row.iss, "keys_since": row.keys_at and row.keys_at.date().isoformat()}
        for row in CardIssuer.objects.order_by("name", "iss")
    ]
    console.rows(rows, {"name": "Name", "issuer": "Issuer", "keys_since": "Keys of"}, "No issuer is trusted yet.")


def _distrust(options: argparse.Namespace, console: Console) -> None:
    from haversack.backpack.actions.card_issuers import distrust
    from haversack.backpack.rules.roles import Viewer

    if not distrust(by=Viewer.operator(), iss=options.issuer.rstrip("/")):
        raise Refused("That issuer is not on the list. Nothing was changed.")
    console.answer({"issuer": options.issuer}, "Cards of that issuer are shown as not verified from now on.")


def _ask(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.backpack.models import CardIssuer
    from haversack.connections.actions.card_keys import ask
    from haversack.connections.actions.sockets import web_for_long

    rows = list(CardIssuer.objects.order_by("iss"))
    answered = 0
    with web_for_long() as web, console.progress("Asking", len(rows)) as advance:
        for row in rows:
            if ask(row, web, timezone.now()):
                answered += 1
            else:
                console.problem(f"{row.iss}: no keys came. What was known stays.")
            advance(1)
    console.answer({"asked": len(rows), "answered": answered}, f"{answered:,} of {len(rows):,} issuers answered.")
