"""When was the medication list last reviewed, and by whom? (P14)"""

from __future__ import annotations

from ..models import MedicationReview
from ..rules.sections import Section
from .reader import Reader


def last_review(reader: Reader) -> MedicationReview | None:
    """The latest review, with its provider; None where the list was never reviewed here."""
    reader.require_section(Section.MEDICATIONS)
    rows = MedicationReview.objects.filter(patient_id=reader.patient, at__lte=reader.now)
    return rows.select_related("provider").order_by("-at", "-pk").first()
