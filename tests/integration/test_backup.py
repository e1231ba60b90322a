"""A whole site in one sealed file, taken while it goes on, and brought back somewhere else: all of it or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ..places import Place, copied, place
from .backpack.conftest import bundle, observation, patient, text_of

PASSPHRASE = "correct horse battery staple\n"


# What keys, files and words do is the same on both databases; making a site on PostgreSQL takes several seconds.
ABOUT_KEYS = pytest.mark.skipif(
    os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql", reason="is about keys and files; it was tried once"
)


@pytest.fixture
def new_place(tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """Makes sites that are not there yet."""
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(place(tmp_path / name))


def write_files(folder: Path) -> None:
    (folder / "ada.json").write_bytes(bundle(patient(), observation("1", "1.10"), observation("2")))
    (folder / "ben.ndjson").write_bytes(text_of(patient("Okafor", "Ben", "1980-02-02")) + b"\n{torn\n")


def fill(site: Place, files: Path) -> Place:
    """Two people, a user, and what they have."""
    write_files(files)
    site.run_all(
        ("user", "add", "ines@example.org"),
        ("person", "add", "Ada"),
        ("person", "add", "Ben"),
        ("import", str(files / "ada.json"), "--person", "Ada", "--accept"),
        ("import", str(files / "ben.ndjson"), "--person", "Ben"),
        typed="a long enough password\n",
    )
    return site


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Place | None:
    """A filled site that is only copied, where a site can be."""
    folder = tmp_path_factory.mktemp("filled")
    with place(folder / "site") as site:
        return None if site.databases else fill(site, folder)


@pytest.fixture
def site(filled: Place | None, new_place: Callable[[str], Place], tmp_path: Path) -> Place:
    """A site with two people, a user, and what they have."""
    if filled is None:
        return fill(new_place("site"), tmp_path)
    write_files(tmp_path)
    return copied(filled, tmp_path / "site")


def back(target: Place, backup: Path, keys: Path, code: int = 0) -> Any:
    target.run("keys", "import", str(keys), typed=PASSPHRASE)
    done = target.run("restore", str(backup), "--json", code=code)
    return json.loads(done.stdout) if done.stdout else done.stderr


def test_a_site_comes_back_elsewhere_with_its_keys(site, new_place, tmp_path):
    keys, backup = tmp_path / "keys", tmp_path / "backup"
    site.run("keys", "export", str(keys), typed=PASSPHRASE)
    told = site.ask("backup", str(backup))
    assert told["rows"] > 10
    assert stat.S_IMODE(backup.stat().st_mode) == stat.S_IMODE(keys.stat().st_mode) == 0o600
    elsewhere = new_place("elsewhere")
    restored = back(elsewhere, backup, keys)
    assert (restored["rows"], restored["people"], restored["removed"], restored["keys_missing"]) == (
        told["rows"],
        2,
        0,
        0,
    )
    assert elsewhere.ask("person", "list") == site.ask("person", "list")
    assert elsewhere.ask("user", "list") == site.ask("user", "list")
    assert elsewhere.entries("Ada") == site.entries("Ada")
    assert elsewhere.ask("doctor", "--all")["findings"] == []
    # and it goes on from there: new rows, new backups, the same records known again
    again = elsewhere.ask("import", str(tmp_path / "ada.json"), "--person", "Ada", "--accept")
    assert again["unchanged"] == 3
    assert elsewhere.ask("import", str(tmp_path / "ada.json"), "--person", "Ada", "--source", "B")["pending"] == 2
    elsewhere.run("backup", str(tmp_path / "next"))


def test_what_was_taken_from_one_database_comes_back_on_the_other(site, tmp_path, monkeypatch):
    if os.environ.get("HAVERSACK_TEST_DATABASE") != "postgresql":
        pytest.skip("there is only one database here; the run on PostgreSQL tries both ways")
    keys = tmp_path / "keys"
    site.run("keys", "export", str(keys), typed=PASSPHRASE)
    site.run("backup", str(tmp_path / "from-postgresql"))
    here = Place(tmp_path / "sqlite")
    back(here, tmp_path / "from-postgresql", keys)
    assert here.entries("Ada") == site.entries("Ada")
    assert here.ask("doctor", "--all")["findings"] == []
    here.run("backup", str(tmp_path / "from-sqlite"))
    with place(tmp_path / "third") as third:
        back(third, tmp_path / "from-sqlite", keys)
        assert third.entries("Ada") == site.entries("Ada")
        assert third.ask("doctor", "--all")["findings"] == []


def test_a_backup_holds_no_key_and_nothing_that_can_be_read(site, tmp_path):
    site.run("backup", str(tmp_path / "backup"))
    data = (tmp_path / "backup").read_bytes()
    for name in ("site.key", "secret.key"):
        assert (site.folder / name).read_bytes().strip() not in data
    for words in (b"ines@example.org", b"backpack_record", b"Ada", b"Ferris", b"Glucose"):
        assert words not in data


@ABOUT_KEYS
def test_sealed_files_are_in_it_and_files_that_are_not_sealed_are_not(site, new_place, tmp_path):
    for name, data in (("files/ab/sealed", b"\x03sealed bytes"), ("inbox/plain", b"Ada Ferris, glucose 98")):
        (site.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (site.folder / name).write_bytes(data)
    site.run("keys", "export", str(tmp_path / "keys"), typed=PASSPHRASE)
    assert site.ask("backup", str(tmp_path / "backup"))["files"] == 1
    elsewhere = new_place("elsewhere")
    assert back(elsewhere, tmp_path / "backup", tmp_path / "keys")["files"] == 1
    assert (elsewhere.folder / "files/ab/sealed").read_bytes() == b"\x03sealed bytes"
    assert not (elsewhere.folder / "inbox/plain").exists()


@ABOUT_KEYS
def test_refusals_say_why_and_change_nothing(site, new_place, tmp_path):
    keys, backup = tmp_path / "keys", tmp_path / "backup"
    site.run_all(("keys", "export", str(keys)), ("backup", str(backup)), typed=PASSPHRASE)
    said = site.run_all(
        ("backup", str(backup)), ("keys", "export", str(keys)), ("restore", str(backup)), codes=(2,), typed=PASSPHRASE
    )
    assert said.count("nothing is ever written over") == 2
    assert "site here already" in said
    data = backup.read_bytes()
    elsewhere = new_place("elsewhere")
    said = elsewhere.run_all(
        ("restore", str(backup)),
        ("keys", "import", str(keys)),
        ("keys", "import", str(backup)),
        typed="wrong wrong\n" + PASSPHRASE,
        codes=(2,),
    )
    for words in ("keys are not here", "passphrase", "not a key export"):
        assert words in said
    spoiled = {
        "cut by a byte": data[:-1],
        "cut in half": data[: len(data) // 2],
        "cut to nothing": data[:40],
        "changed": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        "longer": data + b"x",
        "another thing": b"PK\x03\x04 a zip",
    }
    for name, what in spoiled.items():
        (tmp_path / name).write_bytes(what)
    elsewhere.run("keys", "import", str(keys), typed=PASSPHRASE)
    said = elsewhere.run_all(*(("restore", str(tmp_path / name)) for name in (*spoiled, "nowhere")), codes=(2,))
    assert said.count("damaged or cut short") == 5
    assert "not a backup" in said
    assert "cannot be restored" in said
    assert elsewhere.ask("person", "list") == []  # a usable, empty site: none of these left anything
    elsewhere.run("restore", str(backup))
    assert len(elsewhere.ask("person", "list")) == 2


def test_a_restore_that_fails_half_way_leaves_it_empty_and_can_be_tried_again(site, new_place, tmp_path):
    keys, backup = tmp_path / "keys", tmp_path / "backup"
    site.run("keys", "export", str(keys), typed=PASSPHRASE)
    site.run("backup", str(backup))
    elsewhere = new_place("elsewhere")
    elsewhere.run("keys", "import", str(keys), typed=PASSPHRASE)
    for delay in (0.6, 0.8):
        process = elsewhere.start("restore", str(backup))
        time.sleep(delay)
        process.kill()
        process.communicate()
        if (elsewhere.folder / "restoring").exists():
            assert "interrupted" in elsewhere.run("person", "list", code=2).stderr
        elif len(elsewhere.ask("person", "list")) == 2:  # it had ended before it was killed
            break
    else:
        elsewhere.run("restore", str(backup))
    assert elsewhere.entries("Ada") == site.entries("Ada")
    assert elsewhere.ask("doctor", "--all")["findings"] == []


@ABOUT_KEYS
def test_a_person_removed_since_is_in_no_backup_old_or_new(site, new_place, tmp_path):
    """X4: after removal nothing opens for them with the keys that remain; the others are as they were."""
    site.run("keys", "export", str(tmp_path / "before"), typed=PASSPHRASE)
    site.run("backup", str(tmp_path / "old"))
    receipt = site.ask("person", "remove", "Ada", "--yes")
    fingerprints = [one["sha256"] for one in receipt["key_exports_to_destroy"]]
    assert fingerprints == [hashlib.sha256((tmp_path / "before").read_bytes()).hexdigest()]
    site.run("keys", "export", str(tmp_path / "after"), typed=PASSPHRASE)
    site.run("backup", str(tmp_path / "new"))
    for name, removed in (("old", 1), ("new", 0)):
        elsewhere = new_place(f"from-{name}")
        restored = back(elsewhere, tmp_path / name, tmp_path / "after")
        assert restored["removed"] == removed
        assert [one["name"] for one in elsewhere.ask("person", "list")] == ["Ben"]
        assert elsewhere.ask("doctor", "--all")["findings"] == []
        assert "no person" in elsewhere.run("entries", "--person", receipt["removed"], code=2).stderr
    # The export that the receipt names would still open the old backup: that is why it must be destroyed.
    with_old_keys = new_place("with-old-keys")
    back(with_old_keys, tmp_path / "old", tmp_path / "before")
    assert len(with_old_keys.ask("person", "list")) == 2


@ABOUT_KEYS
def test_a_person_added_after_the_keys_were_exported_stays_sealed_until_newer_keys_come(site, new_place, tmp_path):
    site.run("keys", "export", str(tmp_path / "keys"), typed=PASSPHRASE)
    site.run("person", "add", "Cyra")
    site.run("backup", str(tmp_path / "backup"))
    site.run("keys", "export", str(tmp_path / "newer"), typed=PASSPHRASE)
    elsewhere = new_place("elsewhere")
    assert back(elsewhere, tmp_path / "backup", tmp_path / "keys", code=1)["keys_missing"] == 1
    assert [one["name"] for one in elsewhere.ask("person", "list")] == ["Ada", "Ben"]
    assert [one["severity"] for one in elsewhere.ask("doctor", code=1)["findings"]] == ["error"]
    elsewhere.run("keys", "import", str(tmp_path / "newer"), typed=PASSPHRASE)
    assert [one["name"] for one in elsewhere.ask("person", "list")] == ["Ada", "Ben", "Cyra"]
    assert elsewhere.ask("doctor")["findings"] == []


@ABOUT_KEYS
def test_the_site_key_turns_and_older_backups_and_records_still_open(site, new_place, tmp_path):
    site.run("backup", str(tmp_path / "backup"))
    before = (site.folder / "site.key").read_bytes()
    site.run("keys", "rotate")
    assert (site.folder / "site.key").read_bytes() != before
    assert len(site.entries("Ada")) == 2
    site.run("keys", "export", str(tmp_path / "keys"), typed=PASSPHRASE)
    assert back(new_place("elsewhere"), tmp_path / "backup", tmp_path / "keys")["people"] == 2


_WHILE_RECORDS_COME_IN = """
import os, sys, time; os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.config.settings"
from haversack.config.prepare import set_up; set_up()
from haversack.cli.main import main
from haversack.backpack.models import Arrival
whole = Arrival.objects.filter(is_complete=True)
before, coming = whole.count(), Arrival.objects.filter(parts__gt=0, is_complete=False)
while not coming.exists() and whole.count() == before:
    time.sleep(0.005)
time.sleep(float(sys.argv[1]))
sys.exit(any([main(["backup", name]) for name in sys.argv[2:]]))
"""


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_backups_taken_while_records_come_in_are_each_of_one_moment(proof, new_place, tmp_path):
    """Taken at random moments of an import and restored elsewhere: nothing half there, and it can go on from there."""
    source = tmp_path / "many.ndjson"
    many = proof.size(sample=6_000, full=12_000)  # long enough to be half way when the first backup is taken
    days = (str(date(1990, 1, 1) + timedelta(days=n)) for n in range(many))
    lines = (text_of(patient()), *(text_of(observation(str(n), date=day)) for n, day in enumerate(days)))
    source.write_bytes(b"\n".join(lines))
    site = new_place("site")
    site.run_all(("person", "add", "Ada"), ("keys", "export", str(tmp_path / "keys")), typed=PASSPHRASE)
    chance = random.Random(proof.seed)
    wrong = tried = midway = 0
    while tried < proof.size(sample=2, full=100):
        words = ("import", str(source), "--person", "Ada", "--accept", "--source", str(tried))
        backups = [tmp_path / f"backup-{number}" for number in range(proof.size(sample=2, full=5))]
        taking = site.start_python(_WHILE_RECORDS_COME_IN, str(chance.random() * 0.2), *map(str, backups))
        with taking, site.start(*words) as importing:
            said = taking.communicate()[1]
            assert taking.returncode == 0, said + site.faults().encode()
            importing.communicate()
        for backup in backups:
            tried += 1
            with place(tmp_path / "restored") as restored:
                again = ("import", str(source), "--person", "Ada", "--accept", "--source", "0")
                keys = ("keys", "import", str(tmp_path / "keys"))
                restored.run_all(keys, ("restore", str(backup)), ("doctor", "--all"), typed=PASSPHRASE, codes=(0,))
                midway += len(restored.entries("Ada")) % many != 0
                restored.run_all(again, ("doctor", "--all"), codes=(0,))
                wrong += len(restored.entries("Ada")) < many
            shutil.rmtree(tmp_path / "restored")
            backup.unlink()
    assert midway, "no backup was taken half way through an import: nothing was shown"
    proof.counted("backups taken under writes, restored elsewhere", tried=tried, wrong=wrong)


NOT_OF_ONE_MOMENT = """
import os, sys; os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.config.settings"
from contextlib import nullcontext
from haversack.config.prepare import set_up; set_up()
from haversack.cli.main import main
from haversack.config.backup import taking
real, backup, meanwhile = taking.rows_of, *sys.argv[1:]
def rows_of(model, alias):
    if model.__name__ == "Record":
        assert main(["import", meanwhile, "--person", "Ada", "--accept"]) == 0
    yield from real(model, alias)
taking.rows_of = rows_of
taking.snapshot = lambda alias: nullcontext()
sys.exit(main(["backup", backup]))
"""


def test_a_backup_that_is_not_of_one_moment_would_be_noticed(site, new_place, tmp_path):
    """The planted bug: without the snapshot, what came meanwhile is in some tables and not in others."""
    (tmp_path / "meanwhile.json").write_bytes(bundle(patient(), observation("7"), observation("8")))
    words = [str(tmp_path / "backup"), str(tmp_path / "meanwhile.json")]
    subprocess.run([sys.executable, "-c", NOT_OF_ONE_MOMENT, *words], env=site.environment, check=True)
    site.run("keys", "export", str(tmp_path / "keys"), typed=PASSPHRASE)
    elsewhere = new_place("elsewhere")
    back(elsewhere, tmp_path / "backup", tmp_path / "keys")
    assert elsewhere.ask("doctor", code=1)["findings"]
