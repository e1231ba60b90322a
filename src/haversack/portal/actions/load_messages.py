"""Who here is the patient whom an HL7 v2 message is about, and what of it goes into their Patient resource?

A message names people by numbers, and what is made of it has an id of its own. Where the number is known here, what the
message says is of that patient, under the id that they have here; nothing on file gives way to what a laboratory knows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from haversack.records import digits
from haversack.records.entry import Problem
from haversack.records.formats.fhir_r4.fields import objs, text
from haversack.records.pieces import Piece

from ..models import Patient, Record, SearchToken
from ..models.keys import BODY, sealer
from ..rules.demographics import demographics_of, may_be_the_same
from ..rules.merging import contradictions, merged
from .load_batch import ANOTHER_PERSON

SEVERAL = (
    "Its numbers belong to more than one patient here. It was not loaded, and nothing of this message went into any "
    "record; Medical Records must find out whose it is."
)
OTHERWISE = (
    "Under the record number of a patient who is here it says another {0}. What is on file was kept, and the rest of "
    "the message was loaded; Medical Records must find out which is right."
)


class NotTheirs(Exception):
    """What this message says cannot be given to anybody here; the text says why, for the hospital."""


@dataclass(slots=True)
class Met:
    """A patient as a message names them. problem: what somebody must look at; None for nothing."""

    piece: Piece
    problem: Problem | None = None


@dataclass
class Meeting:
    """Remembers, while files are loaded, who the patients of messages are here.

    aliases: "Patient/<id from the message>" to "Patient/<id here>".
    """

    aliases: dict[str, str] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)  # of patients who came in this load and are not written yet

    def met(self, piece: Piece) -> Met:
        """The Patient to take in: who is known by their number, with what is on file. Raises NotTheirs."""
        assert piece.doc is not None
        said, own = piece.doc, text(piece.doc.get("id"))
        number = demographics_of(said).mrn
        known = self._known(said, own, number)
        if number:
            self._numbers[number] = known or own
        if known is None:
            return Met(piece)
        on_file = _on_file(known)
        if not may_be_the_same(on_file, said):
            raise NotTheirs(ANOTHER_PERSON)
        if known != own:
            self.aliases[f"Patient/{own}"] = f"Patient/{known}"
        doc = {"resourceType": "Patient", "id": known} | merged(on_file, said)
        raw = digits.encode(doc)
        whole = Piece(raw, b"", piece.where, piece.full_url, digits.decode(raw), role=piece.role)
        return Met(whole, _problem(piece.where, contradictions(on_file, said)))

    def _known(self, said: dict[str, Any], own: str, number: str) -> str | None:
        """The id here of whoever has this id or one of these numbers. Raises NotTheirs where they are several's."""
        rows = list(Patient.objects.select_related("merged_into").filter(fhir_id=own))
        if number:
            rows += Patient.objects.select_related("merged_into").filter(mrn=number)
        found = {(row.merged_into or row).fhir_id for row in rows}
        found |= {self._numbers[number]} if number in self._numbers else set()
        found |= set() if found else _by_identifier(said)
        if len(found) > 1:
            raise NotTheirs(SEVERAL)
        return found.pop() if found else None


def _by_identifier(said: dict[str, Any]) -> set[str]:
    """Whoever has an identifier of the same system and value."""
    found: set[str] = set()
    for one in objs(said.get("identifier")):
        system, value = text(one.get("system")), text(one.get("value"))
        if system and value:
            tokens = SearchToken.objects.filter(type="Patient", param="identifier", system=system, code=value)
            found |= set(tokens.exclude(patient=None).values_list("record__patient__fhir_id", flat=True)[:3])
    return found


def _on_file(fhir_id: str) -> dict[str, Any]:
    body = Record.objects.filter(type="Patient", fhir_id=fhir_id).values_list("body", flat=True).first()
    found: dict[str, Any] = digits.decode(sealer().open(bytes(body), BODY)) if body is not None else {}
    return found


def _problem(where: str, differing: list[str]) -> Problem | None:
    return Problem(where, OTHERWISE.format(" and another ".join(differing)), "warning") if differing else None
