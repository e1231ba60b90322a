"""What does the trail keep of an act?

`Waiting` and `Look` are what was noted and is not chained yet; `Line` is the chained trail; `Anchor` remembers, in the
other database, how far the chain had come, so that a cut tail is noticed.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnly(Exception):
    """A line of the trail is never changed or taken away. Nobody can put it right: it is the purpose of the trail."""


class Note(models.Model):
    """One act. Text only, so that both databases and the hash see the same characters.

    at: UTC with microseconds, ISO 8601. by and person: pseudonyms ("" for nobody). act: such as "record.accept".
    object: the kind of thing, such as "entry". count: how many, -1 where that means nothing. origin: a random id, made
    when the act was noted, by which an act is chained only once.
    """

    at = models.CharField(max_length=27)
    by = models.CharField(max_length=64)
    act = models.CharField(max_length=64)
    person = models.CharField(max_length=32)
    object = models.CharField(max_length=64)
    count = models.BigIntegerField()

    class Meta:
        abstract = True


class Waiting(Note):
    """An act whose transaction has committed and which waits to be chained. In the default database."""

    origin = models.CharField(max_length=32)


class Look(Note):
    """A look at a record that waits to be chained. In the audit database."""

    origin = models.CharField(max_length=32)


class LineQuerySet(models.QuerySet["Line"]):
    """Lines can be read and added."""

    def update(self, **changes: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *lines: Any, **how: Any) -> NoReturn:
        raise AppendOnly


class Line(Note):
    """One chained act. `hash` covers every other field and, through `previous`, every line before. No foreign keys."""

    seq = models.BigIntegerField(primary_key=True)
    origin = models.CharField(max_length=32, unique=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = LineQuerySet.as_manager()

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnly

    def __str__(self) -> str:
        return f"line {self.seq}"


class Anchor(models.Model):
    """How many lines the trail had after the last batch, and the hash of the last one. In the default database."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
