"""Whose record is open, and which others may this user open?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ..models import Patient
from ..rules.access import AccessClass
from .reader import Reader


@dataclass(frozen=True, slots=True)
class Whose:
    """A patient as the frame of a page shows them: their name and birth date, and what the reader is to them."""

    uuid: UUID
    name: str = field(repr=False)
    born: date | None = field(repr=False)
    access: AccessClass
    wish_hours: int


def whose(readers: Iterable[Reader]) -> list[Whose]:
    """One for each reader, in their order."""
    asked = list(readers)
    rows = {row.pk: row for row in Patient.objects.filter(pk__in=[one.patient for one in asked])}
    return [_read(rows[one.patient], one) for one in asked]


def _read(row: Patient, reader: Reader) -> Whose:
    name = f"{row.given} {row.family}".strip()
    return Whose(row.uuid, name, row.born, reader.access, row.wait_hours)


def fhir_id_of(reader: Reader) -> str:
    """The id of the patient's own resource here."""
    return Patient.objects.values_list("fhir_id", flat=True).get(pk=reader.patient)
