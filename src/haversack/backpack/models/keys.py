"""With which key is this person's row opened? One keyring for the process, as the settings say where it lies."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from haversack.vault.keyring import Keyring


def keyring() -> Keyring:
    """The site's keyring, opened once for each data folder."""
    return _open(Path(settings.DATA), settings.SITE_KEY)


@lru_cache(maxsize=4)
def _open(folder: Path, site_key: bytes | None) -> Keyring:
    return Keyring.open(folder, site_key=site_key)
