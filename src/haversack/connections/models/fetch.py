"""What is being fetched, how far has it come, and what has a source stopped sharing?"""

from __future__ import annotations

from django.db import models

from haversack.backpack.models import Source

from .connection import Connection


class Fetch(models.Model):
    """One run of fetching. Written in the transaction that wants it (invariant 9); a worker takes a lease.

    sealed: FetchFacts. due_at: not before. The counts move in the transaction of the page that they count.
    """

    class Kind(models.TextChoices):
        FULL = "full"
        QUICK = "quick"

    class Why(models.TextChoices):
        FIRST = "first"
        SCHEDULE = "schedule"
        HAND = "hand"
        SIGNED_IN = "signed_in"

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        PART = "part"
        FAILED = "failed"
        STOPPED = "stopped"

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="fetches")
    kind = models.CharField(max_length=5, choices=Kind)
    why = models.CharField(max_length=9, choices=Why)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=24, blank=True)
    sealed = models.BinaryField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    received = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    declined = models.IntegerField(default=0)
    unreadable = models.IntegerField(default=0)
    withdrawn = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="fetch_due"),
            models.Index(fields=["connection", "created_at"], name="fetch_of_connection"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["connection"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_fetch_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"fetch {self.pk}, {self.state}"


class Course(models.Model):
    """One query of a fetch, with a checkpoint of its own. sealed: CourseFacts."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        SKIPPED = "skipped"

    fetch = models.ForeignKey(Fetch, on_delete=models.CASCADE, related_name="courses")
    place = models.IntegerField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    sealed = models.BinaryField()
    pages = models.IntegerField(default=0)
    received = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fetch", "place"], name="one_course_each")]

    def __str__(self) -> str:
        return f"course {self.place} of fetch {self.fetch_id}, {self.state}"


class Shown(models.Model):
    """What one page of a course showed, until its fetch is over. sealed: ShownFacts."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="shown")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"shown {self.pk}"


class Sighting(models.Model):
    """A record that a source did not show any more when everything was asked for. After two full passes without it, it
    is no longer shared by the provider (X5); when it shows again, the row goes.

    identity: the record's own keyed identity. seen: the fetch that missed it last. missed: how many full passes did.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="sightings")
    identity = models.BinaryField(max_length=16)
    seen = models.BigIntegerField()
    missed = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "identity"], name="one_sighting_each")]

    def __str__(self) -> str:
        return f"sighting {self.pk}"
