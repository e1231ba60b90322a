"""What was decided about what came?"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .person import Person


class Decision(models.Model):
    """One acceptance, so that it can be undone while nothing has been built on it.

    A removal keeps no more than its count.
    """

    class Kind(models.IntegerChoices):
        ACCEPTED = 0
        REMOVED = 1

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    kind = models.SmallIntegerField(choices=Kind)
    number = models.IntegerField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Declined(models.Model):
    """A keyed fingerprint of something removed for good: its identity or its content. Intake consults it for ever."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False)
    key = models.BinaryField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_fingerprint_each")]

    def __str__(self) -> str:
        return f"fingerprint {self.pk}"
