"""Who stands in for a patient, by which form, for what and until when?"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..rules.access import Kind
from .patients import Patient


class Proxy(models.Model):
    """One signed form. It is never deleted: when it ends, the row says when and by whom.

    user: the account they sign in with; None until they have enrolled. name, relation, email: as the form says them.
    kind: rules/access.py. sections: names of sections, None for everything that the access class may see.
    signed_on: the form's date. until: the last moment, None for no end. recorded_by, ended_by: pseudonyms.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="proxies")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="portal_proxies"
    )
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.name) for kind in Kind])
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    sections = models.JSONField(null=True)
    signed_on = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    recorded_by = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "user"],
                condition=Q(ended_at=None) & ~Q(user=None),
                name="one_open_proxy_each",
            )
        ]

    def __str__(self) -> str:
        return f"proxy {self.uuid}"
