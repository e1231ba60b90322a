"""How long did this patient ask the hospital to wait with results?"""

from __future__ import annotations

from ..models import Patient
from .reader import Reader


def wish_of(reader: Reader) -> int:
    """In hours; 0 for not at all."""
    return Patient.objects.values_list("wait_hours", flat=True).get(pk=reader.patient)
