"""Is the keyring as it should be? What `haversack doctor` asks of the vault."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from haversack.vault.site_key import SiteKeyFile


@dataclass(frozen=True)
class Finding:
    """One thing to put right, in words for an operator."""

    severity: Literal["error", "warning"]
    what: str


def findings(folder: Path, site: SiteKeyFile, keyring: Path, closed: int) -> list[Finding]:
    """`closed`: how many keys in the keyring do not open."""
    found = [
        Finding("error", f"{path.name} can be read by other users of this machine: run chmod {mode:o} on it.")
        for path, mode in ((folder, 0o700), (site.path, 0o600), (keyring, 0o600))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if closed:
        found.append(Finding("error", f"{closed} keys in the keyring do not open: import a key export."))
    if site.has_secret and not site.is_sealed():
        found.append(
            Finding("warning", "site.key is not yet sealed under HAVERSACK_SITE_KEY: run haversack keys rotate.")
        )
    return found
