"""How does work get from a page to a worker?

Through Django's tasks interface into huey, whose queue is an SQLite file in the data folder. A message names a task
and carries ids, nothing else: no pickles, no names, nothing of a record. It only wakes a worker; what is due stands
in rows, with its lease and its attempts, so a message that is lost or comes twice does no harm.
"""

from __future__ import annotations

import json
import re
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id
from huey import Huey
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import SqliteStorage

from .faults import keep_fault

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,100}", re.ASCII)


class NotAnId(TypeError):
    """A task was given something other than ids. A programmer puts it right; the text does not repeat what it was."""


class HueyBackend(BaseTaskBackend):
    """Runs tasks in the worker that `haversack run` starts. Results are rows of the tasks' own making."""

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Put the task into the queue once this transaction is committed; a rolled back one leaves nothing behind."""
        self.validate_task(task)
        _only_ids([*args, *kwargs.values()])
        result: TaskResult[Any] = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        transaction.on_commit(partial(self._put, result))
        return result

    def _put(self, result: TaskResult[Any]) -> None:
        wake = queue(self.options["file"]).wake
        wake(result.task.module_path, result.args, result.kwargs)
        task_enqueued.send(type(self), task_result=result)


@cache
def queue(file: Path) -> Huey:
    """The queue in this file, with the one kind of message it knows: wake a task."""
    made = Huey("haversack", results=False, serializer=_Json(), storage_class=SqliteStorage, filename=str(file))
    made.wake = made.task(name="wake")(run_task)
    return made


def run_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run the task of that name in this process. Only what is declared a task can be named."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise TypeError("a message named something that is not a task")
    close_old_connections()
    try:
        task.func(*args, **kwargs)
    except Exception as error:  # the row it worked on keeps its lease and comes round again
        keep_fault(error, settings.DATA)
    finally:
        close_old_connections()


class _Json(Serializer):  # type: ignore[misc]
    """Messages as JSON: what is read from the queue file can name things, never run them."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(bytes(data)))


def _only_ids(values: list[Any]) -> None:
    for value in values:
        if not (isinstance(value, int) or (isinstance(value, str) and _ID.fullmatch(value))):
            raise NotAnId("tasks take ids only")
