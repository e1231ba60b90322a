"""Which apps and services may ask a portal for records, as far as the operator decides it?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .frame import Console, Refused

_COLUMNS = {"id": "Id", "name": "Name", "kind": "Kind", "added_by": "Added by", "people": "People", "state": "State"}


def arguments(word: Callable[..., argparse.ArgumentParser]) -> None:
    word("list", "list apps and services, and how many people let each in")
    add = word("add", "add an app that somebody here has checked")
    add.add_argument(
        "file", metavar="FILE", help="what the app says of itself, in the JSON of a registration (RFC 7591)"
    )
    service = word("service", "add a service that nobody signs in for")
    service.add_argument("name", metavar="NAME")
    service.add_argument("--scope", required=True, help='what it may read, such as "system/Patient.rs system/*.r"')
    keys = service.add_mutually_exclusive_group(required=True)
    keys.add_argument("--keys", metavar="FILE", help="its public keys, a JWK Set")
    keys.add_argument("--keys-at", metavar="URL", help="where it publishes them")
    service.add_argument("--introspects", action="store_true", help="it may ask about tokens of other apps")
    end = word("end", "let an app or service in no more, and take back what people allowed it")
    end.add_argument("id", metavar="ID")
    word("new-key", "sign identities with a new key from now on")


def run(options: argparse.Namespace, console: Console) -> None:
    words = {"list": _list, "add": _add, "service": _service, "end": _end, "new-key": _new_key}
    words[options.which](options, console)


def _list(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.fhirserver.queries.permissions import all_apps

    console.rows(list(all_apps(now=timezone.now())), _COLUMNS, empty="No app is known here yet.")


def _add(options: argparse.Namespace, console: Console) -> None:
    from haversack.accounts.actions import Operator
    from haversack.fhirserver.actions.registering import register
    from haversack.smart.registration import NotRegistered, read

    try:
        done = register(described=read(_json(options.file)), by=Operator())
    except NotRegistered as why:
        raise Refused(f"{options.file}: {why.reason}") from None
    told = {"client_id": done.app.client_id} | ({"client_secret": done.secret} if done.secret else {})
    said = "\n".join(f"{name}: {value}" for name, value in told.items())
    console.answer(told, f"{said}\nThe secret is shown this once." if done.secret else said)


def _service(options: argparse.Namespace, console: Console) -> None:
    from haversack.fhirserver.actions.registering import NoSuchScope, add_service
    from haversack.smart.assertions import BadKeys

    try:
        app = add_service(
            name=options.name, scope=options.scope, jwks=_json(options.keys) if options.keys else None,
            jwks_uri=options.keys_at or "", introspects=options.introspects,
        )  # fmt: skip
    except (BadKeys, NoSuchScope) as why:
        raise Refused(str(why)) from None
    console.answer({"client_id": app.client_id}, f"client_id: {app.client_id}")


def _end(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.accounts.actions import Operator
    from haversack.fhirserver.actions.registering import end_app
    from haversack.fhirserver.queries.permissions import app_of

    app = app_of(options.id)
    if app is None:
        raise Refused("There is no app with this id, or it was ended before.")
    people = end_app(app=app, by=Operator(), now=timezone.now())
    console.answer({"people": people}, f"It is let in no more. {people} permissions were taken back.")


def _new_key(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.fhirserver.actions.keys import replace_key

    key = replace_key(now=timezone.now())
    console.answer({"kid": key.kid}, "Identities are signed with a new key. The old one is published for another day.")


def _json(file: str) -> dict[str, Any]:
    try:
        found = json.loads(Path(file).read_bytes())
    except (OSError, ValueError):
        raise Refused(f"Cannot read {file}.") from None
    if not isinstance(found, dict):
        raise Refused(f"{file} is not a JSON object.")
    return found
