"""How is a backup taken while the site goes on: one moment, one sealed file, nothing readable on the way?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from haversack import audit
from haversack.audit import Actor
from haversack.backpack.models.keys import keyring
from haversack.backpack.models.snapshot import snapshot
from haversack.vault.streams import FORMAT as SEALED

from .archive import write_archive
from .rows import DATABASES, columns, highest_ids, rows_of, tables

FOLDERS = ("files", "inbox")  # sealed files; nothing else of the data folder is in a backup
_BLOCK = 1 << 20
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """What is in a backup. sha256: of the file, as `sha256sum` would not print it: of what was sealed."""

    file: Path
    rows: int
    files: int
    bytes: int
    contents_sha256: str


def take_backup(path: Path, *, by: Actor, progress: Progress | None = None) -> Taken:
    """Write a new file with mode 0600. It gets its name when it is complete. Raises FileExistsError, OSError."""
    if path.exists():
        raise FileExistsError
    making = path.with_name(f".{path.name}.part-{os.getpid()}")
    key = keyring().backup_key()
    counts: dict[str, int] = {}
    try:
        with open(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            digest = write_archive(_frames(counts, progress), file, key)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        with transaction.atomic():
            audit.record(by=by, act="site.backup")
        os.link(making, path)  # where a rename would write over a file that appeared meanwhile
    finally:
        with suppress(FileNotFoundError):
            making.unlink()
    files = counts.pop("files", 0)
    return Taken(path, sum(counts.values()), files, size, digest)


def _frames(counts: dict[str, int], progress: Progress | None) -> Iterator[list[Any]]:
    # Default first: acts leave it for the trail, so a trail that is read later misses none.
    with snapshot("default"), snapshot("audit"):
        yield ["header", _header()]
        for alias in DATABASES:
            for model in tables(alias):
                label = model._meta.label
                counts[label] = 0
                yield ["table", alias, label, columns(model)]
                for rows in rows_of(model, alias):
                    counts[label] += len(rows)
                    yield ["rows", rows]
                    if progress:
                        progress(len(rows))
        counts["files"] = 0
        for path in sealed_files(settings.DATA):
            with suppress(FileNotFoundError), path.open("rb") as file:  # removed since: then no row needs it
                yield ["file", path.relative_to(settings.DATA).as_posix()]
                while block := file.read(_BLOCK):
                    yield ["bytes", block]
                counts["files"] += 1
        yield ["end", dict(counts)]


def _header() -> dict[str, Any]:
    return {
        "format": 1,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "migrations": {alias: _applied(alias) for alias in DATABASES},
        "highest_ids": {alias: highest_ids(alias) for alias in DATABASES},
    }


def _applied(alias: str) -> list[tuple[str, str]]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [(str(app), str(name)) for app, name in cursor.fetchall()]


def sealed_files(data: Path) -> Iterator[Path]:
    """The sealed files of a data folder. What is not sealed stays behind: it would be readable where the backup is."""
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            if path.is_file() and _begins(path) == SEALED:
                yield path


def _begins(path: Path) -> bytes:
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(SEALED))
    return b""
