"""Which portals is a backpack connected to, in which state, and who is signing in there just now?"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from haversack.backpack.models import Person, Source

from ..rules.schedule import Schedule
from ..rules.states import State
from .registration import Registration


class Connection(models.Model):
    """A backpack's tie to one portal. Its number is what commands call it by.

    source: null until the patient is known; it outlives the connection. registration: the one its tokens were given to.
    door: the FHIR base (the address as given, while that is unknown), keyed under the person's key. sealed:
    ConnectionFacts. tokens: sealed Tokens, null where there are none. refresh_until, refresh_attempt: who exchanges the
    refresh token just now (invariant 8). expires_at: when the permission ends, told or learned.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="connections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.ForeignKey(Source, null=True, on_delete=models.SET_NULL, related_name="connections")
    registration = models.ForeignKey(Registration, null=True, on_delete=models.SET_NULL, related_name="connections")
    door = models.BinaryField(max_length=16)
    state = models.CharField(max_length=16, choices=[(one.value, one.value) for one in State])
    reason = models.CharField(max_length=24, blank=True)  # of rules/states.py
    schedule = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Schedule], default=Schedule.WEEKLY.value
    )
    sealed = models.BinaryField()
    tokens = models.BinaryField(null=True)
    refresh_until = models.DateTimeField(null=True)
    refresh_attempt = models.IntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    signed_in_at = models.DateTimeField(null=True)
    next_fetch_at = models.DateTimeField(null=True)
    last_fetch_at = models.DateTimeField(null=True)
    last_full_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # of the state
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "state"], name="connection_of_person"),
            models.Index(fields=["state", "next_fetch_at"], name="connection_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "door"], condition=models.Q(ended_at__isnull=True), name="one_connection_each"
            )
        ]

    def __str__(self) -> str:
        return f"connection {self.pk}, {self.state}"


class SignIn(models.Model):
    """One sign-in at a portal under way, for ten minutes; used once.

    state: SHA-256 of the `state` parameter; session: SHA-256 of the session it belongs to, so that no other browser can
    finish it. sealed: SignInFacts.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="sign_ins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.BinaryField(max_length=32, unique=True)
    session = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sign-in {self.pk}"
