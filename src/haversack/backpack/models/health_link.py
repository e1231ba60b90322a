"""Which SMART Health Links are looked after: what they open may change, and is looked at again?"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .person import Person


class HealthLink(models.Model):
    """One live link of a backpack. sealed: HealthLinkFacts, as link and passcode are secrets; key: the address in it,
    keyed under the person's key, so that the same link is one row.

    reason: of smart/links/refused.py, why it brought nothing the last time, "" where it did; ended_at: nobody looks any
    more, as its giver or the person said so.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="health_links")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.BinaryField(max_length=16)
    sealed = models.BinaryField()
    reason = models.CharField(max_length=24, blank=True)
    failures = models.IntegerField(default=0)
    created_at = models.DateTimeField()
    looked_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_health_link_each")]

    def __str__(self) -> str:
        return f"health link {self.pk}"
