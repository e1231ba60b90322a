"""How does a backup become a site again: somewhere empty, all of it or nothing, whatever version made it?

The file is read through once and checked before anything is changed. Then: a note that a restore has begun, the tables
as the backup's version had them, the rows in one transaction for each database, the sealed files, and the way forward
to this version. Killed in between, the note keeps every other command out until a restore has ended.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from haversack.backpack.actions.persons import finish_removals
from haversack.backpack.models import Person
from haversack.backpack.models.keys import keyring
from haversack.connections.actions.indexing import write_words_again
from haversack.vault.backup_key import BackupKey
from haversack.vault.refusals import KeyGone, KeyMissing

from ..prepare import RESTORING, SiteTooNew, migrations_here, prepare
from .archive import BackupDamaged, read_archive
from .rows import DATABASES, Loader, continue_from, tables
from .taking import FOLDERS

Say = Callable[[str], None]
# What a site that nobody has used yet holds already.
_MADE_BY_ITSELF = (ContentType, Permission, Session)


class NotEmpty(Exception):
    """There is something in this data folder or database. Whoever restores names a folder of its own."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. removed: people in the backup whom this keyring knows as removed: they are gone for good.

    keys_missing: people who are there and sealed until their keys are imported.
    """

    made_at: str
    rows: int
    files: int
    people: int
    removed: int
    keys_missing: int


def restore(path: Path, *, say: Say) -> Restored:
    """Raises NotEmpty, NotABackup, BackupDamaged, SiteTooNew, OSError; then nothing was changed."""
    data: Path = settings.DATA
    key = keyring().backup_key()
    with path.open("rb") as file:
        header, end = _check(file, key)
        if not (data / RESTORING).exists():
            _require_empty(data)
        (data / RESTORING).touch(mode=0o600)
        try:
            _make_tables(header["migrations"])
            _load(file, key, header, data)
        except BaseException:
            _undo(data)
            raise
    (data / RESTORING).unlink()
    prepare(say)
    write_words_again()
    people, removed, missing = _people()
    files = end[1].pop("files", 0)
    return Restored(header["made_at"], sum(end[1].values()), files, people, removed, missing)


def _check(file: BinaryIO, key: BackupKey) -> tuple[dict[str, Any], list[Any]]:
    """Read the file from end to end. Raises before anything is changed."""
    header: dict[str, Any] = {}
    counts: dict[str, int] = {}
    label = ""
    frame: list[Any] = [""]
    for frame in read_archive(file, key):
        if frame[0] == "header":
            header = frame[1]
        elif frame[0] == "table":
            label = frame[2]
            counts[label] = 0
        elif frame[0] == "rows":
            counts[label] += len(frame[1])
        elif frame[0] == "file":
            counts["files"] = counts.get("files", 0) + 1
            if Path(frame[1]).is_absolute() or ".." in Path(frame[1]).parts or Path(frame[1]).parts[0] not in FOLDERS:
                raise BackupDamaged
    if not header or {**counts, "files": counts.get("files", 0)} != frame[1]:
        raise BackupDamaged
    here = migrations_here()
    ours = {app for app, _ in here}
    if any((app, name) not in here for rows in header["migrations"].values() for app, name in rows if app in ours):
        raise SiteTooNew("This backup was made by a newer Haversack. Install that version to restore it.")
    return header, frame


def _require_empty(data: Path) -> None:
    if any(path.is_file() for folder in FOLDERS for path in (data / folder).rglob("*")):
        raise NotEmpty
    for alias in DATABASES:
        there = connections[alias].introspection.table_names()
        for model in tables(alias):
            if model not in _MADE_BY_ITSELF and model._meta.db_table in there and _has_rows(model, alias):
                raise NotEmpty


def _has_rows(model: Any, alias: str) -> bool:
    try:
        return bool(model._base_manager.using(alias).exists())
    except DatabaseError:  # a table as another version has it: somebody's
        return True


def _make_tables(migrations: dict[str, list[list[str]]]) -> None:
    """Empty both databases and bring them to the version that made the backup."""
    for alias in DATABASES:
        _drop_everything(alias)
        executor = MigrationExecutor(connections[alias])
        applied = {(app, name) for app, name in migrations[alias]}
        executor.migrate(_ends(executor, applied))


def _ends(executor: MigrationExecutor, applied: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of the applied migrations those that no other one of the same app builds on."""
    nodes = executor.loader.graph.node_map
    known = [node for node in applied if node in nodes]
    inner = {
        parent.key for node in known for parent in nodes[node].parents if parent.key[0] == node[0] and node in applied
    }
    return sorted(node for node in known if node not in inner)


def _drop_everything(alias: str) -> None:
    connection = connections[alias]
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # a table of words goes as one: SQLite keeps the tables inside it from us
            cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%'", [])
            for (table,) in cursor.fetchall():
                cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}{cascade}")


def _load(file: BinaryIO, key: BackupKey, header: dict[str, Any], data: Path) -> None:
    models = {alias: _models_of(alias) for alias in DATABASES}
    with transaction.atomic("default"), transaction.atomic("audit"):
        loader: Loader | None = None
        target: BinaryIO | None = None
        try:
            for frame in read_archive(file, key):
                if frame[0] == "table":
                    model = models[frame[1]][frame[2].lower()]
                    model._base_manager.using(frame[1]).all()._raw_delete(frame[1])
                    loader = Loader(model, frame[3], frame[1])
                elif frame[0] == "rows" and loader:
                    loader.load(frame[1])
                elif frame[0] == "file":
                    target = _new_file(data / frame[1], target)
                elif frame[0] == "bytes" and target:
                    target.write(frame[1])
        finally:
            if target:
                target.close()
        for alias in DATABASES:
            continue_from(alias, header["highest_ids"][alias])


def _models_of(alias: str) -> dict[str, Any]:
    """The models as they are at the migrations that this database has now, by label in lower case."""
    loader = MigrationExecutor(connections[alias]).loader
    applied = [node for node in loader.applied_migrations or {} if node in loader.graph.nodes]
    state = loader.project_state(applied)
    return {model._meta.label_lower: model for model in state.apps.get_models(include_auto_created=True)}


def _new_file(path: Path, before: BinaryIO | None) -> BinaryIO:
    if before:
        before.close()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _undo(data: Path) -> None:
    """After a fault: as empty as before. The databases rolled back by themselves."""
    for folder in FOLDERS:
        for path in (data / folder).rglob("*"):
            if path.is_file():
                path.unlink()
    for alias in DATABASES:
        _drop_everything(alias)
    (data / RESTORING).unlink(missing_ok=True)


def _people() -> tuple[int, int, int]:
    """(people in the backup, of them removed, of them without keys here). The removed are deleted for good."""
    there = list(Person.objects.values_list("pk", "uuid"))
    removed = missing = 0
    for number, uuid in there:
        try:
            keyring().person(uuid)
        except KeyMissing:
            missing += 1
        except KeyGone:
            removed += 1
            Person.objects.filter(pk=number, removed_at=None).update(removed_at=timezone.now())
    finish_removals()
    return len(there), removed, missing
