"""Whose backpack is it, and who else may open it?"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from ..rules.roles import Role


class Person(models.Model):
    """One backpack. Name, legal name and birth date are sealed; `uuid` is the only name addresses and logs may carry.

    pending_version grows with every change to what waits for review, so that a decision can name what was on the
    screen.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed = models.BinaryField()
    hue = models.CharField(max_length=12, default="teal")
    pending_version = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(
        null=True
    )  # set before the key is destroyed, so that an interrupted removal is finished

    def __str__(self) -> str:
        return f"person {self.uuid}"


class Membership(models.Model):
    """A user's role in a backpack, perhaps with an end."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=[(role.value, role.value) for role in Role])
    relation = models.CharField(max_length=16, default="", blank=True)
    until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "user"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.role} of person {self.person_id}"
