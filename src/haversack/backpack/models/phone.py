"""Which phones may hand records in, what may each, and what does it share?

Codes and tokens stand here as SHA-256 only: whoever reads the database can use neither.
"""

from __future__ import annotations

import uuid

import msgspec
from django.conf import settings
from django.db import models

from haversack.records.unspoken import Unspoken

from .person import Person

PHONE, PHONE_SOURCE, SHARED = "phone", "phone-source", "shared"  # as what each is sealed


class Pairing(models.Model):
    """A code that pairs one phone, once, for some minutes. sealed: PhoneFacts of the phone that will be."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pairings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.BinaryField(max_length=32, unique=True)
    sealed = models.BinaryField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"pairing {self.pk}"


class Phone(models.Model):
    """A phone acts for who paired it, no further than their role reaches. sealed: PhoneFacts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phones")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.BinaryField(max_length=32, unique=True)
    sealed = models.BinaryField()
    paired_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"phone {self.pk}"


class PhoneSource(models.Model):
    """A MedicalDataSource of a phone, or its measurements. sealed: PhoneSourceFacts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phone = models.ForeignKey(Phone, on_delete=models.CASCADE, related_name="sources")
    is_measurements = models.BooleanField(default=False)
    sealed = models.BinaryField()
    data_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone"], condition=models.Q(is_measurements=True), name="one_source_of_measurements"
            )
        ]

    def __str__(self) -> str:
        return f"source {self.pk} of phone {self.phone_id}"


class Shared(models.Model):
    """One resource that a phone handed in, and whether the phone still shares it. identity: keyed, as the record's.
    sealed: (type, id).
    """

    source = models.ForeignKey(PhoneSource, on_delete=models.CASCADE, related_name="shared")
    identity = models.BinaryField(max_length=16)
    sealed = models.BinaryField()
    is_shared = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "identity"], name="one_shared_each")]
        indexes = [models.Index(fields=["identity"], name="shared_by_identity")]

    def __str__(self) -> str:
        return f"shared {self.pk}"


class PhoneFacts(Unspoken, msgspec.Struct, array_like=True):
    """What the person calls it, and the categories it may hand in (rules/phones.py)."""

    name: str
    granted: tuple[str, ...] = ()


class PhoneSourceFacts(Unspoken, msgspec.Struct, array_like=True):
    """fhirBaseUri, displayName and fhirVersion of Android's MedicalDataSource; of measurements the name only."""

    base: str
    name: str
    version: str = ""


encode_facts = msgspec.msgpack.encode
decode_phone = msgspec.msgpack.Decoder(PhoneFacts).decode
decode_phone_source = msgspec.msgpack.Decoder(PhoneSourceFacts).decode
decode_shared = msgspec.msgpack.Decoder(tuple[str, str]).decode
