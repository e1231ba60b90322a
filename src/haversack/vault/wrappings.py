"""What does the file `keyring.sqlite3` hold?

Wrapped keys, who was removed, and which key exports are known to exist; nothing that opens without the site key.
While the site key is being replaced it holds every key twice, under the old and the new generation, so that whichever
site key a crash leaves in place finds its wrappings.

The journal is SQLite's rollback journal, not a WAL, so at rest the keyring is one file; `secure_delete` overwrites what
is deleted and `VACUUM` rewrites the file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from haversack.vault.site_key import SiteKey

_NONCE = 12
_SCHEMA = """
CREATE TABLE IF NOT EXISTS wrapping (
    holder TEXT NOT NULL, generation INTEGER NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (holder, generation)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS removed (holder TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS export (fingerprint TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS export_holds (
    holder TEXT NOT NULL, fingerprint TEXT NOT NULL, PRIMARY KEY (holder, fingerprint)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turning (only INTEGER PRIMARY KEY CHECK (only = 1), generation INTEGER NOT NULL);
"""


@dataclass(frozen=True)
class KnownExport:
    """A key export that was made or read here: when, and the SHA-256 of the file in hexadecimal."""

    at: datetime
    fingerprint: str


class Wrappings:
    """The keyring's file. Opens it for each use, so that processes may fork and threads may share this object."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Make the file and its tables where they are missing."""
        if not self.path.exists():
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
        with self._connected() as connection:
            connection.executescript(_SCHEMA)

    def get(self, holder: str, site: SiteKey) -> bytes | None:
        """The key of a holder; None where it has none in this generation. Raises InvalidTag when it does not open."""
        with self._connected() as connection:
            row = connection.execute(
                "SELECT wrapped FROM wrapping WHERE holder = ? AND generation = ?", (holder, site.generation)
            ).fetchone()
        return None if row is None else _unwrap(row[0], holder, site)

    def add(self, keys: Iterable[tuple[str, bytes]], site: SiteKey, removed: Iterable[tuple[str, str]] = ()) -> None:
        """Wrap and keep new keys, and note removed holders, in one transaction."""
        with self._writing() as connection:
            _insert(connection, keys, site)
            connection.executemany("INSERT OR IGNORE INTO removed VALUES (?, ?)", removed)

    def all(self, site: SiteKey) -> tuple[dict[str, bytes], list[str]]:
        """(every key that opens by its holder, holders whose key does not open)."""
        with self._connected() as connection:
            rows = connection.execute(
                "SELECT holder, wrapped FROM wrapping WHERE generation = ? ORDER BY holder", (site.generation,)
            ).fetchall()
        keys: dict[str, bytes] = {}
        closed = []
        for holder, wrapped in rows:
            try:
                keys[holder] = _unwrap(wrapped, holder, site)
            except InvalidTag:
                closed.append(holder)
        return keys, closed

    def holders(self, prefix: str) -> list[str]:
        with self._connected() as connection:
            rows = connection.execute(
                "SELECT DISTINCT holder FROM wrapping WHERE substr(holder, 1, ?) = ? ORDER BY holder",
                (len(prefix), prefix),
            )
            return [holder for (holder,) in rows]

    def removed(self) -> dict[str, str]:
        """When each removed holder was removed."""
        with self._connected() as connection:
            return dict(connection.execute("SELECT holder, at FROM removed").fetchall())

    # Replacing the site key: begin_turn, (switch site.key), end_turn, wipe, close_turn.

    def begin_turn(self, keys: Iterable[tuple[str, bytes]], new: SiteKey, gone: str | None) -> None:
        """Keep every key under the new generation too; `gone` loses its key in the same transaction."""
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO turning VALUES (1, ?)", (new.generation,))
            if gone is not None:
                connection.execute("DELETE FROM wrapping WHERE holder = ?", (gone,))
                connection.execute("INSERT OR IGNORE INTO removed VALUES (?, ?)", (gone, now_text()))
            _insert(connection, keys, new)

    def end_turn(self, generation: int) -> None:
        """Forget what is wrapped under any other generation."""
        with self._writing() as connection:
            connection.execute("DELETE FROM wrapping WHERE generation != ?", (generation,))

    def wipe(self) -> None:
        """Rewrite the file without its free pages."""
        with self._connected() as connection:
            connection.execute("VACUUM")

    def close_turn(self) -> None:
        with self._writing() as connection:
            connection.execute("DELETE FROM turning")

    def turning(self) -> int | None:
        """The generation a replacement that has not ended was going to, if there is one."""
        with self._connected() as connection:
            row = connection.execute("SELECT generation FROM turning").fetchone()
        return None if row is None else int(row[0])

    # Key exports that are known to exist.

    def note_export(self, fingerprint: str, holders: Iterable[str]) -> None:
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO export VALUES (?, ?)", (fingerprint, now_text()))
            connection.executemany(
                "INSERT OR IGNORE INTO export_holds VALUES (?, ?)", [(holder, fingerprint) for holder in holders]
            )

    def exports_with(self, holder: str) -> tuple[KnownExport, ...]:
        with self._connected() as connection:
            rows = connection.execute(
                "SELECT at, fingerprint FROM export JOIN export_holds USING (fingerprint)"
                " WHERE holder = ? ORDER BY at, fingerprint",
                (holder,),
            ).fetchall()
        return tuple(KnownExport(datetime.fromisoformat(at), fingerprint) for at, fingerprint in rows)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=30)
        try:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA synchronous = EXTRA")
            yield connection
        finally:
            connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def now_text() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _insert(connection: sqlite3.Connection, keys: Iterable[tuple[str, bytes]], site: SiteKey) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO wrapping VALUES (?, ?, ?)",
        [(holder, site.generation, _wrap(key, holder, site)) for holder, key in keys],
    )


def _wrap(key: bytes, holder: str, site: SiteKey) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(site.key).encrypt(nonce, key, _context(holder, site))


def _unwrap(wrapped: bytes, holder: str, site: SiteKey) -> bytes:
    return AESGCM(site.key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _context(holder, site))


def _context(holder: str, site: SiteKey) -> bytes:
    # A wrapping moved to another holder's row must not open.
    return b"haversack wrapping 1 %d %s" % (site.generation, holder.encode())
