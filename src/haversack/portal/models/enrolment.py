"""What came of somebody's wish to sign in: links that work once, papers that were looked at, mails that are due?"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .patients import Patient
from .proxies import Proxy


class Link(models.Model):
    """A link or code that works once. Only its hash is kept: who reads this table cannot use it.

    patient, proxy, user: whom it lets enrol, stand in, or choose a new password. desk: given by hand, not by mail.
    """

    class Purpose(models.TextChoices):
        ENROL = "enrol"
        PROXY = "proxy"
        PASSWORD = "password"  # noqa: S105

    purpose = models.CharField(max_length=8, choices=Purpose)
    digest = models.BinaryField(max_length=32, unique=True)
    patient = models.ForeignKey(Patient, null=True, on_delete=models.CASCADE)
    proxy = models.ForeignKey(Proxy, null=True, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE)
    desk = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} link {self.pk}"


class IdentityCheck(models.Model):
    """At the desk somebody's photo ID was looked at: whose, which kind, by whom, when. No number of it is kept.

    proxy: where the one who showed it stands in for the patient.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="identity_checks")
    proxy = models.ForeignKey(Proxy, null=True, on_delete=models.PROTECT, related_name="identity_checks")
    kind = models.CharField(max_length=20)
    checked_by = models.CharField(max_length=64)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"identity check {self.pk}"


class Emancipation(models.Model):
    """The document by which a minor counts as grown up: what it is, as the desk wrote it down, and from which day."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="emancipations")
    effective_on = models.DateField()
    document = models.CharField(max_length=300)
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"emancipation {self.pk}"


class Outgoing(models.Model):
    """A mail that is due, or a question whose answer is a mail or none (invariant 9: what is due is a row).

    sealed: to whom and about what; the kinds are those of presenters/mails.py and actions/answering.py.
    """

    kind = models.CharField(max_length=24)
    sealed = models.BinaryField()
    due_at = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class DayKept(models.Model):
    """A day of the hospital's calendar on which the birthdays that change rights have been seen to."""

    day = models.DateField(unique=True)

    def __str__(self) -> str:
        return f"day {self.day}"
