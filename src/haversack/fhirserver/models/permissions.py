"""What did somebody allow an app, for whose record, until when? Every code and token hangs on one permission."""

import uuid

from django.conf import settings
from django.db import models


class Permission(models.Model):
    """One answer on the page of consent. While it stands its tokens work; once it has ended, none does.

    patient: the FHIR id of whose record. stays: whether the app may come back when the person is not there ("offline"),
    while they are signed in ("online"), or not without asking again ("").
    """

    OFFLINE, ONLINE, ONCE = "offline", "online", ""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    app = models.ForeignKey("fhirserver.App", on_delete=models.CASCADE, related_name="permissions")
    patient = models.CharField(max_length=64)
    scope = models.TextField()
    audience = models.TextField()  # the FHIR server that the app meant
    stays = models.CharField(max_length=8, blank=True)
    session = models.CharField(max_length=64, blank=True)  # of "online": a hash of the session's key
    lasts = models.CharField(max_length=16)
    granted = models.DateTimeField()
    used = models.DateTimeField(null=True)
    ends = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=16, blank=True)  # "user", "app", "site", "misuse", "right"

    class Meta:
        indexes = [models.Index(fields=["user", "ended"], name="permission_of_user")]

    def __str__(self) -> str:
        return f"permission {self.uuid}"
