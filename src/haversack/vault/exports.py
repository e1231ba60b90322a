"""How do all keys leave for a safe place, and come back?

A key export is one JSON document: the parameters of scrypt (RFC 7914), a salt, a nonce, and the sealed keys
(AES-256-GCM, with the parameters as associated data). Its fingerprint is the SHA-256 of the file, as `sha256sum`
prints it.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from haversack.vault.refusals import NotAKeyExport, PassphraseTooShort, WrongPassphrase

LEAST_PASSPHRASE = 8
# 128 MiB and about half a second: OWASP Password Storage Cheat Sheet, scrypt. A file may not ask for more than 1 GiB.
COST = 2**17
_MOST_COST = 2**20
_BLOCK, _PARALLEL = 8, 1
_LARGEST = 256 * 1024 * 1024


class _Header(msgspec.Struct, frozen=True):
    format: str
    version: int
    n: int
    r: int
    p: int
    salt: bytes
    nonce: bytes

    def context(self) -> bytes:
        return msgspec.json.encode(self)


class _Document(msgspec.Struct, frozen=True):
    header: _Header
    sealed: bytes


class _Keys(msgspec.Struct, frozen=True):
    keys: dict[str, bytes]
    removed: dict[str, str]


@dataclass(frozen=True)
class Exported:
    """What a key export holds. `removed`: persons who were removed before it was made, and when."""

    fingerprint: str
    keys: dict[str, bytes] = field(repr=False)
    removed: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class ImportReceipt:
    """Persons' keys in an export: newly taken in, here already, and not taken in because the person was removed."""

    added: int
    known: int
    removed: int


def write_export(
    path: Path, passphrase: str, keys: Mapping[str, bytes], removed: Mapping[str, str], note: Callable[[str], None]
) -> str:
    """Write a new file with mode 0600 and return its fingerprint; `note` gets the fingerprint before the file exists.

    Raises PassphraseTooShort, FileExistsError.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        raise PassphraseTooShort(LEAST_PASSPHRASE)
    header = _Header("haversack-keys", 1, COST, _BLOCK, _PARALLEL, os.urandom(16), os.urandom(12))
    plain = msgspec.msgpack.encode(_Keys(dict(keys), dict(removed)))
    sealed = AESGCM(_stretched(passphrase, header)).encrypt(header.nonce, plain, header.context())
    data = msgspec.json.encode(_Document(header, sealed)) + b"\n"
    fingerprint = hashlib.sha256(data).hexdigest()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        # Noted first: a receipt may name an export that was never finished, but never leave one out.
        note(fingerprint)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return fingerprint


def read_export(path: Path, passphrase: str) -> Exported:
    """Raises NotAKeyExport, WrongPassphrase, FileNotFoundError."""
    if path.stat().st_size > _LARGEST:
        raise NotAKeyExport
    data = path.read_bytes()
    try:
        document = msgspec.json.decode(data, type=_Document)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise NotAKeyExport from None
    header = document.header
    known = header.format == "haversack-keys" and header.version == 1 and len(header.nonce) == 12
    if not known or not _affordable(header):
        raise NotAKeyExport
    try:
        plain = AESGCM(_stretched(passphrase, header)).decrypt(header.nonce, document.sealed, header.context())
    except InvalidTag:
        raise WrongPassphrase from None
    held = msgspec.msgpack.decode(plain, type=_Keys)
    return Exported(hashlib.sha256(data).hexdigest(), held.keys, held.removed)


def _affordable(header: _Header) -> bool:
    power_of_two = header.n > 1 and header.n & (header.n - 1) == 0
    return power_of_two and header.n <= _MOST_COST and header.r == _BLOCK and header.p == _PARALLEL


def _stretched(passphrase: str, header: _Header) -> bytes:
    # The same words typed on another keyboard may come composed otherwise: NFKC, as RFC 8265 section 4.2 asks.
    words = unicodedata.normalize("NFKC", passphrase).encode()
    return Scrypt(salt=header.salt, length=32, n=header.n, r=header.r, p=header.p).derive(words)
