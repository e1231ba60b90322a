"""Which apps are known here, how they show who they are, and what they say about themselves?"""

import json
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from oauth2_provider.models import AbstractApplication

from haversack.smart import registration


def new_client_id() -> str:
    return uuid.uuid4().hex


class App(AbstractApplication):
    """An app, or a service, that somebody may let in. Some columns are the toolkit's: name, addresses, secret."""

    method = models.CharField(max_length=24, default=registration.NO_SECRET)  # how it shows who it is
    jwks = models.TextField(blank=True, default="")
    jwks_uri = models.TextField(blank=True, default="")
    scope = models.TextField(blank=True, default="")  # the most that it may ask for; empty: whatever there is
    website = models.TextField(blank=True, default="")
    policy = models.TextField(blank=True, default="")
    terms = models.TextField(blank=True, default="")
    facts = models.JSONField(blank=True, default=dict)  # what becomes of the data, in its own words
    lasts = models.CharField(max_length=16, blank=True, default="")  # less than the site allows; empty: as the site
    introspects = models.BooleanField(default=False)  # may ask about tokens of other apps
    ended = models.DateTimeField(null=True, blank=True)  # the site does not let it in any more

    objects: ClassVar[models.Manager["App"]] = models.Manager()

    class Meta(AbstractApplication.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.name

    @property
    def pseudonym(self) -> str:
        """What the audit trail calls this app."""
        return f"app:{self.client_id}"

    @property
    def keys(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.jwks) if self.jwks else {}
        return found

    @property
    def is_service(self) -> bool:
        """Nobody signs in for it."""
        return bool(self.authorization_grant_type == self.GRANT_CLIENT_CREDENTIALS)

    @property
    def registered_itself(self) -> bool:
        return bool(self.registration_source == self.RegistrationSource.DCR)

    def redirect_uri_allowed(self, uri: str) -> bool:
        return registration.allowed(uri, self.redirect_uris.split())

    def origin_allowed(self, origin: str) -> bool:
        return origin in self.allowed_origins.split()

    def is_usable(self, request: Any) -> bool:
        return self.ended is None
