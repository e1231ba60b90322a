"""Which key belongs to which person, and how is one destroyed for good?

Invariant: once `shred` returns, no file of this site opens what was sealed for the person, whatever copies of the
database or of the keyring exist: the site key that wrapped their key is gone. Only key exports still could, so the
receipt names them. A crash at any step leaves the keyring as it was or as it should be; the next use finishes the work.

Order of a turn of the site key: stage the new site key; keep every key under both generations (the removed one under
neither); switch the file; forget the old generation; wipe; close. `site.key` alone says which generation is true.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag

from haversack.vault.backup_key import BackupKey
from haversack.vault.checks import Finding, findings
from haversack.vault.exports import ImportReceipt, read_export, write_export
from haversack.vault.refusals import KeyGone, KeyMissing, KeyringDamaged, KeysConflict, SiteKeyNeeded
from haversack.vault.sealing import KEY_BYTES, PersonKey
from haversack.vault.site_key import SiteKey, SiteKeyFile
from haversack.vault.wrappings import KnownExport, Wrappings

_PERSON, _BACKUP, _BACKUP_OLD = "person:", "backup:", "backup-old:"


@dataclass(frozen=True)
class ShredReceipt:
    """That a person's key is gone. `exports` still hold it and must be destroyed by whoever keeps them."""

    person: UUID
    at: datetime
    exports: tuple[KnownExport, ...]


class Keyring:
    """The keys of one site. One object per process is enough; it is safe to share between threads."""

    def __init__(self, folder: Path, secret: bytes | None) -> None:
        self._folder = folder
        self._site = SiteKeyFile(folder / "site.key", secret)
        self._wrappings = Wrappings(folder / "keyring.sqlite3")
        self._guard = threading.RLock()
        self._line = b""
        self._held: dict[UUID, PersonKey] = {}

    @classmethod
    def open(cls, folder: Path, *, site_key: bytes | None = None) -> Keyring:
        """The keyring in `folder`, made on first use. `site_key`: a secret of at least 32 bytes that seals `site.key`.

        Raises SiteKeyNeeded when the site key is absent or does not open.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        ring = cls(folder, site_key)
        with ring._alone():
            return ring

    def create(self, person: UUID) -> PersonKey:
        """A new person's key, or the one they have already. Raises KeyGone for a person who was removed."""
        with self._alone() as site:
            holder = _holder(person)
            if holder in self._wrappings.removed():
                raise KeyGone
            if self._wrappings.get(holder, site) is None:
                self._wrappings.add([(holder, os.urandom(KEY_BYTES))], site)
        return self.person(person)

    def person(self, person: UUID) -> PersonKey:
        """A person's key. Raises KeyGone when they were removed, in this process or another."""
        line = self._site.line()
        with self._guard:
            if line != self._line:
                self._held.clear()
                self._line = line
            held = self._held.get(person)
            if held is None:
                held = self._held[person] = PersonKey(self._look_up(_holder(person)))
            return held

    def shred(self, person: UUID) -> ShredReceipt:
        """Destroy a person's key for good; again for the same person gives the same receipt. Raises KeyMissing."""
        holder = _holder(person)
        with self._alone() as site:
            if holder in self._wrappings.holders(holder):
                self._turn(site, gone=holder)
            removed = self._wrappings.removed().get(holder)
            if removed is None:
                raise KeyMissing
            return ShredReceipt(person, datetime.fromisoformat(removed), self._wrappings.exports_with(holder))

    def rotate(self) -> None:
        """Replace the site key and wrap every key anew. A copy of the old `site.key` opens nothing from then on."""
        with self._alone() as site:
            self._turn(site)

    def backup_key(self) -> BackupKey:
        """What seals backup files. It outlives rotation and is in every key export."""
        with self._alone() as site:
            names = self._wrappings.holders(_BACKUP)
            if not names:
                names = [_BACKUP + os.urandom(4).hex()]
                self._wrappings.add([(names[0], os.urandom(KEY_BYTES))], site)
            every = names + self._wrappings.holders(_BACKUP_OLD)
            keys = {_name(holder): self._wrappings.get(holder, site) for holder in every}
            return BackupKey(_name(names[0]), {name: key for name, key in keys.items() if key is not None})

    def export(self, path: Path, passphrase: str) -> KnownExport:
        """Write every key to a new file (0600) under a passphrase; restoring elsewhere needs it beside the backup.

        Raises PassphraseTooShort, FileExistsError, KeyringDamaged.
        """
        self.backup_key()
        with self._alone() as site:
            keys = self._all_keys(site)

            def note(fingerprint: str) -> None:
                self._wrappings.note_export(fingerprint, keys)

            fingerprint = write_export(path, passphrase, keys, self._wrappings.removed(), note)
        return KnownExport(datetime.now(UTC).replace(microsecond=0), fingerprint)

    def import_(self, path: Path, passphrase: str) -> ImportReceipt:
        """Take in the keys of an export, except of persons who were removed here. All or none.

        Raises WrongPassphrase, NotAKeyExport, KeysConflict.
        """
        exported = read_export(path, passphrase)
        with self._alone() as site:
            mine, gone = self._all_keys(site), self._wrappings.removed()
            gone = exported.removed | gone
            wanted = {holder: key for holder, key in exported.keys.items() if holder not in gone}
            new = _backup_keys_renamed(mine, {holder: key for holder, key in wanted.items() if holder not in mine})
            if any(key != mine.get(holder, key) for holder, key in wanted.items()):
                raise KeysConflict
            self._wrappings.add(new.items(), site, [pair for pair in gone.items() if pair[0] not in mine])
            self._wrappings.note_export(exported.fingerprint, exported.keys)
        persons = [holder for holder in exported.keys if holder.startswith(_PERSON)]
        added = sum(holder in new for holder in persons)
        refused = sum(holder in gone for holder in persons)
        return ImportReceipt(added=added, known=len(persons) - added - refused, removed=refused)

    def check(self) -> list[Finding]:
        """What an operator should put right; empty when all is well."""
        with self._alone() as site:
            return findings(self._folder, self._site, self._wrappings.path, len(self._wrappings.all(site)[1]))

    def __repr__(self) -> str:
        return "<Keyring>"

    def _look_up(self, holder: str) -> bytes:
        line = self._site.line()
        while True:
            try:
                key = self._wrappings.get(holder, self._site.read(line))
            except InvalidTag:
                raise KeyringDamaged("A key in the keyring does not open: import a key export.") from None
            if key is not None:
                return key
            # A turn that ended between the two reads took the generation away; then the file has changed too.
            before, line = line, self._site.line()
            if line == before:
                raise KeyGone if holder in self._wrappings.removed() else KeyMissing

    def _all_keys(self, site: SiteKey, but: str | None = None) -> dict[str, bytes]:
        keys, closed = self._wrappings.all(site)
        if set(closed) - {but}:
            raise KeyringDamaged(
                f"{len(closed)} keys in the keyring do not open, so nothing was changed: is site.key the right one? "
                "A key export can be imported into a folder of its own."
            )
        return keys

    def _turn(self, site: SiteKey, gone: str | None = None) -> None:
        keys = self._all_keys(site, but=gone)
        new = SiteKey.fresh(site.generation + 1)
        self._site.stage(new)
        self._wrappings.begin_turn([pair for pair in keys.items() if pair[0] != gone], new, gone)
        self._site.switch()
        self._finish(new)

    def _finish(self, site: SiteKey) -> None:
        self._wrappings.end_turn(site.generation)
        self._wrappings.wipe()
        self._wrappings.close_turn()

    def _settle(self) -> None:
        """Make the files where there are none, and finish a turn that a crash interrupted."""
        if not self._site.exists():
            self._begin()
        self._wrappings.make()
        self._site.discard_staged()
        going_to = self._wrappings.turning()
        if going_to is None:
            return
        site = self._site.read()
        self._wrappings.end_turn(site.generation)
        if going_to != site.generation:
            # The new site key was never in use and is lost. A person may be removed already: turn again.
            self._turn(site)
        else:
            self._finish(site)

    def _begin(self) -> None:
        if self._wrappings.path.exists() and self._wrappings.holders(""):
            raise SiteKeyNeeded("The file site.key is missing: put it back, or import a key export.")
        self._site.stage(SiteKey.fresh(1))
        self._site.switch()

    @contextmanager
    def _alone(self) -> Iterator[SiteKey]:
        """The only thread and process at work on the keyring; gives the site key of that moment."""
        with self._guard:
            lock = os.open(self._folder / "keyring.lock", os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._settle()
                yield self._site.read()
            finally:
                os.close(lock)


def _holder(person: UUID) -> str:
    return _PERSON + person.hex


def _name(holder: str) -> str:
    return holder.partition(":")[2]


def _backup_keys_renamed(mine: dict[str, bytes], new: dict[str, bytes]) -> dict[str, bytes]:
    """An imported backup key opens old backups; it seals new ones only where there is none yet."""
    if not any(holder.startswith(_BACKUP) for holder in mine):
        return new
    renamed = {holder: _BACKUP_OLD + _name(holder) if holder.startswith(_BACKUP) else holder for holder in new}
    return {renamed[holder]: key for holder, key in new.items() if renamed[holder] not in mine}
