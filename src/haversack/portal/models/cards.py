"""Which SMART Health Cards were issued, with which keys, and which of them were taken back?"""

from __future__ import annotations

import uuid

from django.db import models

from .patients import Patient
from .records import Record

CARD, CARD_KEY = "health-card", "health-card-key"


class CardKey(models.Model):
    """A key that signs cards. The private half is sealed, and destroyed once another key takes over.

    kid: the key's RFC 7638 thumbprint. public: the public half as a JWK; it stays published, since the cards that it
    signed stay in people's pockets. withdrawn: since when it is not: others may know the private half.
    """

    kid = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(null=True)
    public = models.TextField()
    made = models.DateTimeField()
    retired = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"card key {self.kid}"


class HealthCard(models.Model):
    """One card that a patient was given. body: the signed card, sealed. rid: what a list of cards taken back calls it.

    by, revoked_by: pseudonyms. records: what is on it; it is given again only to who sees all of them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="health_cards")
    key = models.ForeignKey(CardKey, on_delete=models.PROTECT, related_name="cards")
    rid = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    by = models.CharField(max_length=64)
    body = models.BinaryField()
    records = models.ManyToManyField(Record, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=64, blank=True)
    why_revoked = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "made_at"], name="portal_card_by_patient")]

    def __str__(self) -> str:
        return f"health card {self.uuid}"
