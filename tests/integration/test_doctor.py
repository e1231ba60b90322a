"""`haversack doctor` finds each fault that was planted, says where, and is quiet where all is well."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.review import decide, remove_all
from haversack.backpack.models import Arrival, Count, Part, Person, Record, Shard, Source
from haversack.backpack.models.keys import keyring
from haversack.backpack.models.work import Work
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.soundness import Finding, backpacks_unsound
from haversack.config.doctor import _files

from ..places import Place, copied
from .backpack.conftest import OPERATOR, observation, patient
from .backpack.conftest import take as take_fixture

take = take_fixture

NOW = timezone.now()


@pytest.fixture
def ada(take: Callable[..., Any]) -> Opened:
    opened = add_person(by=OPERATOR, name="Ada")
    take(opened, patient(), observation("1"), observation("2"), accept=True)
    take(opened, observation("3"), name="waits.json")
    return opened


def found(*, everything: bool = True, checked: Counter[str] | None = None) -> list[Finding]:
    return list(backpacks_unsound(timezone.now(), everything=everything, checked=checked or Counter()))


def test_all_is_well(ada):
    checked: Counter[str] = Counter()
    assert list(backpacks_unsound(NOW, everything=False, checked=checked)) == []
    assert checked == {"people": 1, "records": 4, "records opened": 4, "files": 2}


def test_what_a_person_removed_for_good_is_not_missing(ada):
    first = Record.objects.filter(person_id=ada.person, state=0).values_list("pk", flat=True)[0]
    decide(opened=ada, by=OPERATOR, shown=None, accept=[], remove=[first])
    remove_all(opened=ada, by=OPERATOR, shown=None)
    assert found() == []


def damage(rows: Any, column: str) -> None:
    row = rows.order_by("pk").last()
    sealed = bytes(getattr(row, column))
    rows.filter(pk=row.pk).update(**{column: sealed[:-1] + bytes([sealed[-1] ^ 1])})


@pytest.mark.parametrize(
    ("model", "column", "words"),
    [
        (Person, "sealed", "does not open"),
        (Source, "sealed", "does not open"),
        (Shard, "sealed", "does not open"),
        (Record, "face", "does not open"),
        (Record, "body", "does not open"),
        (Arrival, "sealed", "does not open"),
        (Part, "sealed", "does not open"),
    ],
)
def test_what_was_damaged_is_found(ada, model: Any, column: str, words: str):
    damage(model.objects.all(), column)
    assert [(one.severity, words in one.what) for one in found()] == [("error", True)]


def test_a_row_sealed_under_another_key_is_found(ada):
    ben = add_person(by=OPERATOR, name="Ben")
    Record.objects.filter(pk=Record.objects.order_by("pk").first().pk).update(body=ben.key.seal(b"{}", "body"))
    assert [f"person {ada.uuid}, record" in one.where for one in found()] == [True]


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        (lambda: Count.objects.update(number=7), "counters"),
        (lambda: Count.objects.all().delete(), "counters"),
        (lambda: Record.objects.filter(state=0).delete(), "missing"),
        (lambda: Part.objects.filter(arrival=Arrival.objects.order_by("pk").first()).delete(), "parts"),
        (lambda: Arrival.objects.update(received=9), "parts"),
        (lambda: Arrival.objects.order_by("pk").first().delete(), "files that are not there"),
    ],
)
def test_rows_that_do_not_fit_together_are_found(ada, plant: Callable[[], object], words: str):
    plant()
    assert any(words in one.what and one.severity == "error" for one in found())


def test_a_file_that_came_in_half_is_found_once_nobody_can_be_at_it_any_more(ada):
    Arrival.objects.filter(pk=Arrival.objects.order_by("pk").first().pk).update(is_complete=False)
    assert found() == []
    Arrival.objects.update(started_at=NOW - timedelta(hours=2))
    assert ["came in half" in one.what for one in found()] == [True]


def test_work_that_was_left_is_found(ada):
    Work.objects.create(
        person_id=ada.person, kind=Work.Kind.IMPORT, state=Work.State.RUNNING, sealed=b"", due_at=NOW,
        leased_until=NOW - timedelta(hours=3),
    )  # fmt: skip
    assert ["nobody has taken it up" in one.what for one in found()] == [True]


def test_a_removal_that_was_interrupted_is_found(ada):
    Person.objects.update(removed_at=NOW)
    assert ["removal was interrupted" in one.what for one in found()] == [True]


def test_rows_left_of_a_person_who_was_removed_are_found(ada):
    keyring().shred(ada.uuid)
    assert ["was removed, and rows are left" in one.what for one in found()] == [True]


def test_a_person_without_a_key_is_found(ada):
    Person.objects.create(sealed=b"sealed elsewhere")
    assert ["key is not here" in one.what for one in found()] == [True]


def test_nothing_that_is_found_tells_what_is_in_a_record(ada):
    damage(Record.objects.all(), "face")
    damage(Person.objects.all(), "sealed")
    text = repr(found())
    assert not any(word in text for word in ("Ada", "Ferris", "Glucose", "clinic", "records.json"))


def test_files_that_others_can_read_and_files_that_are_not_sealed_are_found(tmp_path):
    for name, data, mode in (("files/a", b"\x03x", 0o600), ("files/b", b"\x03x", 0o644), ("inbox/c", b"plain", 0o600)):
        (tmp_path / name).parent.mkdir(mode=0o700, exist_ok=True)
        (tmp_path / name).write_bytes(data)
        (tmp_path / name).chmod(mode)
    assert [(one.where, one.severity) for one in _files(tmp_path, Counter())] == [
        ("files/b", "warning"), ("inbox/c", "warning"),
    ]  # fmt: skip


# The command itself


def test_the_command_ends_with_what_it_found(tmp_path: Path):
    site = Place(tmp_path / "data")
    site.run("person", "add", "Ada")
    clean = site.ask("doctor")
    assert clean["findings"] == []
    assert clean["checked"]["people"] == 1
    assert "All is well" in site.run("doctor").stdout
    (site.folder / "site.key").chmod(0o644)
    told = site.ask("doctor", code=1)
    assert {one["where"] for one in told["findings"]} == {"keyring", "site.key"}
    assert set(told["findings"][0]) == {"what", "severity", "where"}
    assert "can be read" in site.run("doctor", code=1).stdout


@pytest.fixture
def with_a_trail(trail: Place, tmp_path: Path) -> Place:
    return copied(trail, tmp_path / "data")


@pytest.fixture(scope="module")
def trail(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A site whose trail has lines, as the worker would have chained them. It is only copied."""
    site = Place(tmp_path_factory.mktemp("trail") / "data")
    site.run_all(*(("person", "add", name) for name in ("Ada", "Ben", "Cyra")))
    chain = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'haversack.config.settings'\n"
        "import django; django.setup()\n"
        "from haversack.audit.chaining import chain; chain()\n"
    )
    subprocess.run([sys.executable, "-c", chain], env=site.environment, check=True)
    assert site.ask("doctor")["checked"]["audit lines"] == 3
    return site


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_line SET act = 'nothing' WHERE seq = 2",
        "DELETE FROM audit_line WHERE seq = 2",
        "DELETE FROM audit_line WHERE seq = 3",
    ],
)
def test_a_trail_that_was_changed_is_found(with_a_trail: Place, tampering: str):
    with sqlite3.connect(with_a_trail.folder / "audit.sqlite3") as connection:
        connection.execute(tampering)
    connection.close()
    told = json.loads(with_a_trail.run("doctor", "--json", code=1).stdout)
    assert ["audit" in one["where"] for one in told["findings"]] == [True]


def test_a_database_file_that_was_damaged_is_found(tmp_path: Path):
    site = Place(tmp_path / "data")
    site.run("person", "add", "Ada")
    with sqlite3.connect(site.folder / "haversack.sqlite3") as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE backpack_membership SET user_id = 99")
        connection.execute(
            "INSERT INTO backpack_source (person_id, key, sealed, created_at, commits) "
            "VALUES (99, x'00', x'00', '2026-01-01', 0)"
        )
    connection.close()
    told = site.ask("doctor", code=1)
    assert ["point to rows that are not there" in one["what"] for one in told["findings"]] == [True]
