"""How does a backup become a site again? Into an empty data folder, once its keys are there."""

from __future__ import annotations

import argparse
from pathlib import Path

from .frame import Console, Refused

NEEDS_SITE = False  # the tables are made as the backup's version had them


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a file that `haversack backup` wrote")


def run(options: argparse.Namespace, console: Console) -> None:
    from .main import open_site

    open_site(console, ready=False)
    from haversack.config.backup.archive import BackupDamaged, NotABackup
    from haversack.config.backup.restoring import NotEmpty, restore
    from haversack.config.prepare import SiteTooNew

    try:
        restored = restore(options.file.absolute(), say=console.say)
    except NotABackup:
        raise Refused("This file is not a backup of Haversack, or of a version that is not known here.") from None
    except BackupDamaged:
        raise Refused(
            "This backup does not open: its keys are not here (`haversack keys import FILE` brings them), "
            "or the file is damaged or cut short. Nothing was changed."
        ) from None
    except NotEmpty:
        raise Refused("There is a site here already. Restore into a data folder of its own: --data DIR.") from None
    except SiteTooNew as newer:
        raise Refused(str(newer)) from None
    except OSError as fault:
        raise Refused(f"The backup cannot be restored: {fault.strerror}.") from None
    console.answer(
        {
            "made_at": restored.made_at,
            "rows": restored.rows,
            "files": restored.files,
            "people": restored.people,
            "removed": restored.removed,
            "keys_missing": restored.keys_missing,
        },
        f"The site of {restored.made_at} is back: {restored.people - restored.removed:,} people.",
    )
    if restored.removed:
        console.say(f"{restored.removed:,} people in it were removed since: nothing opens their records any more.")
    if restored.keys_missing:
        console.problem(
            f"The keys of {restored.keys_missing:,} people are not here. They stay sealed until a key export that was "
            "made after they were added is imported."
        )
