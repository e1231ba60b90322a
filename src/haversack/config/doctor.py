"""Is the site as it should be: keys, trail, databases, files, and every backpack?"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections

from haversack.audit.verifying import verify
from haversack.backpack.models.keys import keyring
from haversack.backpack.models.snapshot import snapshot
from haversack.backpack.queries.soundness import Finding, backpacks_unsound
from haversack.vault.streams import FORMAT as SEALED

from .backup.rows import DATABASES
from .backup.taking import FOLDERS

_OTHERS = 0o077


@dataclass
class Diagnosis:
    """What was found, and how much of what was looked at."""

    findings: list[Finding] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)


def examine(now: datetime, *, everything: bool = False) -> Diagnosis:
    """Look at all of it; changes nothing. `everything`: open every record rather than a sample of each backpack."""
    diagnosis = Diagnosis()
    found = diagnosis.findings
    found += _databases(diagnosis.checked)
    found += _keys(diagnosis.checked)
    found += _trail(diagnosis.checked)
    found += _files(settings.DATA, diagnosis.checked)
    with snapshot():
        found += backpacks_unsound(now, everything=everything, checked=diagnosis.checked)
    return diagnosis


def _databases(checked: Counter[str]) -> Iterator[Finding]:
    for alias in DATABASES:
        connection = connections[alias]
        checked["databases"] += 1
        if connection.vendor != "sqlite":
            continue
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            if cursor.fetchone()[0] != "ok":
                yield Finding("The database file is damaged. Restore a backup elsewhere.", "error", f"database {alias}")
            cursor.execute("PRAGMA foreign_key_check")
            broken = len(cursor.fetchall())
            if broken:
                words = f"{broken:,} rows point to rows that are not there."
                yield Finding(words, "error", f"database {alias}")


def _keys(checked: Counter[str]) -> Iterator[Finding]:
    checked["keyring"] += 1
    for one in keyring().check():
        yield Finding(one.what, one.severity, "keyring")


def _trail(checked: Counter[str]) -> Iterator[Finding]:
    verdict = verify()
    checked["audit lines"] = verdict.lines
    if not verdict.holds:
        words = f"The audit trail does not hold from line {verdict.broken_at} on. {verdict.reason}"
        yield Finding(words, "error", f"audit line {verdict.broken_at}")


def _files(data: Path, checked: Counter[str]) -> Iterator[Finding]:
    """Files that others on this machine can read, and files that should be sealed and are not."""
    for path in sorted(data.rglob("*")):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            continue
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            continue
        checked["files and folders"] += 1
        where = path.relative_to(data).parts
        if mode & _OTHERS:
            words = f"Other users of this machine can read it: run chmod go-rwx {where[-1]}."
            yield Finding(words, "warning", "/".join(where))
        if stat.S_ISREG(mode) and where[0] in FOLDERS and not _is_sealed(path):
            yield Finding(
                "This file is not sealed. Nothing of the site made it; move it away.", "warning", "/".join(where)
            )


def _is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SEALED)) == SEALED
