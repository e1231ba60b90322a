"""After a person is removed, does anything that remains open their record; and what if the power fails half way?"""

import os
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haversack.vault import exports
from haversack.vault.keyring import Keyring
from haversack.vault.refusals import KeyGone, VaultRefusal
from haversack.vault.site_key import SiteKeyFile
from haversack.vault.wrappings import Wrappings

ALICE, BOB = UUID(int=1), UUID(int=2)
STEPS = [
    (SiteKeyFile, "stage"),
    (Wrappings, "begin_turn"),
    (SiteKeyFile, "switch"),
    (Wrappings, "end_turn"),
    (Wrappings, "wipe"),
    (Wrappings, "close_turn"),
]
NAMES = [name for _, name in STEPS]


class PowerCut(BaseException):
    """Nothing in the vault may catch this."""


def cut(monkeypatch: pytest.MonkeyPatch, step: str, moment: str) -> None:
    """From now on the power fails just before or just after the step."""
    owner = next(owner for owner, name in STEPS if name == step)
    real = getattr(owner, step)

    def failing(self, *values):
        if moment == "after":
            real(self, *values)
        raise PowerCut

    monkeypatch.setattr(owner, step, failing)


def opens(folder: Path, person: UUID, blob: bytes) -> bool:
    """Does anything in the folder open what was sealed for the person?"""
    try:
        return Keyring.open(folder).person(person).open(blob, "body") == b"x"
    except VaultRefusal:
        return False


@settings(max_examples=25, deadline=None)
@given(acts=st.lists(st.sampled_from(["copy", "rotate", "shred other", "create"]), max_size=6))
def test_no_copy_of_any_remaining_file_opens_a_removed_person(tmp_path_factory, acts):
    folder = tmp_path_factory.mktemp("vault")
    ring = Keyring.open(folder / "data")
    blob = ring.create(ALICE).seal(b"x", "body")
    copies = []

    def copy() -> None:
        copies.append(folder / f"copy{len(copies)}")
        shutil.copy(folder / "data" / "keyring.sqlite3", copies[-1])

    copy()
    for number, act in enumerate(acts):
        person = UUID(int=100 + number)
        if act == "copy":
            copy()
        elif act == "rotate":
            ring.rotate()
        else:
            ring.create(person)
            if act == "shred other":
                ring.shred(person)
    copy()
    assert opens(folder / "data", ALICE, blob)
    ring.shred(ALICE)
    remaining = (folder / "data" / "site.key").read_bytes()
    for place, keyring in enumerate([*copies, folder / "data" / "keyring.sqlite3"]):
        attempt = folder / f"attempt{place}"
        attempt.mkdir()
        shutil.copy(keyring, attempt / "keyring.sqlite3")
        (attempt / "site.key").write_bytes(remaining)
        assert not opens(attempt, ALICE, blob)


def test_the_files_hold_nothing_of_a_removed_key(tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "COST", 2**10)
    ring = Keyring.open(tmp_path / "data")
    roots = []
    real = os.urandom

    def remembering(size: int) -> bytes:
        drawn = real(size)
        roots.append(drawn)
        return drawn

    monkeypatch.setattr(os, "urandom", remembering)
    ring.create(ALICE)
    [alice] = [drawn for drawn in roots if len(drawn) == 32]
    before = (tmp_path / "data" / "keyring.sqlite3").read_bytes()
    nonce = roots[1]
    assert nonce in before, "the wrapped key is there before"
    ring.shred(ALICE)
    for path in (tmp_path / "data").iterdir():
        assert nonce not in path.read_bytes(), path.name
        assert alice not in path.read_bytes(), path.name


def test_the_old_site_key_is_overwritten_not_only_unlinked(tmp_path):
    ring = Keyring.open(tmp_path / "data")
    with (tmp_path / "data" / "site.key").open("rb") as old:
        assert old.read().startswith(b"haversack-site-key")
        ring.rotate()
        old.seek(0)
        assert set(old.read()) == {0}


@pytest.mark.parametrize(("step", "moment"), list(product(NAMES, ["before", "after"])))
def test_a_power_cut_during_a_rotation_loses_no_key(tmp_path, monkeypatch, step, moment):
    ring = Keyring.open(tmp_path / "data")
    blob = ring.create(ALICE).seal(b"x", "body")
    cut(monkeypatch, step, moment)
    with pytest.raises(PowerCut):
        ring.rotate()
    monkeypatch.undo()
    assert ring.person(ALICE).open(blob, "body") == b"x"
    assert opens(tmp_path / "data", ALICE, blob)
    assert Keyring.open(tmp_path / "data").check() == []
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [
        "keyring.lock",
        "keyring.sqlite3",
        "site.key",
    ]


@pytest.mark.parametrize(("step", "moment"), list(product(NAMES, ["before", "after"])))
def test_a_power_cut_during_a_removal_leaves_the_old_state_or_the_new(tmp_path, monkeypatch, step, moment):
    folder = tmp_path / "data"
    ring = Keyring.open(folder)
    alice, bob = ring.create(ALICE).seal(b"x", "body"), ring.create(BOB).seal(b"x", "body")
    shutil.copy(folder / "keyring.sqlite3", tmp_path / "copy")
    cut(monkeypatch, step, moment)
    with pytest.raises(PowerCut):
        ring.shred(ALICE)
    monkeypatch.undo()
    assert opens(folder, BOB, bob)
    removed = not opens(folder, ALICE, alice)
    assert removed == ((step, moment) not in {("stage", "before"), ("stage", "after"), ("begin_turn", "before")})
    # Opening the keyring has finished what was begun: the copy and the key that remains open nothing.
    if removed:
        (tmp_path / "attempt").mkdir()
        shutil.copy(tmp_path / "copy", tmp_path / "attempt" / "keyring.sqlite3")
        shutil.copy(folder / "site.key", tmp_path / "attempt" / "site.key")
        assert not opens(tmp_path / "attempt", ALICE, alice)
    ring.shred(ALICE)
    assert not opens(folder, ALICE, alice)
    assert opens(folder, BOB, bob)


@pytest.mark.parametrize("step", NAMES)
def test_two_power_cuts_in_a_row_are_survived(tmp_path, monkeypatch, step):
    ring = Keyring.open(tmp_path / "data")
    ring.create(ALICE)
    bob = ring.create(BOB).seal(b"x", "body")
    cut(monkeypatch, "switch", "before")
    with pytest.raises(PowerCut):
        ring.shred(ALICE)
    monkeypatch.undo()
    cut(monkeypatch, step, "after")
    with pytest.raises(PowerCut):
        Keyring.open(tmp_path / "data")
    monkeypatch.undo()
    assert opens(tmp_path / "data", BOB, bob)
    with pytest.raises(KeyGone):
        ring.person(ALICE)


ROTATE_OR_SHRED = """
import sys, uuid
from pathlib import Path
from haversack.vault.keyring import Keyring
ring = Keyring.open(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 6):
    person = uuid.UUID(int=number)
    ring.create(person)
    ring.rotate() if number % 2 else ring.shred(person)
"""


def test_two_processes_turn_the_site_key_at_once(tmp_path):
    ring = Keyring.open(tmp_path / "data")
    blob = ring.create(ALICE).seal(b"x", "body")
    workers = [
        subprocess.Popen([sys.executable, "-c", ROTATE_OR_SHRED, str(tmp_path / "data"), str(start)])
        for start in (100, 200)
    ]
    while any(worker.poll() is None for worker in workers):
        assert ring.person(ALICE).open(blob, "body") == b"x"
    assert [worker.returncode for worker in workers] == [0, 0]
    assert ring.check() == []
    for number in (*range(100, 106), *range(200, 206)):
        if number % 2:
            ring.person(UUID(int=number))
        else:
            with pytest.raises(KeyGone):
                ring.person(UUID(int=number))


def test_a_site_key_being_overwritten_is_looked_at_again(tmp_path, monkeypatch):
    ring = Keyring.open(tmp_path / "data")
    blob = ring.create(ALICE).seal(b"x", "body")
    ring = Keyring.open(tmp_path / "data")
    read, looks = Path.read_bytes, []

    def old_inode_first(path):
        looks.append(path.name)
        return b"\0" * 70 if len(looks) == 1 else read(path)

    monkeypatch.setattr(Path, "read_bytes", old_inode_first)
    assert ring.person(ALICE).open(blob, "body") == b"x"


KILLED = """
import os, sys, uuid
from pathlib import Path
from haversack.vault import keyring, site_key, wrappings
owner, step = sys.argv[2].split(".")
owner = getattr(site_key, owner, None) or getattr(wrappings, owner)
ring = keyring.Keyring.open(Path(sys.argv[1]))
setattr(owner, step, lambda *values: os.kill(os.getpid(), 9))
ring.shred(uuid.UUID(int=1))
"""


@pytest.mark.parametrize(("owner", "step"), STEPS)
def test_a_killed_process_leaves_a_keyring_that_works(tmp_path, owner, step):
    ring = Keyring.open(tmp_path / "data")
    ring.create(ALICE)
    bob = ring.create(BOB).seal(b"x", "body")
    command = [sys.executable, "-c", KILLED, str(tmp_path / "data"), f"{owner.__name__}.{step}"]
    assert subprocess.run(command, check=False).returncode == -9
    assert opens(tmp_path / "data", BOB, bob)
    ring.shred(ALICE)
    with pytest.raises(KeyGone):
        ring.person(ALICE)
    assert ring.person(BOB).open(bob, "body") == b"x"
