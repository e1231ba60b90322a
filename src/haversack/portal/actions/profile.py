"""How does what was accepted come to be on file? As a new version of the Patient resource, like any that is loaded."""

from __future__ import annotations

import io
from datetime import datetime

from haversack.audit import Actor
from haversack.records import digits
from haversack.records.bundle import SourceFile

from ..models import Patient
from ..rules.profile import Doc
from .load import load

_NAME = "change.json"  # what a report would call it


class NotPutOnFile(Exception):
    """The Patient resource with the change was not taken in. Somebody at the hospital looks into it."""


def put_on_file(*, by: Actor, patient: Patient, doc: Doc, now: datetime) -> None:
    """Let this be the patient's resource from now on. Raises NotPutOnFile, and then nothing has changed."""
    stamped = {
        "resourceType": "Patient",
        **doc,
        "id": patient.fhir_id,
        "meta": {**doc.get("meta", {}), "lastUpdated": now.isoformat()},
    }
    data = digits.encode(stamped)
    report = load(by=by, files=[SourceFile(_NAME, len(data), lambda: io.BytesIO(data))])
    if report.refused or report.problems:
        raise NotPutOnFile
