"""How are second-factor secrets, and the site's other small secrets, kept so that a copy of the database holds none?

Sealed under a key of their own in the site's keyring. It is wrapped, rotated and exported with the others; a backup
restored with its keys keeps everybody's second factor working.
"""

from base64 import b64decode, b64encode
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from haversack.vault.keyring import Keyring
from haversack.vault.sealing import PersonKey

HOLDER = UUID(int=0)  # no person has this id
KIND = "second-factor"


def seal_text(text: str, kind: str = KIND) -> str:
    return b64encode(_ring().create(HOLDER).seal(text.encode(), kind)).decode()


def open_text(sealed: str, kind: str = KIND) -> str:
    """Raises the vault's Unreadable when it was sealed with another key, KeyMissing when that key was not restored."""
    return _ring().person(HOLDER).open(b64decode(sealed), kind).decode()


def site_sealer() -> PersonKey:
    """What seals files of the site's own, such as exports for services; a file is read and written piece by piece."""
    return _ring().create(HOLDER)


def _ring() -> Keyring:
    return _opened(Path(settings.DATA), settings.SITE_KEY)


@lru_cache(maxsize=4)
def _opened(folder: Path, site_key: bytes | None) -> Keyring:
    return Keyring.open(folder, site_key=site_key)
