"""How is a hospital's portal run, filled and set up from the console?"""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from . import portal_apps, portal_listen
from .frame import Console, Refused, several, whole_number

if TYPE_CHECKING:
    from haversack.portal.actions.load_report import LoadReport

NEEDS_SITE = False  # its own site, whose settings are chosen in `run`
DEFAULT_PORT = 8001
ROLES = ("clerk", "provider", "administrator")


class Operator:
    """Whoever stands at the console."""

    pseudonym = "operator"


def arguments(parser: argparse.ArgumentParser) -> None:
    word = several(parser)
    run = word("run", "run the portal and its worker")
    run.add_argument("--port", type=whole_number(0, 65535), default=DEFAULT_PORT, metavar="N", help="default 8001")
    run.add_argument("--host", default="localhost", metavar="H", help="default localhost: this machine only")
    load = word("load", "take in the hospital's records: FHIR R4 bundles, NDJSON, zips, folders, HL7 v2")
    load.add_argument("paths", metavar="PATH", nargs="*", help="files, folders or zips; - for standard input")
    portal_listen.arguments(load)
    policy = word("policy", "print the policy that holds, or set another one")
    policy.add_argument("--set", metavar="FILE", dest="file", help="a policy document, or a preset: open, backus")
    staff = several(word("staff", "people who work at the desk"), dest="which")
    add = staff("add", "add somebody; the password is asked for, or read from standard input")
    add.add_argument("email", metavar="EMAIL")
    add.add_argument("--role", choices=ROLES, required=True)
    several(word("patient", "the hospital's patients"), dest="which")(
        "list", "list the patients with their record numbers"
    )
    key = word("card-key", "sign health cards with a new key from now on; once a year that happens by itself")
    key.add_argument(
        "--known-to-others",
        action="store_true",
        help="others may know the old key: no card that it signed holds any more",
    )
    portal_apps.arguments(several(word("app", "apps and services that may ask for records"), dest="which"))


def run(options: argparse.Namespace, console: Console) -> None:
    from haversack.config.environment import data_folder

    os.environ["HAVERSACK_DATA"] = str(data_folder() / "portal")
    os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.config.portal_settings"
    words = {
        "run": _run, "load": _load, "policy": _policy, "staff": _staff, "patient": _patients, "card-key": _card_key,
        "app": _apps,
    }  # fmt: skip
    words[options.what](options, console)


def _run(options: argparse.Namespace, console: Console) -> None:
    from .run import serve_site

    serve_site(options, console, name="The portal")


def _load(options: argparse.Namespace, console: Console) -> None:
    if bool(options.paths) == bool(options.mllp):
        raise Refused("Name files to load, or an address to listen at with --mllp.")
    _open(console)
    if options.mllp:
        console.answer(*portal_listen.run(options, console, by=Operator()))
        return
    from haversack.portal.actions.load import load
    from haversack.records.bundle import PathMissing, open_paths

    try:
        files = list(open_paths(options.paths))
    except PathMissing as missing:
        raise Refused(str(missing)) from None
    with console.progress("Loading", 0) as advance:
        report = load(by=Operator(), files=files, progress=advance)
    for problem in report.problems:
        words = f"{problem['file']}, {problem['where']}: {problem['what']}"
        (console.problem if problem["severity"] == "error" else console.say)(words)
    console.answer(report.as_json(), _words(report))


def _words(report: LoadReport) -> str:
    lines = [
        f"{report.received:,} records in {report.files:,} files, of {len(report.patients):,} patients, "
        f"in {report.seconds:.1f} s.",
        f"{report.loaded:,} were loaded, {report.unchanged:,} were here already.",
    ]
    if report.refused:
        lines.append(f"{report.refused:,} were not loaded; the reasons are listed above.")
    return "\n".join(lines)


def _policy(options: argparse.Namespace, console: Console) -> None:
    _open(console)
    import json

    from haversack.portal.queries.policy import current_policy
    from haversack.portal.rules.policy import written

    if options.file:
        _set_policy(options.file, console)
    current = current_policy()
    document = written(current.policy)
    words = f"Policy {current.number}:\n{json.dumps(document, indent=2, ensure_ascii=False)}"
    console.answer({"number": current.number, "policy": document}, words)


def _set_policy(file: str, console: Console) -> None:
    import msgspec

    from haversack.portal.actions.deciding import decide_some
    from haversack.portal.actions.policy import set_policy
    from haversack.portal.queries.policy import current_policy
    from haversack.portal.rules.policy import PolicyUnreadable, read_policy
    from haversack.portal.rules.presets import PRESETS

    if file in PRESETS and not os.path.exists(file):
        policy = msgspec.structs.replace(PRESETS[file], hospital=current_policy().policy.hospital)
    else:
        try:
            with open(file, "rb") as stream:
                policy = read_policy(msgspec.json.decode(stream.read()))
        except (OSError, msgspec.DecodeError, PolicyUnreadable) as fault:
            raise Refused(str(fault) if isinstance(fault, PolicyUnreadable) else f"Cannot read {file}.") from None
    set_policy(by=Operator(), policy=policy)
    with console.progress("Deciding what is shown", 0) as advance:
        while decided := decide_some():
            advance(decided)


def _staff(options: argparse.Namespace, console: Console) -> None:
    from .user import asked_password

    _open(console)
    from haversack.accounts.actions import EmailUnreadable, PasswordTooWeak
    from haversack.portal.actions.staff import WorksHereAlready, add_staff

    try:
        add_staff(by=Operator(), email=options.email, role=options.role, password=asked_password())
    except (EmailUnreadable, PasswordTooWeak, WorksHereAlready) as fault:
        raise Refused(str(fault)) from None
    console.answer({"email": options.email, "role": options.role}, f"{options.email} can sign in now.")


def _patients(options: argparse.Namespace, console: Console) -> None:
    _open(console)
    from haversack.portal.queries.patients import all_patients

    columns = {"number": "Number", "name": "Name", "born": "Born", "email": "E-mail", "records": "Records"}
    console.rows(
        list(all_patients()), columns, empty="There are no patients yet. Load some: haversack portal load PATH"
    )


def _card_key(options: argparse.Namespace, console: Console) -> None:
    _open(console)
    from django.utils import timezone

    from haversack.portal.actions.cards import replace_card_key

    known = options.known_to_others
    key = replace_card_key(by=Operator(), now=timezone.now(), is_known_to_others=known)
    old = "Cards of the old one do not hold any more." if known else "Cards of the old one still hold."
    console.answer({"kid": key.kid}, f"Health cards are signed with a new key from now on. {old}")


def _apps(options: argparse.Namespace, console: Console) -> None:
    _open(console)
    portal_apps.run(options, console)


def _open(console: Console) -> None:
    from .main import open_site

    open_site(console)
