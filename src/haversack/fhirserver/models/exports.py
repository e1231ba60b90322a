"""Which exports did services ask for, and which files came of them?"""

import uuid

from django.db import models


class Export(models.Model):
    """One export of a group. While it waits or works it is somebody's due work; `leased` says until when."""

    WAITING, DONE, FAILED = "waiting", "done", "failed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    app = models.ForeignKey("fhirserver.App", on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=64)
    types = models.JSONField()
    scope = models.TextField()
    since = models.DateTimeField(null=True)
    request = models.TextField()  # the address that was asked, as the answer repeats it
    state = models.CharField(max_length=8, default=WAITING)
    asked = models.DateTimeField()  # nothing that became visible later is in it
    leased = models.DateTimeField(null=True)
    done = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"export {self.uuid}"

    @property
    def failed(self) -> bool:
        return self.state == self.FAILED

    @property
    def waits(self) -> bool:
        return self.state == self.WAITING


class ExportFile(models.Model):
    """One file of an export: resources of one type, one a line, sealed on disk."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    type = models.CharField(max_length=64)
    count = models.PositiveIntegerField()

    class Meta:
        unique_together = ("export", "number")

    def __str__(self) -> str:
        return f"file {self.number} of {self.export_id}"
