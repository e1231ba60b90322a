"""Where do entries come from? A source outlives the connection or file that brought them."""

from __future__ import annotations

from django.db import models

from .person import Person


class Source(models.Model):
    """One place records came from. `key` is the keyed text of what makes it the same source again (invariant 3)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sources")
    key = models.BinaryField(max_length=16)
    sealed = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True)
    commits = models.BigIntegerField(default=0)  # to tell whether somebody else wrote to the source in between

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_source_each")]

    def __str__(self) -> str:
        return f"source {self.pk}"
