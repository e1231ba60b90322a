"""Who works at the hospital's desk, and who of the providers answers messages?"""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Staff(models.Model):
    """A user who works here. A provider's account names the provider whose messages they answer."""

    class Role(models.TextChoices):
        CLERK = "clerk"
        PROVIDER = "provider"
        ADMINISTRATOR = "administrator"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portal_staff")
    role = models.CharField(max_length=16, choices=Role)
    provider = models.ForeignKey("portal.Provider", null=True, on_delete=models.SET_NULL, related_name="accounts")
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"
