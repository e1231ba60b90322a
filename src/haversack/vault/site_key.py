"""Where is the site key, which wraps every other key, and how is it replaced so that a crash leaves one that works?

`site.key` holds a random key and its generation in one line. Where the operator gives a secret (from the environment
or a KMS), the line is sealed under that secret; without one it is plain and the file's mode 0600 protects it.
Either way the key itself can be replaced at any time, which removing a person needs.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from haversack.vault.refusals import SiteKeyNeeded

LEAST_SECRET = 32
_KEY, _NONCE = 32, 12
_LOOKS = 20  # at a file that is being replaced; one that stays full of NULs is damaged
_MARK = b"haversack-site-key-1"


@dataclass(frozen=True)
class SiteKey:
    """One generation of the site key."""

    generation: int
    key: bytes = field(repr=False)

    @classmethod
    def fresh(cls, generation: int) -> SiteKey:
        return cls(generation, os.urandom(_KEY))


class SiteKeyFile:
    """The file `site.key` and, while it is being replaced, `site.key.next`."""

    def __init__(self, path: Path, secret: bytes | None = None) -> None:
        if secret is not None and len(secret) < LEAST_SECRET:
            raise SiteKeyNeeded(f"The secret for the site key must have at least {LEAST_SECRET} bytes.")
        self.path = path
        self._next = path.with_name(path.name + ".next")
        self._secret = AESGCM(HKDF(SHA256(), _KEY, None, b"haversack site secret 1").derive(secret)) if secret else None

    @property
    def has_secret(self) -> bool:
        return self._secret is not None

    def exists(self) -> bool:
        return self.path.exists()

    def line(self) -> bytes:
        """The file as it is; differs after every replacement. Raises SiteKeyNeeded when it cannot be read."""
        try:
            for _ in range(_LOOKS):
                found = self.path.read_bytes()
                if b"\0" not in found:
                    break  # else another process replaced the file and overwrites the one that was opened: look again
            return found
        except FileNotFoundError:
            raise SiteKeyNeeded("The file site.key is missing: put it back, or import a key export.") from None
        except PermissionError:
            raise SiteKeyNeeded("The file site.key belongs to another user of this machine.") from None

    def read(self, line: bytes | None = None) -> SiteKey:
        """The site key in `line`, else in the file. Raises SiteKeyNeeded when it does not open."""
        try:
            mark, form, generation, text = (self.line() if line is None else line).split()
            held = base64.b64decode(text, validate=True)
            number = int(generation)
        except ValueError:
            raise SiteKeyNeeded("The file site.key is damaged: put back a copy, or import a key export.") from None
        if mark != _MARK or form not in (b"plain", b"sealed"):
            raise SiteKeyNeeded("The file site.key was written by a later version of Haversack.")
        if form == b"sealed":
            held = self._unseal(held, number)
        if len(held) != _KEY:
            raise SiteKeyNeeded("The file site.key is damaged: put back a copy, or import a key export.")
        return SiteKey(number, held)

    def is_sealed(self) -> bool:
        return b" sealed " in self.line()

    def stage(self, new: SiteKey) -> None:
        """Write the new key beside the old one, safely on disk, not yet in use."""
        self.discard_staged()
        descriptor = os.open(self._next, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(self._line_of(new))
            file.flush()
            os.fsync(file.fileno())

    def switch(self) -> None:
        """Put the staged key in the place of the old one, in one step, and overwrite the bytes of the old one."""
        old = os.open(self.path, os.O_WRONLY) if self.path.exists() else None
        try:
            self._next.replace(self.path)
            _sync_folder(self.path.parent)
            if old is not None:
                _overwrite(old)
        finally:
            if old is not None:
                os.close(old)

    def discard_staged(self) -> None:
        """Overwrite and remove a staged key that an interrupted replacement left behind."""
        if self._next.exists():
            descriptor = os.open(self._next, os.O_WRONLY)
            try:
                _overwrite(descriptor)
            finally:
                os.close(descriptor)
            self._next.unlink()

    def _line_of(self, key: SiteKey) -> bytes:
        form, held = b"plain", key.key
        if self._secret is not None:
            nonce = os.urandom(_NONCE)
            form, held = b"sealed", nonce + self._secret.encrypt(nonce, key.key, b"%d" % key.generation)
        return b" ".join((_MARK, form, b"%d" % key.generation, base64.b64encode(held))) + b"\n"

    def _unseal(self, held: bytes, generation: int) -> bytes:
        if self._secret is None:
            raise SiteKeyNeeded("The site key is sealed under a secret: set HAVERSACK_SITE_KEY to it.")
        try:
            return self._secret.decrypt(held[:_NONCE], held[_NONCE:], b"%d" % generation)
        except (InvalidTag, ValueError):
            raise SiteKeyNeeded("HAVERSACK_SITE_KEY is not the secret that the site key is sealed under.") from None


def _overwrite(descriptor: int) -> None:
    # On file systems that copy on write the old bytes may outlive this; docs/adr/0002-sealing.md says what then.
    length = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, b"\0" * length)
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
