"""What did a person say is not the same, although sources state it in the same words?"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .person import Person


class Parting(models.Model):
    """One line that was taken apart. The row goes when its parts are joined again; the audit trail keeps both."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="partings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"parting {self.pk}"


class Apart(models.Model):
    """Where a record stands after a parting, by its keyed identity: so whatever brings it again, in whatever version,
    intake knows. Records of one parting and one `part` may still make one line.
    """

    parting = models.ForeignKey(Parting, on_delete=models.CASCADE, related_name="parts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False)
    identity = models.BinaryField(max_length=16)
    part = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "identity"], name="one_place_each")]

    def __str__(self) -> str:
        return f"part {self.pk}"
