"""Does every act reach the trail once, and is every meddling with the trail noticed?"""

from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from haversack import audit
from haversack.audit import chaining
from haversack.audit.chaining import chain
from haversack.audit.links import line_hash
from haversack.audit.models import Anchor, AppendOnly, Line, Look, Waiting
from haversack.audit.router import AUDIT
from haversack.audit.verifying import Verdict, verify

PERSON = UUID(int=7)


@dataclass(frozen=True)
class Someone:
    pseudonym: str = "user-1"


ALICE = Someone()


def note(acts: int) -> None:
    for number in range(acts):
        audit.record(by=ALICE, act="record.accept", person=PERSON, count=number, object="entry")


@pytest.fixture
def trail() -> list[int]:
    """Ten chained lines, anchored."""
    note(10)
    chain()
    return list(Line.objects.order_by("seq").values_list("seq", flat=True))


def sql(statement: str, *values: object) -> None:
    """What somebody with the file in hand could do."""
    with connections[AUDIT].cursor() as cursor:
        cursor.execute(statement, values)


def test_acts_and_looks_become_lines_that_hold():
    note(3)
    audit.read(by=ALICE, act="record.page", person=PERSON, object="labs")
    assert chain() == 4
    assert (Waiting.objects.count(), Look.objects.count()) == (0, 0)
    assert verify() == Verdict(lines=4)
    first, *_, last = Line.objects.order_by("seq").values_list("seq", "by", "act", "person", "object", "count")
    assert first == (1, "user-1", "record.accept", PERSON.hex, "entry", 0)
    assert last == (4, "user-1", "record.page", PERSON.hex, "labs", -1)


def test_chaining_again_adds_nothing(trail):
    assert chain() == 0
    assert verify().lines == 10


def test_an_act_that_is_undone_leaves_no_line():
    with transaction.atomic():
        note(1)
        transaction.set_rollback(True)
    assert chain() == 0


def test_more_than_a_batch_is_chained_in_order():
    note(chaining.BATCH * 2 + 3)
    assert chain() == chaining.BATCH * 2 + 3
    assert list(Line.objects.order_by("seq").values_list("count", flat=True)) == list(range(chaining.BATCH * 2 + 3))
    assert verify().holds


def test_an_empty_trail_holds():
    assert chain() == 0
    assert verify().holds


@pytest.mark.parametrize(
    "words",
    [
        {"by": Someone("ada@example.org")},
        {"by": Someone("")},
        {"act": "Accepted Ada's record"},
        {"object": "Haemoglobin 11.2 g/dL"},
        {"act": "a" * 65},
    ],
)
def test_only_plain_words_are_noted(words):
    with pytest.raises(ValueError, match="plain words") as refusal:
        audit.record(**({"by": ALICE, "act": "record.accept"} | words))
    assert "Ada" not in str(refusal.value)
    assert Waiting.objects.count() == 0


def test_a_crash_between_the_two_databases_doubles_nothing(monkeypatch):
    note(5)
    real = transaction.atomic

    def killed(using=DEFAULT_DB_ALIAS, **options):
        if using == DEFAULT_DB_ALIAS:
            raise KeyboardInterrupt
        return real(using=using, **options)

    monkeypatch.setattr(chaining.transaction, "atomic", killed)
    with pytest.raises(KeyboardInterrupt):
        chain()
    monkeypatch.undo()
    assert (Line.objects.count(), Waiting.objects.count()) == (5, 5)
    assert verify().holds
    note(2)
    assert chain() == 2
    assert verify().lines == 7
    assert Anchor.objects.get().seq == 7


def test_a_crash_before_the_lines_commit_loses_nothing(monkeypatch):
    note(5)
    monkeypatch.setattr(chaining, "_append", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        chain()
    monkeypatch.undo()
    assert chain() == 5
    assert verify().lines == 5


def test_a_worker_that_comes_second_leaves_the_lines_to_the_first(monkeypatch):
    note(4)
    monkeypatch.setattr(chaining, "_without_a_line", lambda acts: acts)
    assert chain() == 4
    note(1)
    monkeypatch.setattr(chaining, "_end", lambda: chaining.NOTHING)
    assert chain() == 0
    monkeypatch.undo()
    assert chain() == 1
    assert verify().lines == 5


def test_a_line_refuses_to_change(trail):
    line = Line.objects.get(seq=3)
    for attempt in (
        line.save,
        line.delete,
        Line.objects.all().delete,
        lambda: Line.objects.update(act="x"),
        lambda: Line.objects.bulk_update([line], ["act"]),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    assert verify().lines == 10


EDITS = ["at", "by", "act", "person", "object", "origin", "previous", "hash"]


@pytest.mark.parametrize("field", EDITS)
def test_an_edited_line_is_found(trail, field):
    sql(f'UPDATE audit_line SET "{field}" = %s WHERE seq = 4', "0")
    verdict = verify()
    assert (verdict.holds, verdict.lines, verdict.broken_at) == (False, 3, 4)
    assert verdict.reason


def test_an_edited_count_is_found(trail):
    sql('UPDATE audit_line SET "count" = 99 WHERE seq = 10')
    assert verify().broken_at == 10


@pytest.mark.parametrize(("seq", "broken"), [(1, 1), (5, 5), (10, 10)])
def test_a_removed_line_is_found(trail, seq, broken):
    sql("DELETE FROM audit_line WHERE seq = %s", seq)
    assert verify().broken_at == broken


def test_a_removed_line_is_found_when_the_others_move_up(trail):
    sql("DELETE FROM audit_line WHERE seq = 5")
    for seq in range(6, 11):
        sql("UPDATE audit_line SET seq = %s WHERE seq = %s", seq - 1, seq)
    assert verify().broken_at == 5


def test_swapped_lines_are_found(trail):
    for new, old in ((99, 4), (4, 5), (5, 99)):
        sql("UPDATE audit_line SET seq = %s WHERE seq = %s", new, old)
    assert verify().broken_at == 4


@pytest.mark.parametrize("left", [9, 5, 0])
def test_a_cut_tail_is_found(trail, left):
    sql("DELETE FROM audit_line WHERE seq > %s", left)
    verdict = verify()
    assert (verdict.lines, verdict.broken_at) == (left, left + 1)


def test_a_cut_tail_is_still_found_after_more_was_chained(trail):
    sql("DELETE FROM audit_line WHERE seq > 6")
    note(20)
    assert chain() == 20
    assert verify().broken_at == 10


def test_a_doubled_line_is_found(trail):
    columns = '"at", "by", act, person, "object", "count", previous, hash'
    sql(
        f"INSERT INTO audit_line (seq, origin, {columns}) SELECT 11, %s, {columns} FROM audit_line WHERE seq = 10",
        "f" * 32,
    )
    assert verify().broken_at == 11


def test_a_trail_written_anew_from_a_changed_line_is_found(trail):
    rows = list(Line.objects.order_by("seq").values_list("seq", *chaining.FIELDS))
    previous = chaining.NOTHING.hash
    for seq, *fields in rows:
        act = chaining.Act(*fields)._replace(by="somebody-else" if seq == 2 else "user-1")
        found = line_hash(seq, act, previous)
        sql('UPDATE audit_line SET "by" = %s, previous = %s, hash = %s WHERE seq = %s', act.by, previous, found, seq)
        previous = found
    assert verify().broken_at == 10


def test_the_trail_lies_in_a_database_of_its_own():
    tables = {alias: set(connections[alias].introspection.table_names()) for alias in (DEFAULT_DB_ALIAS, AUDIT)}
    assert {"audit_line", "audit_look"} <= tables[AUDIT]
    assert {"audit_waiting", "audit_anchor"} <= tables[DEFAULT_DB_ALIAS]
    assert not {"audit_line", "audit_look"} & tables[DEFAULT_DB_ALIAS]
    assert tables[AUDIT] <= {"audit_line", "audit_look", "django_migrations"}
