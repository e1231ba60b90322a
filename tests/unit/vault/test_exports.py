"""Do the keys leave under a passphrase, come back, and never bring a removed person back?"""

import io
import os
import stat
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from haversack.vault import exports
from haversack.vault.keyring import Keyring
from haversack.vault.refusals import (
    KeyGone,
    KeysConflict,
    NotAKeyExport,
    PassphraseTooShort,
    Unreadable,
    WrongPassphrase,
)

ALICE, BOB, CAROL = (UUID(int=number) for number in (1, 2, 3))
WORDS = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch):
    monkeypatch.setattr(exports, "COST", 2**10)


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    ring = Keyring.open(tmp_path / "data")
    ring.create(ALICE)
    ring.create(BOB)
    return ring


@pytest.fixture
def other(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "other")


def test_every_key_comes_back_elsewhere(ring, other, tmp_path):
    blob, backup = ring.person(ALICE).seal(b"x", "name"), ring.backup_key().seal(b"y", "backup")
    ring.export(tmp_path / "keys", WORDS)
    receipt = other.import_(tmp_path / "keys", WORDS)
    assert (receipt.added, receipt.known, receipt.removed) == (2, 0, 0)
    assert other.person(ALICE).open(blob, "name") == b"x"
    assert other.backup_key().open(backup, "backup") == b"y"
    again = other.import_(tmp_path / "keys", WORDS)
    assert (again.added, again.known, again.removed) == (0, 2, 0)


def test_an_export_is_for_its_owner_alone_and_overwrites_nothing(ring, tmp_path):
    ring.export(tmp_path / "keys", WORDS)
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        ring.export(tmp_path / "keys", WORDS)


@pytest.mark.parametrize("words", ["", "correct horse battery stapl", "Correct horse battery staple", WORDS + " "])
def test_a_wrong_passphrase_is_said_so(ring, other, tmp_path, words):
    ring.export(tmp_path / "keys", WORDS)
    with pytest.raises(WrongPassphrase, match="passphrase does not open"):
        other.import_(tmp_path / "keys", words)


def test_the_same_words_typed_on_another_keyboard_open(ring, other, tmp_path):
    ring.export(tmp_path / "keys", "contrasen\u0303a larga")
    assert other.import_(tmp_path / "keys", "contrase\u00f1a larga").added == 2


def test_a_short_passphrase_is_refused(ring, tmp_path):
    with pytest.raises(PassphraseTooShort, match="at least 8"):
        ring.export(tmp_path / "keys", "1234567")
    assert not (tmp_path / "keys").exists()


def damaged(content: bytes, **header: object) -> bytes:
    document = msgspec.json.decode(content)
    document["header"] |= header
    return msgspec.json.encode(document)


STRANGE = {
    "empty": lambda content: b"",
    "not json": lambda content: b"\x89PNG",
    "other json": lambda content: b'{"resourceType": "Bundle"}',
    "later version": lambda content: damaged(content, version=2),
    "asks for 64 GiB": lambda content: damaged(content, n=2**29),
    "asks for no power of two": lambda content: damaged(content, n=1000),
    "cut": lambda content: content[: len(content) // 2],
}


@pytest.mark.parametrize("how", STRANGE)
def test_another_file_is_not_taken_for_an_export(ring, other, tmp_path, how):
    ring.export(tmp_path / "keys", WORDS)
    (tmp_path / "strange").write_bytes(STRANGE[how]((tmp_path / "keys").read_bytes()))
    with pytest.raises(NotAKeyExport):
        other.import_(tmp_path / "strange", WORDS)


def test_an_export_shows_no_key_and_no_person(ring, tmp_path):
    ring.export(tmp_path / "keys", WORDS)
    content = (tmp_path / "keys").read_bytes()
    assert ALICE.hex.encode() not in content
    assert str(ALICE).encode() not in content


def test_the_receipt_of_a_removal_names_every_export_that_still_holds_the_key(ring, other, tmp_path):
    first = ring.export(tmp_path / "first", WORDS)
    ring.create(CAROL)
    second = ring.export(tmp_path / "second", WORDS)
    assert {known.fingerprint for known in ring.shred(CAROL).exports} == {second.fingerprint}
    assert {known.fingerprint for known in ring.shred(ALICE).exports} == {first.fingerprint, second.fingerprint}
    ring.export(tmp_path / "third", WORDS)
    assert len(ring.shred(ALICE).exports) == 2
    other.import_(tmp_path / "first", WORDS)
    assert [known.fingerprint for known in other.shred(BOB).exports] == [first.fingerprint]


def test_the_fingerprint_is_what_sha256sum_prints(ring, tmp_path):
    import hashlib

    known = ring.export(tmp_path / "keys", WORDS)
    assert known.fingerprint == hashlib.sha256((tmp_path / "keys").read_bytes()).hexdigest()


def test_an_old_export_does_not_bring_a_removed_person_back(ring, other, tmp_path):
    ring.export(tmp_path / "old", WORDS)
    ring.shred(ALICE)
    receipt = ring.import_(tmp_path / "old", WORDS)
    assert (receipt.added, receipt.known, receipt.removed) == (0, 1, 1)
    with pytest.raises(KeyGone):
        ring.person(ALICE)
    ring.export(tmp_path / "new", WORDS)
    other.import_(tmp_path / "new", WORDS)
    assert other.import_(tmp_path / "old", WORDS).removed == 1
    with pytest.raises(KeyGone):
        other.person(ALICE)


def test_another_key_for_the_same_person_is_refused_and_changes_nothing(ring, other, tmp_path):
    blob = other.create(ALICE).seal(b"x", "name")
    ring.export(tmp_path / "keys", WORDS)
    with pytest.raises(KeysConflict, match="nothing was imported"):
        other.import_(tmp_path / "keys", WORDS)
    assert other.person(ALICE).open(blob, "name") == b"x"
    with pytest.raises(KeyGone):
        other.person(BOB)


def test_a_site_keeps_its_own_backup_key_and_opens_the_backups_of_the_other(ring, other, tmp_path):
    mine, theirs = other.backup_key().seal(b"mine", "backup"), ring.backup_key().seal(b"theirs", "backup")
    ring.export(tmp_path / "keys", WORDS)
    other.import_(tmp_path / "keys", WORDS)
    other.rotate()
    assert other.backup_key().open(mine, "backup") == b"mine"
    assert other.backup_key().open(theirs, "backup") == b"theirs"
    assert other.backup_key().seal(b"new", "backup")[:4] == mine[:4]


def test_the_backup_key_outlives_rotation_and_seals_files(ring, other):
    out, data = io.BytesIO(), os.urandom(300_000)
    ring.backup_key().seal_stream(io.BytesIO(data), out, "backup")
    ring.rotate()
    assert b"".join(ring.backup_key().open_stream(io.BytesIO(out.getvalue()), "backup")) == data
    with pytest.raises(Unreadable):
        other.backup_key().open_stream(io.BytesIO(out.getvalue()), "backup")
    assert repr(ring.backup_key()) == "<BackupKey>"
