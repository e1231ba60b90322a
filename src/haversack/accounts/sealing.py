"""How are second-factor secrets kept, so that a copy of the database does not hold them?

Sealed under a key of their own in the site's keyring. It is wrapped, rotated and exported with the others; a backup
restored with its keys keeps everybody's second factor working.
"""

from base64 import b64decode, b64encode
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from haversack.vault.keyring import Keyring

HOLDER = UUID(int=0)  # no person has this id
KIND = "second-factor"


def seal_text(text: str) -> str:
    return b64encode(_ring().create(HOLDER).seal(text.encode(), KIND)).decode()


def open_text(sealed: str) -> str:
    """Raises the vault's Unreadable when it was sealed with another key, KeyMissing when that key was not restored."""
    return _ring().person(HOLDER).open(b64decode(sealed), KIND).decode()


def _ring() -> Keyring:
    return _opened(Path(settings.DATA), settings.SITE_KEY)


@lru_cache(maxsize=4)
def _opened(folder: Path, site_key: bytes | None) -> Keyring:
    return Keyring.open(folder, site_key=site_key)
