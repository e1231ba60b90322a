"""Which long work is due for a backpack, who is at it, and how far has it come?"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .person import Person


class Work(models.Model):
    """A piece of long work, written in the transaction that wants it (invariant 9); the queue only wakes the workers.

    sealed: what is to be done, and later what came of it. A worker takes a lease; when it dies, the lease runs out and
    another goes on. `done` of `total` is what a page shows as progress (0 of 0: not known yet).
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    class Kind(models.TextChoices):
        IMPORT = "import"
        EXPORT = "export"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="work")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    sealed = models.BinaryField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="work_due"),
            models.Index(fields=["person", "kind", "created_at"], name="work_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}, {self.state}"
