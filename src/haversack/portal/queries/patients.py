"""Which patients does the hospital have? For its operator, at the console."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from ..models import Patient


def all_patients() -> Iterator[dict[str, object]]:
    """Every patient by record number, with how many records there are, and whether they have an account."""
    counted = Patient.objects.filter(merged_into=None).annotate(total=Count("records")).order_by("mrn")
    for one in counted.iterator():
        yield {
            "number": one.mrn,
            "name": " ".join(filter(None, (one.given, one.family))),
            "born": one.born.isoformat() if one.born else None,
            "email": one.email or None,
            "records": one.total,
            "enrolled": one.user_id is not None,
            "uuid": str(one.uuid),
            "fhir_id": one.fhir_id,
        }
