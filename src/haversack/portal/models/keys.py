"""With which key are the portal's rows sealed? One key of its own in the portal's keyring, rotated with it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from haversack.vault.keyring import Keyring
from haversack.vault.refusals import KeyMissing
from haversack.vault.sealing import Sealer

HOLDER = UUID(int=1)  # no person has this id; 0 holds the second-factor secrets
BODY = "body"


def sealer() -> Sealer:
    """The key that seals everything of this hospital. Made on first use."""
    ring = _opened(Path(settings.DATA), settings.SITE_KEY)
    try:
        return ring.person(HOLDER)
    except KeyMissing:
        return ring.create(HOLDER)


@lru_cache(maxsize=4)
def _opened(folder: Path, site_key: bytes | None) -> Keyring:
    return Keyring.open(folder, site_key=site_key)
