"""Who gets which key, and what remains after a person is removed?"""

import os
import stat
import threading
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from haversack.vault.keyring import Keyring
from haversack.vault.refusals import KeyGone, KeyMissing, KeyringDamaged, SiteKeyNeeded, Unreadable

ALICE, BOB = UUID(int=1), UUID(int=2)


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "data")


def test_a_key_is_the_same_each_time_and_after_opening_again(ring, tmp_path):
    blob = ring.create(ALICE).seal(b"x", "name")
    assert ring.person(ALICE) is ring.person(ALICE)
    assert Keyring.open(tmp_path / "data").person(ALICE).open(blob, "name") == b"x"


def test_creating_twice_gives_the_same_key(ring):
    blob = ring.create(ALICE).seal(b"x", "name")
    assert ring.create(ALICE).open(blob, "name") == b"x"


def test_persons_have_different_keys(ring):
    blob = ring.create(ALICE).seal(b"x", "name")
    with pytest.raises(Unreadable):
        ring.create(BOB).open(blob, "name")


def test_a_person_nobody_knows_has_no_key(ring):
    with pytest.raises(KeyMissing, match="keys import"):
        ring.person(uuid4())
    with pytest.raises(KeyMissing):
        ring.shred(uuid4())


def test_files_are_for_their_owner_alone(ring, tmp_path):
    ring.create(ALICE)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    assert modes == {"keyring.sqlite3": 0o600, "site.key": 0o600, "keyring.lock": 0o600}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_removed_person_has_no_key_and_never_gets_one_again(ring):
    ring.create(ALICE)
    ring.create(BOB)
    receipt = ring.shred(ALICE)
    assert receipt.person == ALICE
    assert receipt.exports == ()
    with pytest.raises(KeyGone, match="nothing can open it"):
        ring.person(ALICE)
    with pytest.raises(KeyGone):
        ring.create(ALICE)
    assert ring.shred(ALICE) == receipt


def test_the_others_keep_their_keys_through_removals_and_rotations(ring, tmp_path):
    blobs = {person: ring.create(person).seal(person.bytes, "name") for person in (uuid4() for _ in range(20))}
    gone = list(blobs)[:5]
    for person in gone:
        ring.shred(person)
        ring.rotate()
    again = Keyring.open(tmp_path / "data")
    for person, blob in blobs.items():
        if person not in gone:
            assert again.person(person).open(blob, "name") == person.bytes
    assert again.check() == []


def test_another_process_notices_a_removal_at_once(ring, tmp_path):
    other = Keyring.open(tmp_path / "data")
    ring.create(ALICE)
    other.person(ALICE)
    ring.shred(ALICE)
    with pytest.raises(KeyGone):
        other.person(ALICE)


def test_a_site_key_under_a_secret_opens_only_with_it(tmp_path):
    secret = os.urandom(32)
    blob = Keyring.open(tmp_path, site_key=secret).create(ALICE).seal(b"x", "name")
    assert Keyring.open(tmp_path, site_key=secret).person(ALICE).open(blob, "name") == b"x"
    with pytest.raises(SiteKeyNeeded, match="HAVERSACK_SITE_KEY"):
        Keyring.open(tmp_path)
    with pytest.raises(SiteKeyNeeded, match="not the secret"):
        Keyring.open(tmp_path, site_key=os.urandom(32))
    with pytest.raises(SiteKeyNeeded, match="32 bytes"):
        Keyring.open(tmp_path, site_key=b"short")


def test_a_plain_site_key_is_sealed_by_the_first_rotation_with_a_secret(tmp_path):
    Keyring.open(tmp_path).create(ALICE)
    secret = os.urandom(32)
    ring = Keyring.open(tmp_path, site_key=secret)
    assert [finding.severity for finding in ring.check()] == ["warning"]
    ring.rotate()
    assert ring.check() == []
    with pytest.raises(SiteKeyNeeded):
        Keyring.open(tmp_path)


def test_a_lost_site_key_is_not_quietly_replaced(ring, tmp_path):
    ring.create(ALICE)
    (tmp_path / "data" / "site.key").unlink()
    with pytest.raises(SiteKeyNeeded, match="put it back"):
        Keyring.open(tmp_path / "data")
    with pytest.raises(SiteKeyNeeded):
        ring.person(ALICE)


@pytest.mark.parametrize(
    "content", [b"", b"rubbish", b"haversack-site-key-1 plain 1 AAAA\n", b"haversack-site-key-9 plain 1 AAAA"]
)
def test_a_damaged_site_key_is_said_so(ring, tmp_path, content):
    (tmp_path / "data" / "site.key").write_bytes(content)
    with pytest.raises(SiteKeyNeeded, match=r"site\.key"):
        Keyring.open(tmp_path / "data")


def test_the_site_key_of_another_place_destroys_nothing(ring, tmp_path):
    blob = ring.create(ALICE).seal(b"x", "name")
    own = (tmp_path / "data" / "site.key").read_bytes()
    Keyring.open(tmp_path / "other")
    (tmp_path / "data" / "site.key").write_bytes((tmp_path / "other" / "site.key").read_bytes())
    mistaken = Keyring.open(tmp_path / "data")
    with pytest.raises(KeyringDamaged):
        mistaken.person(ALICE)
    with pytest.raises(KeyringDamaged, match="nothing was changed"):
        mistaken.rotate()
    assert [finding.severity for finding in mistaken.check()] == ["error"]
    (tmp_path / "data" / "site.key").write_bytes(own)
    assert Keyring.open(tmp_path / "data").person(ALICE).open(blob, "name") == b"x"


def test_open_files_are_found(ring, tmp_path):
    (tmp_path / "data" / "site.key").chmod(0o644)
    (tmp_path / "data" / "keyring.sqlite3").chmod(0o640)
    assert [finding.what.split()[0] for finding in ring.check()] == ["site.key", "keyring.sqlite3"]


def test_many_threads_create_and_read(ring):
    persons = [uuid4() for _ in range(12)]
    blobs, failed = {}, []

    def work(person: UUID) -> None:
        try:
            blobs[person] = ring.create(person).seal(person.bytes, "name")
            ring.person(person)
        except Exception as problem:
            failed.append(problem)

    threads = [threading.Thread(target=work, args=(person,)) for person in persons]
    for thread in threads:
        thread.start()
    ring.rotate()
    for thread in threads:
        thread.join()
    assert failed == []
    assert all(ring.person(person).open(blobs[person], "name") == person.bytes for person in persons)


def test_nothing_shows_a_key(ring, tmp_path):
    site = (tmp_path / "data" / "site.key").read_text().split()[-1]
    assert site not in repr(ring) + repr(vars(ring))
    assert "key=" not in repr(ring._site.read())
