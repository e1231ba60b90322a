"""How does an operator move and replace the keys of a site, with a line in the trail for each?"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from haversack import audit
from haversack.backpack.models.keys import keyring
from haversack.backpack.rules.roles import Viewer
from haversack.vault.exports import ImportReceipt
from haversack.vault.wrappings import KnownExport


def export_keys(path: Path, passphrase: str) -> KnownExport:
    """Write every key into a new file (0600). Raises PassphraseTooShort, FileExistsError, KeyringDamaged."""
    made = keyring().export(path, passphrase)
    _note("keys.export")
    return made


def import_keys(path: Path, passphrase: str) -> ImportReceipt:
    """Take in the keys of an export. There may be no site yet, so that its trail cannot tell; the keyring does.

    Raises WrongPassphrase, NotAKeyExport, KeysConflict.
    """
    return keyring().import_(path, passphrase)


def rotate_keys() -> None:
    """Replace the site key. Raises KeyringDamaged; then nothing was changed."""
    keyring().rotate()
    _note("keys.rotate")


def _note(act: str) -> None:
    with transaction.atomic():
        audit.record(by=Viewer.operator(), act=act)
