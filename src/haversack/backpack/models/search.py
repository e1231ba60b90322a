"""Where are the words? In sealed, compressed shards of folded text, a line a record; there is no index of words."""

from __future__ import annotations

from django.db import models

from .person import Person


class Shard(models.Model):
    """Some lines of one person's words. `first` and `last` bound the record ids in it; a job joins small shards."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    lines = models.IntegerField()
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["person", "first"], name="shard_by_record")]

    def __str__(self) -> str:
        return f"shard {self.pk}"
