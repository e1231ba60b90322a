"""What did a patient and a provider write to each other?"""

from __future__ import annotations

import uuid

import msgspec
from django.db import models

from haversack.records.unspoken import Unspoken

from .patients import Patient
from .providers import Provider
from .records import Record

SUBJECT, MESSAGE, FILE, FILE_NAME = "subject", "message", "attachment", "attachment-name"


class Words(Unspoken, msgspec.Struct):
    """A sealed text: what a thread is about, what a message says, what a file is called."""

    text: str


class Thread(models.Model):
    """A conversation of one patient with one provider. record: the result it is about, if it is about one."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="threads")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="threads")
    record = models.ForeignKey(Record, null=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.BinaryField()
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "last_at"], name="portal_thread_by_patient"),
            models.Index(fields=["provider", "last_at"], name="portal_thread_by_provider"),
        ]

    def __str__(self) -> str:
        return f"thread {self.uuid}"


class Message(models.Model):
    """One message. by: a pseudonym. side: who wrote it (rules/messages.py). read_at: when the other side opened it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=8)
    by = models.CharField(max_length=64)
    from_proxy = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    body = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["thread", "sent_at"], name="portal_message_by_thread")]

    def __str__(self) -> str:
        return f"message {self.uuid}"


class MessageFile(models.Model):
    """A file sent along. kind: what its bytes are; size: of them, in bytes."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    name = models.BinaryField()
    body = models.BinaryField()

    def __str__(self) -> str:
        return f"file {self.uuid}"
