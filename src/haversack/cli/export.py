"""How does a person take everything away? Writes one folder: every record, every file, and a page to read."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from .frame import Console, Refused, person_argument
from .whose import open_named

if TYPE_CHECKING:
    from haversack.backpack.actions.export_target import Folder
    from haversack.backpack.queries.opened import Opened


def arguments(parser: argparse.ArgumentParser) -> None:
    person_argument(parser)
    parser.add_argument("directory", metavar="DIRECTORY", type=Path, help="a new or empty folder")
    parser.add_argument("--accepted-only", action="store_true", help="leave out what waits for review")
    parser.add_argument(
        "--health-connect",
        action="store_true",
        help="instead: what was accepted, as an Android phone takes it, with a report of what it would refuse",
    )


def run(options: argparse.Namespace, console: Console) -> None:
    from django.utils import timezone

    from haversack.backpack.actions.export import write_export
    from haversack.backpack.actions.export_target import Folder, FolderNotEmpty
    from haversack.backpack.presenters.readable import readable_record
    from haversack.backpack.rules.roles import Viewer

    opened = open_named(options.person)
    try:
        target = Folder(options.directory)
    except FolderNotEmpty:
        raise Refused("There is something in that folder already. Name a new or empty one.") from None
    except OSError as fault:
        raise Refused(f"The folder cannot be made: {fault.strerror}.") from None
    if options.health_connect:
        _for_a_phone(opened, target, console)
        return
    with console.progress("Writing", 0) as advance:
        told = write_export(
            opened=opened,
            by=Viewer.operator(),
            target=target,
            readable=readable_record,
            at=timezone.now(),
            accepted_only=options.accepted_only,
            progress=advance,
        )
    words = (
        f"{told.resources:,} records in {told.files:,} files ({told.bytes / 1e6:,.1f} MB) are in {target.path}. "
        "They are not sealed: whoever has the folder can read them. Open index.html to read them yourself."
    )
    console.answer({"directory": str(target.path), **asdict(told)}, words)


def _for_a_phone(opened: Opened, target: Folder, console: Console) -> None:
    from haversack.backpack.actions.phone_export import LINES, REFUSED, write_phone_export
    from haversack.backpack.rules.roles import Viewer

    with console.progress("Writing", 0) as advance:
        report = write_phone_export(opened=opened, by=Viewer.operator(), target=target, progress=advance)
    lines = [f"{report['written']:,} resources for a phone are in {target.path / LINES}. They are not sealed."]
    if report["refused"]:
        lines.append(f"Health Connect would refuse {report['refused']:,}; each stands in {REFUSED} with its reason:")
    lines += [f"{one['count']:>8,}  {one['type']}: {one['what']}" for one in report["reasons"]]
    console.answer({"directory": str(target.path), **report}, "\n".join(lines))
