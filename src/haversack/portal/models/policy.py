"""What has the hospital decided about showing records, since when, and on which legal basis?"""

from __future__ import annotations

from django.db import models


class Policy(models.Model):
    """One version of the hospital's policy; the one with the highest number holds. Versions are never changed.

    document: the rules, windows, holds, texts and numbers as JSON (rules/policy.py reads it). preset: the one it began
    as. by: the pseudonym of whoever set it.
    """

    number = models.PositiveIntegerField(primary_key=True)
    preset = models.CharField(max_length=32)
    document = models.JSONField()
    by = models.CharField(max_length=64)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"policy {self.number}"
