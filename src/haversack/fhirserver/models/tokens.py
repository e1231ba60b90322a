"""Which codes and tokens are out there? Only hashes of them are kept: who copies the database can use none."""

from typing import ClassVar

from django.db import models
from oauth2_provider.models import AbstractAccessToken, AbstractGrant, AbstractRefreshToken

_PERMISSION = "fhirserver.Permission"


class Code(AbstractGrant):
    """What an app exchanges for its first token, once, within a minute. `code` is its SHA-256."""

    permission = models.ForeignKey(_PERMISSION, on_delete=models.CASCADE, related_name="+")
    used = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Code"]] = models.Manager()

    class Meta(AbstractGrant.Meta):
        abstract = False


class AccessToken(AbstractAccessToken):
    """Opens the API for at most an hour. Without a permission it belongs to a service that asks for itself."""

    permission = models.ForeignKey(_PERMISSION, on_delete=models.CASCADE, related_name="+", null=True)
    id_token = None  # identities are signed and handed out, not kept

    objects: ClassVar[models.Manager["AccessToken"]] = models.Manager()

    class Meta(AbstractAccessToken.Meta):
        abstract = False


class RefreshToken(AbstractRefreshToken):
    """Brings a new pair of tokens, once. `before` is the one that it replaced; `used` when it was shown."""

    permission = models.ForeignKey(_PERMISSION, on_delete=models.CASCADE, related_name="+")
    before = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="after")
    used = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["RefreshToken"]] = models.Manager()

    class Meta(AbstractRefreshToken.Meta):
        abstract = False
