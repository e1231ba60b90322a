"""Whose backpacks are there? Adds one, lists them, gives one to a user, removes one beyond recovery."""

from __future__ import annotations

import argparse

from .frame import Console, Refused, several
from .whose import open_named


def arguments(parser: argparse.ArgumentParser) -> None:
    word = several(parser)
    add = word("add", "add an empty backpack")
    add.add_argument("name", metavar="NAME", help="what the family calls this person")
    add.add_argument("--born", metavar="DATE", default="", help="birth date, such as 1968-04-01")
    add.add_argument("--owner", metavar="EMAIL", help="the user it belongs to; without one it is the operator's")
    word("list", "list the backpacks")
    give = word("give", "make a user the owner of a backpack")
    give.add_argument("name", metavar="NAME", help="a name or an id")
    give.add_argument("--owner", metavar="EMAIL", required=True)
    remove = word("remove", "remove a backpack beyond recovery, in backups too")
    remove.add_argument("name", metavar="NAME", help="a name or an id")
    remove.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace, console: Console) -> None:
    {"add": _add, "list": _list, "give": _give, "remove": _remove}[options.what](options, console)


def _add(options: argparse.Namespace, console: Console) -> None:
    from haversack.backpack.actions.persons import add_person
    from haversack.backpack.rules.persons import Unfit, fit_birth_date, fit_name
    from haversack.backpack.rules.roles import Viewer

    try:
        name, born = fit_name(options.name), fit_birth_date(options.born)
    except Unfit as unfit:
        raise Refused(str(unfit)) from None
    owner = _user(options.owner) if options.owner else None
    opened = add_person(by=Viewer.operator(), name=name, born=born, owner=owner)
    console.answer({"id": str(opened.uuid), "name": name, "born": born}, f"An empty backpack for {name}: {opened.uuid}")


def _list(options: argparse.Namespace, console: Console) -> None:
    from haversack.backpack.queries.persons import person_lines
    from haversack.backpack.rules.roles import Viewer

    rows = [
        {
            "id": str(one.opened.uuid),
            "name": one.name,
            "born": one.born,
            "owner": one.owner,
            "entries": one.entries,
            "pending": one.pending,
        }
        for one in person_lines(Viewer.operator())
    ]
    columns = {"name": "Name", "born": "Born", "owner": "Owner", "entries": "Entries", "pending": "Waiting", "id": "Id"}
    console.rows(rows, columns, empty="Nobody yet. `haversack person add NAME` begins a backpack.")


def _give(options: argparse.Namespace, console: Console) -> None:
    from haversack.backpack.actions.persons import give_person
    from haversack.backpack.rules.roles import Viewer

    opened = open_named(options.name)
    give_person(by=Viewer.operator(), opened=opened, owner=_user(options.owner))
    console.answer({"id": str(opened.uuid), "owner": options.owner}, f"{options.owner} owns this backpack now.")


def _remove(options: argparse.Namespace, console: Console) -> None:
    import sys

    from haversack.backpack.actions.persons import remove_person
    from haversack.backpack.rules.roles import Viewer

    opened = open_named(options.name)
    if not options.yes and sys.stdin.isatty():
        console.say("This removes every record of this backpack for good. No backup brings it back.")
        console.say("Type the name to go on:")
        if input().strip().casefold() != opened.facts.name.casefold():
            raise Refused("That is not the name. Nothing was removed.")
    receipt = remove_person(by=Viewer.operator(), opened=opened)
    exports = [{"made": one.at.isoformat(), "sha256": one.fingerprint} for one in receipt.exports]
    document = {"removed": str(opened.uuid), "key_exports_to_destroy": exports}
    console.answer(document, "Removed. Nothing can read it any more.")
    if exports and not options.json:
        listed = "; ".join(f"made {one['made']}, sha256 {one['sha256']}" for one in exports)
        console.say(f"Destroy these key exports too, wherever they are kept: {listed}")


def _user(email: str) -> int:
    from haversack.accounts.models import User

    found = User.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
    if found is None:
        raise Refused("There is no user with that e-mail address. `haversack user add EMAIL` adds one.")
    return int(found)
