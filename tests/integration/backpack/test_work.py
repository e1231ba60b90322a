"""Does long work get exactly one worker at a time, survive their deaths, and end in a way that can be told?"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from haversack.backpack.actions.leases import release_held
from haversack.backpack.actions.persons import remove_person
from haversack.backpack.actions.work import (
    LeaseLost,
    StopAsked,
    ask_to_stop,
    due,
    take,
    want,
)
from haversack.backpack.actions.work_beating import beating
from haversack.backpack.actions.work_doing import do, try_again
from haversack.backpack.actions.work_leftovers import delete_old_files, join_small_shards
from haversack.backpack.jobs.work import sweep_work
from haversack.backpack.models import Membership, Shard, Work
from haversack.backpack.models.work_facts import ExportFacts, ImportFacts
from haversack.backpack.queries.search import search
from haversack.backpack.queries.work import export_of
from haversack.backpack.rules.work import LEASE, LONGEST_STEP, MOST_ATTEMPTS, Why

from ...running import own_environment
from .conftest import observation
from .members import backpack_of


@pytest.fixture
def ana():
    return backpack_of()


def wanted(opened, kind="export"):
    facts = ExportFacts() if kind == "export" else ImportFacts(uploads=())
    return want(opened=opened, by=opened.viewer, kind=Work.Kind(kind), facts=facts)


def row(work):
    return Work.objects.get(pk=work.pk)


def let_lease_run_out(work):
    Work.objects.filter(pk=work.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def test_a_piece_of_work_has_one_worker(ana):
    work = wanted(ana)
    assert due() == [work.pk]
    assert take(work.pk) is not None
    assert take(work.pk) is None
    assert due() == []


def test_a_worker_in_a_long_step_keeps_its_lease(ana):
    lease = take(wanted(ana).pk)
    assert lease is not None
    let_lease_run_out(lease_row := Work.objects.get(pk=lease.number))
    assert lease.beat()
    assert row(lease_row).leased_until > timezone.now() + LEASE / 2
    assert due() == []


def test_a_worker_that_makes_no_step_for_too_long_is_given_up(ana, monkeypatch):
    lease = take(wanted(ana).pk)
    assert lease is not None
    monkeypatch.setattr(lease, "last_step", lease.last_step - LONGEST_STEP.total_seconds() - 1)
    assert not lease.beat()
    lease.renew()
    assert lease.beat()


def test_a_worker_who_lost_the_lease_cannot_keep_it_by_living_on(ana):
    first = take((work := wanted(ana)).pk)
    assert first is not None
    let_lease_run_out(work)
    second = take(work.pk)
    assert second is not None
    let_lease_run_out(work)
    assert not first.beat()
    assert due() == [work.pk]
    assert second.beat()
    second.end(Work.State.DONE)
    assert not second.beat()


class Heart:
    """A lease that can be counted: it loses its use after so many beats, and may find the database busy."""

    def __init__(self, most: int, *, busy: int = 0) -> None:
        self.beats, self.most, self.busy = 0, most, busy

    def beat(self) -> bool:
        self.beats += 1
        if self.beats <= self.busy:
            raise OperationalError
        return self.beats < self.most


@pytest.mark.parametrize(("most", "busy"), [(1, 0), (5, 0), (5, 3)])
def test_a_heart_beats_until_it_is_of_no_use_whoever_is_writing(most, busy):
    heart = Heart(most, busy=busy)
    with beating(heart, timedelta(milliseconds=1)):
        for _ in range(500):
            if heart.beats == most:
                break
            time.sleep(0.01)
        time.sleep(0.02)
    assert heart.beats == most


def test_a_heart_stops_with_its_worker():
    heart = Heart(10**9)
    with pytest.raises(KeyError), beating(heart, timedelta(milliseconds=1)):
        raise KeyError
    time.sleep(0.05)
    beats = heart.beats
    time.sleep(0.05)
    assert heart.beats == beats


def test_a_worker_is_woken_when_the_transaction_that_wants_it_commits(ana, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        work = wanted(ana, "import")
        assert row(work).state == Work.State.WAITING
    assert row(work).state == Work.State.DONE


def test_what_nobody_woke_a_worker_for_is_found_by_the_sweep(ana, django_capture_on_commit_callbacks):
    work = wanted(ana, "import")
    with django_capture_on_commit_callbacks(execute=True):
        sweep_work()
    assert row(work).state == Work.State.DONE


def test_work_that_is_not_due_yet_is_left_alone(ana):
    work = wanted(ana)
    Work.objects.update(due_at=timezone.now() + timedelta(minutes=1))
    assert take(work.pk) is None
    assert due() == []


def test_a_worker_that_was_given_up_changes_nothing_any_more(ana):
    work = wanted(ana)
    first = take(work.pk)
    let_lease_run_out(work)
    second = take(work.pk)
    assert second is not None
    with pytest.raises(LeaseLost):
        first.renew(done=7)
    with pytest.raises(LeaseLost):
        first.end(Work.State.DONE)
    first.again(timezone.now())
    assert (row(work).state, row(work).done) == (Work.State.RUNNING, 0)
    second.renew(done=9)
    assert row(work).done == 9


def test_of_one_kind_a_person_has_one_piece_of_work_at_a_time(ana):
    first, second, other_kind = wanted(ana), wanted(ana), wanted(ana, "import")
    somebody_else = wanted(backpack_of("ben", "Ben"))
    lease = take(first.pk)
    assert take(second.pk) is None
    assert take(other_kind.pk) is not None
    assert take(somebody_else.pk) is not None
    lease.end(Work.State.DONE)
    assert take(second.pk) is not None


def test_work_that_waits_stops_at_once_and_work_under_way_with_its_next_step(ana):
    waiting, running = wanted(ana), wanted(ana, "import")
    lease = take(running.pk)
    for work in (waiting, running):
        ask_to_stop(opened=ana, by=ana.viewer, work=work.pk)
    assert row(waiting).state == Work.State.STOPPED
    assert row(running).state == Work.State.RUNNING
    with pytest.raises(StopAsked):
        lease.renew(done=1)


def test_work_of_another_backpack_cannot_be_stopped(ana):
    work = wanted(ana)
    stranger = backpack_of("charlie", "Cleo")
    ask_to_stop(opened=stranger, by=stranger.viewer, work=work.pk)
    assert row(work).state == Work.State.WAITING


def fails(*, opened, lease):
    raise ValueError("glucose 98")


def succeeds(*, opened, lease):
    lease.end(Work.State.DONE)


def test_what_fails_is_tried_again_later_and_given_up_with_a_reason(ana):
    work = wanted(ana)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        Work.objects.update(due_at=timezone.now())
        with pytest.raises(ValueError, match="glucose"):
            do(work.pk, {"export": fails})
        if attempt < MOST_ATTEMPTS:
            assert row(work).state == Work.State.WAITING
            assert row(work).due_at > timezone.now()
    assert row(work).state == Work.State.FAILED
    assert export_of(ana, work.pk).facts.why == Why.FAULT
    assert try_again(opened=ana, by=ana.viewer, work=work.pk)
    assert do(work.pk, {"export": succeeds})
    assert row(work).state == Work.State.DONE


def test_work_whose_workers_are_killed_each_time_is_given_up_too(ana):
    work = wanted(ana)
    for _ in range(MOST_ATTEMPTS):
        assert take(work.pk) is not None
        let_lease_run_out(work)
    do(work.pk, {"export": succeeds})
    assert row(work).state == Work.State.FAILED
    assert export_of(ana, work.pk).facts.why == Why.FAULT


@pytest.mark.parametrize("change", ["membership ends", "user is deleted"])
def test_work_is_done_only_while_who_wanted_it_may_open_the_backpack(ana, change):
    work = wanted(ana)
    if change == "membership ends":
        Membership.objects.update(until=timezone.now() - timedelta(seconds=1))
    else:
        Work.objects.update(by=None)
    do(work.pk, {"export": succeeds})
    assert row(work).state == Work.State.FAILED


def test_when_a_process_ends_its_work_is_due_for_the_next_at_once(ana):
    work = wanted(ana)
    take(work.pk)
    release_held()
    assert due() == [work.pk]
    assert take(work.pk).attempt == 2


def test_the_work_of_a_removed_backpack_is_gone(ana):
    wanted(ana)
    remove_person(by=ana.viewer, opened=ana)
    assert due() == []
    assert not Work.objects.exists()


_RACE = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.config.settings"
django.setup()
from haversack.backpack.actions.work import due, take
for work in due():
    if take(work):
        print(work)
"""
_MAKE = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.config.settings"
django.setup()
from haversack.config.prepare import prepare
prepare(print)
from tests.integration.backpack.members import backpack_of
from haversack.backpack.actions.work import want
from haversack.backpack.models import Work
from haversack.backpack.models.work_facts import ExportFacts
for number in range(30):
    opened = backpack_of("alice", f"Person {number}")
    want(opened=opened, by=opened.viewer, kind=Work.Kind.EXPORT, facts=ExportFacts())
"""


def test_workers_in_several_processes_never_take_the_same(tmp_path, request):
    root = request.config.rootpath
    environment = own_environment(HAVERSACK_DATA=str(tmp_path / "data"), PYTHONPATH=str(root))
    subprocess.run([sys.executable, "-c", _MAKE], env=environment, cwd=root, check=True, capture_output=True)
    workers = [
        subprocess.Popen([sys.executable, "-c", _RACE], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    taken = [int(line) for worker in workers for line in worker.communicate(timeout=120)[0].split()]
    assert len(taken) == len(set(taken)) == 30


def test_old_copies_and_forgotten_uploads_are_deleted_and_newer_ones_kept(ana, settings, tmp_path):
    settings.DATA = tmp_path
    for folder in ("exports", "inbox"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "old").write_bytes(b"x")
    now = timezone.now()
    assert delete_old_files(now) == 0
    assert delete_old_files(now + timedelta(days=1, seconds=2)) == 1
    waiting = wanted(ana, "import")
    assert delete_old_files(now + timedelta(days=8)) == 0  # what still waits for a worker may need it
    take(waiting.pk).end(Work.State.DONE)
    assert delete_old_files(now + timedelta(days=8)) == 1


def test_many_small_shards_of_words_are_joined_and_still_found(ada, take):
    for number in range(20):
        take(ada, observation(str(number)), source=f"clinic {number}", accept=True)
    assert Shard.objects.count() == 20
    assert join_small_shards() == 1
    assert Shard.objects.count() == 1
    assert search(ada, "glucose")
