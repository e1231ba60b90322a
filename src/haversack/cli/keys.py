"""How do the keys get to a safe place and back, and how is the site key replaced?"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from .frame import Console, Refused, several

NEEDS_SITE = False  # keys are imported before there is a site to open


def arguments(parser: argparse.ArgumentParser) -> None:
    word = several(parser)
    out = word("export", "write every key into a new file, under a passphrase")
    out.add_argument("file", metavar="FILE", type=Path)
    back = word("import", "take in the keys of an export, before or after a restore")
    back.add_argument("file", metavar="FILE", type=Path)
    word("rotate", "replace the site key and wrap every key anew")


def run(options: argparse.Namespace, console: Console) -> None:
    from haversack.vault.refusals import VaultRefusal

    from .main import open_site

    open_site(console, ready=options.what != "import")
    try:
        {"export": _export, "import": _import, "rotate": _rotate}[options.what](options, console)
    except VaultRefusal as refusal:
        raise Refused(str(refusal)) from None
    except FileNotFoundError:
        raise Refused("There is no such file.") from None
    except OSError as fault:
        raise Refused(f"The file cannot be used: {fault.strerror}.") from None


def _export(options: argparse.Namespace, console: Console) -> None:
    from haversack.config.keys import export_keys

    path = options.file.absolute()
    if path.exists():
        raise Refused("That file exists already, and nothing is ever written over. Name a new one.")
    made = export_keys(path, _asked_passphrase(twice=True))
    console.answer(
        {"file": str(path), "sha256": made.fingerprint},
        f"Every key is in {path}. Keep it apart from the backups, and the passphrase apart from both. "
        f"Its sha256, by which receipts name it: {made.fingerprint}",
    )


def _import(options: argparse.Namespace, console: Console) -> None:
    from haversack.config.keys import import_keys

    path = options.file.absolute()
    if not path.exists():
        raise FileNotFoundError
    receipt = import_keys(path, _asked_passphrase(twice=False))
    console.answer(
        {"added": receipt.added, "known": receipt.known, "removed": receipt.removed},
        f"Keys of {receipt.added:,} people were taken in; {receipt.known:,} were here already; "
        f"{receipt.removed:,} belong to people who were removed and were left out.",
    )


def _rotate(options: argparse.Namespace, console: Console) -> None:
    from haversack.config.keys import rotate_keys

    rotate_keys()
    console.answer({"rotated": True}, "The site key is a new one. Copies of the old one open nothing any more.")


def _asked_passphrase(*, twice: bool) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Passphrase: ")
    if twice and getpass.getpass("Again: ") != first:
        raise Refused("The two passphrases differ. Nothing was written.")
    return first
