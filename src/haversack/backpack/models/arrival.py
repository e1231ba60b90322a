"""What came in one file, and how far has taking it in got?"""

from __future__ import annotations

from django.db import models

from .person import Person
from .source import Source


class Arrival(models.Model):
    """One file that came. Counters and position move in the same transaction as the records they count.

    digest: keyed sha256 of the file's bytes, so that the same file again goes on where it stopped.
    sealed: file name, place in the folder it came in, last bytes of the file, problems.
    parts: how many parts are in; done: how many pieces were dealt with.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="arrivals")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="arrivals")
    digest = models.BinaryField(max_length=16)
    sealed = models.BinaryField()
    is_complete = models.BooleanField(default=False)
    parts = models.IntegerField(default=0)
    received = models.IntegerField(default=0)
    pending = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    declined = models.IntegerField(default=0)
    undisplayed = models.IntegerField(default=0)
    unreadable = models.IntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "digest"], name="arrival_by_digest")]

    def __str__(self) -> str:
        return f"arrival {self.pk}"


class Part(models.Model):
    """Up to 100 pieces of a file in their order: the bytes before each, and which record holds the piece itself.

    Together with the records' bodies the parts give the file back byte for byte (invariant 1).
    """

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="part_set")
    number = models.IntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrival", "number"], name="one_part_each")]

    def __str__(self) -> str:
        return f"part {self.number} of arrival {self.arrival_id}"
