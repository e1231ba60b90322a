"""What did each user choose to hear of, what is to be told, and how did it go?

An outbox: what happened is a row written in the transaction in which it happened, and so is every message, so that a
machine that dies tells nothing twice. Rows hold numbers and states; no name, and nothing of a record.
"""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import models

from .rules.kinds import Channel, Kind, Progress, Why
from .rules.quiet import Quiet


class Choices(models.Model):
    """What one user chose; without a row: e-mail, and no quiet hours. Locked while a message is put together."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True)
    by_mail = models.BooleanField(default=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    zone = models.CharField(max_length=64, blank=True)  # "Europe/Madrid"
    told_at = models.DateTimeField(null=True)  # the last message

    def __str__(self) -> str:
        return f"choices of user {self.user_id}"

    @property
    def quiet(self) -> Quiet | None:
        if self.quiet_from is None or self.quiet_until is None:
            return None
        try:
            zone = ZoneInfo(self.zone) if self.zone else UTC
        except (ZoneInfoNotFoundError, ValueError):  # a machine that knows fewer of them
            zone = UTC
        return Quiet(self.quiet_from, self.quiet_until, zone)


class Browser(models.Model):
    """A browser in which a user wants to be told. mark: of its endpoint, SHA-256, by which its own
    script finds it; the endpoint cannot be guessed. sealed (site key): BrowserFacts.

    name: what it calls itself, such as "Firefox, Linux". stopped: why nothing is sent to it any more.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mark = models.BinaryField(max_length=16, unique=True)
    sealed = models.BinaryField()
    name = models.CharField(max_length=60, blank=True)
    stopped = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Why if one.value])
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"browser {self.pk}"


class Message(models.Model):
    """What a user is told at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-made_at"], name="message_of_user")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Event(models.Model):
    """Something that happened, for one user. person, number: what it is about. key: by which the same is told once.

    settled_at: when it was told, or found to be over before. message: null until then, and where it was over.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Kind])
    person = models.UUIDField(null=True)
    number = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="events")

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="event_due", condition=models.Q(settled_at__isnull=True)),
            models.Index(fields=["person"], name="event_about"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=models.Q(settled_at__isnull=True), name="one_open_event_each"
            )
        ]

    def __str__(self) -> str:
        return f"event {self.pk}, {self.kind}"


class Delivery(models.Model):
    """One message on one way. attempts says whose try it is; what was claimed is never sent by another."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Channel])
    browser = models.ForeignKey(Browser, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Progress], default=Progress.WAITING.value
    )
    why = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Why if one.value])
    due_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"delivery {self.pk}, {self.state}"


class PushKey(models.Model):
    """The key pair by which push services know this site, the same for good: browsers are bound to it (RFC 8292,
    section 4). place: so that there is one. sealed (site key): the private half as a JWK; public: as browsers want it.
    """

    place = models.SmallIntegerField(default=1, unique=True)
    sealed = models.BinaryField()
    public = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"push key {self.pk}"
