"""How work reaches the worker: on commit, by id, once, and never by way of a pickle."""

import json

import pytest
from django.db import transaction
from django_tasks import task, task_backends
from huey.exceptions import HueyException

from haversack.accounts.models import User
from haversack.config.queue import HueyBackend, NotAnId, queue, run_task

done: list[tuple[int, str]] = []


@task()
def note(number: int, word: str = "") -> None:
    done.append((number, word))


@task()
def fail(number: int) -> None:
    User.objects.create_user("half-done@example.org")
    raise ValueError("HbA1c 9.1 of Rosa Almeida")


def not_a_task() -> None:
    done.append((0, "ran"))


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@pytest.fixture
def put(tmp_path, monkeypatch):
    """Enqueue through the backend that a running site has."""
    file = tmp_path / "queue.sqlite3"
    monkeypatch.setitem(
        task_backends.settings,
        "huey",
        {"BACKEND": f"{HueyBackend.__module__}.HueyBackend", "OPTIONS": {"file": file}},
    )
    yield lambda job, *args, **kwargs: job.using(backend="huey").enqueue(*args, **kwargs)
    queue(file).storage.close()
    if hasattr(task_backends._connections, "huey"):  # kept per thread, with the file of this test
        del task_backends["huey"]


@pytest.fixture
def waiting(tmp_path):
    """The messages in the queue, as they stand in the file."""
    return lambda: [bytes(item) for item in queue(tmp_path / "queue.sqlite3").storage.enqueued_items()]


def _work_off(file) -> None:
    work = queue(file)
    while (message := work.dequeue()) is not None:
        work.execute(message)


@pytest.mark.django_db(transaction=True, databases="__all__")
class TestOnCommit:
    def test_work_is_put_in_when_the_transaction_commits(self, put, waiting):
        with transaction.atomic():
            put(note, 7)
            assert waiting() == []
        assert len(waiting()) == 1

    def test_a_transaction_that_is_rolled_back_leaves_nothing(self, put, waiting):
        with transaction.atomic():
            put(note, 7)
            transaction.set_rollback(True)
        assert waiting() == []

    def test_the_worker_runs_it_with_its_ids(self, put, tmp_path):
        put(note, 7, word="3f2a-9c41")
        _work_off(tmp_path / "queue.sqlite3")
        assert done == [(7, "3f2a-9c41")]

    def test_a_message_is_json_and_holds_a_name_of_ours_and_ids_only(self, put, waiting):
        put(note, 7, word="3f2a")
        message = [part for part in json.loads(waiting()[0]) if part]
        assert message[1:] == ["haversack.config.queue.wake", [f"{__name__}.note", [7], {"word": "3f2a"}]]

    def test_a_job_that_fails_does_not_stop_the_next_and_its_words_are_kept_nowhere(self, put, tmp_path, settings):
        settings.DATA = tmp_path
        put(fail, 1)
        put(note, 2)
        _work_off(tmp_path / "queue.sqlite3")
        assert done == [(2, "")]
        kept = (tmp_path / "faults.log").read_text()
        assert "ValueError" in kept
        assert "Rosa" not in kept


@pytest.mark.parametrize("value", ["Rosa Almeida", "a" * 101, "", None, 1.5, ["x"], "glucose=5.9", "é"])
def test_anything_but_an_id_is_refused_without_repeating_it(put, value):
    with pytest.raises(NotAnId, match=r"^tasks take ids only$"):
        put(note, value)


@pytest.mark.parametrize("path", [f"{__name__}.not_a_task", "os.abort", "haversack.config.queue.run_task"])
def test_a_message_cannot_run_what_is_not_a_task(path):
    with pytest.raises(TypeError, match="not a task"):
        run_task(path, [], {})
    assert done == []


def test_a_message_that_is_a_pickle_is_not_read(tmp_path):
    import pickle

    work = queue(tmp_path / "other.sqlite3")
    work.storage.enqueue(pickle.dumps(("id", "wake")))
    with pytest.raises((ValueError, HueyException)):
        work.dequeue()
    work.storage.close()
