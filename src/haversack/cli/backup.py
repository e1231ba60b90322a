"""How does everything here get into one sealed file, while the site goes on?"""

from __future__ import annotations

import argparse
from pathlib import Path

from .frame import Console, Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a file that does not exist yet")


def run(options: argparse.Namespace, console: Console) -> None:
    from haversack.backpack.rules.roles import Viewer
    from haversack.config.backup.taking import take_backup

    path = options.file.absolute()
    try:
        with console.progress("Writing", 0) as advance:
            taken = take_backup(path, by=Viewer.operator(), progress=advance)
    except FileExistsError:
        raise Refused("That file exists already, and nothing is ever written over. Name a new one.") from None
    except OSError as fault:
        raise Refused(f"The file cannot be written: {fault.strerror}.") from None
    document = {
        "file": str(taken.file),
        "rows": taken.rows,
        "files": taken.files,
        "bytes": taken.bytes,
        "contents_sha256": taken.contents_sha256,
    }
    console.answer(
        document,
        f"{taken.rows:,} rows and {taken.files:,} files are in {taken.file} ({taken.bytes / 1e6:,.1f} MB), sealed. "
        "The keys are not in it: take them to another place with `haversack keys export FILE`.",
    )
