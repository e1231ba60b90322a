"""As what is this site known at a portal, and with which key does it show that?"""

from __future__ import annotations

from django.db import models


class Registration(models.Model):
    """This site as an app of one portal; of everybody here who connects there.

    door: the FHIR base, keyed with the site's key. client_id: "" while the operator has the task to get one. sealed
    (site key): RegistrationFacts. ended_at: nobody signs in with it any more; tokens given to it may still be
    refreshed.
    """

    class Kind(models.TextChoices):
        PUBLIC = "public"
        SYMMETRIC = "symmetric"
        ASYMMETRIC = "asymmetric"

    class Maker(models.TextChoices):
        DYNAMIC = "dynamic"
        OPERATOR = "operator"

    door = models.BinaryField(max_length=16)
    client_id = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PUBLIC)
    made_by = models.CharField(max_length=8, choices=Maker)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["door"], name="registration_by_door")]
        constraints = [
            models.UniqueConstraint(
                fields=["door"], condition=models.Q(ended_at__isnull=True, client_id=""), name="one_task_each"
            )
        ]

    def __str__(self) -> str:
        return f"registration {self.pk}"


class ClientKey(models.Model):
    """The key pair by which this site shows at portals that it is itself (SMART 2.2, client-confidential-asymmetric).

    sealed (site key): the private half; public: the other as a JWK, published for portals.
    """

    kid = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    public = models.TextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"client key {self.kid}"
