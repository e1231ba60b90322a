"""At which portals is the operator to register this site, with which steps, and what did the portal call it?"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from .frame import Console, Refused, whole_number

if TYPE_CHECKING:
    from haversack.connections.actions.registering import Task

KINDS = ("public", "secret", "key")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "number",
        nargs="?",
        type=whole_number(1, 10**18),
        metavar="NUMBER",
        help="of the portal; without it, all that wait",
    )
    parser.add_argument("--client-id", metavar="ID", help="what the portal calls this site")
    parser.add_argument(
        "--proof", choices=KINDS, default="public",
        help="how this site proves itself there: not at all (default), by a secret on standard input, by its key pair",
    )  # fmt: skip


def run(options: argparse.Namespace, console: Console) -> None:
    from haversack.connections.actions.registering import tasks

    if options.client_id is not None:
        if options.number is None:
            raise Refused("Which portal? `haversack register` shows the numbers.")
        _enter(options, console)
        return
    waiting = [one for one in tasks() if options.number in (None, one.number)]
    if options.number is not None and not waiting:
        raise Refused("No portal of that number waits. `haversack register` shows all that do.")
    documents = [_document(one) for one in waiting]
    if console.as_json:
        console.answer(documents)
        return
    console.answer(documents, "\n\n".join(_words(one) for one in documents) or "No portal waits to know this site.")


def _document(task: Task) -> dict[str, Any]:
    from django.utils import timezone

    from haversack.connections.actions.clients import public_keys
    from haversack.connections.presenters.vendors import steps

    facts = task.facts
    return {
        "number": task.number,
        "portal": facts.name,
        "fhir_base": facts.base,
        "vendor": facts.vendor,
        "since": task.since.isoformat(),
        "steps": steps(facts.vendor, task.number),
        "redirect_uris": list(facts.redirect_uris),
        "keys": public_keys(timezone.now()),
    }


def _words(one: dict[str, Any]) -> str:
    lines = [f"{one['number']}  {one['portal']}  {one['fhir_base']}"]
    lines += [f"   {place}. {step}" for place, step in enumerate(one["steps"], 1)]
    lines += ["   Addresses to come back to:", *(f"     {uri}" for uri in one["redirect_uris"])]
    return "\n".join(lines)


def _enter(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.backpack.rules.roles import Viewer
    from haversack.connections.actions.registering import NoClientId, NoSuchTask, enter
    from haversack.smart.client import Kind

    kind = {"public": Kind.PUBLIC, "secret": Kind.SYMMETRIC, "key": Kind.ASYMMETRIC}[options.proof]
    secret = _secret() if kind is Kind.SYMMETRIC else ""
    try:
        told = enter(
            by=Viewer.operator(), number=options.number, client_id=options.client_id, kind=kind, secret=secret,
            now=timezone.now(),
        )  # fmt: skip
    except NoSuchTask:
        raise Refused("No portal of that number waits. `haversack register` shows all that do.") from None
    except NoClientId:
        raise Refused("That is no client id, or the secret is missing.") from None
    console.answer({"number": options.number, "ready": told}, f"{told} connections can be signed in to now.")


def _secret() -> str:
    from getpass import getpass

    return getpass("Secret: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
