"""With which keys are identities signed, and which assertions of clients were seen already?"""

from django.db import models


class SigningKey(models.Model):
    """A private key, sealed under the site's keyring; its public half is published until all that it signed is old."""

    kid = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    public = models.TextField()  # as a JWK
    made = models.DateTimeField()
    retired = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"signing key {self.kid}"


class SeenAssertion(models.Model):
    """A client's assertion, until it would have expired anyway: shown twice it counts for nothing."""

    fingerprint = models.CharField(max_length=64, unique=True)  # SHA-256 of who and which
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="assertion_until")]

    def __str__(self) -> str:
        return "assertion"
