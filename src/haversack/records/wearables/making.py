"""What is made of one export: FHIR R4 resources, each under an id that the same measurement gets in every export?

Ids are made from what was measured, when and by what (uuid5), so that next year's export, which holds this year's
again, doubles nothing; a day that was still running becomes a newer version of itself. That a resource is made, and not
as it came, stands in its `meta` (SYNTAC of HL7's v3-ObservationValue).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from haversack.records.digits import Digits
from haversack.records.wearables.kinds import PRESSURE, WORKOUT, Kind, Value

Doc = dict[str, Any]
_SYNTAC = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "SYNTAC",
    "display": "syntactic transform",
}
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"


class Origin(NamedTuple):
    """Who exports: what its source is called (a URI), the system of its own names (a URI), and a namespace of ours for
    the ids of what is made from it.
    """

    source: str
    system: str
    namespace: UUID


class Making:
    """Makes resources for the one person of an export. exported: when (a FHIR instant), "" unknown."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self.exported = ""
        self._subject = ""

    def person(self, born: str, sex: str) -> Doc | None:
        """The Patient, where the export says anything about them: born (a FHIR date) or sex (of FHIR), "" unknown."""
        if not sex and not born:
            return None
        own = self._id("Patient", born, sex)
        self._subject = f"Patient/{own}"
        said = {"gender": sex, "birthDate": born}
        return {"resourceType": "Patient", "id": own, "meta": self._meta(), **{k: v for k, v in said.items() if v}}

    def single(self, name: str, kind: Kind, value: Value, when: str, source: str, codes: tuple[str, ...]) -> Doc:
        """One measurement at one time (a FHIR dateTime), by an app or device of that name."""
        own = self._id(name, when, source, str(value.number), value.ucum)
        doc = self._observation(own, name, kind, codes, when, source)
        doc["valueQuantity"] = quantity(value.number, value.unit, value.ucum)
        return doc

    def pressure(self, halves: dict[str, tuple[Kind, Value]], when: str, source: str) -> Doc:
        """Both halves of a blood pressure, by name; or the one that is there."""
        if len(halves) == 1:
            [(name, (only, value))] = halves.items()
            return self.single(name, only, value, when, source, only.loinc)
        doc = self._observation(
            self._id("BloodPressure", when, source), "BloodPressure", PRESSURE, PRESSURE.loinc, when, source
        )
        doc["component"] = [
            {"code": self._concept(name, half.name, half.loinc), "valueQuantity": quantity(*value)}
            for name, (half, value) in sorted(halves.items(), reverse=True)
        ]
        return doc

    def day(self, name: str, kind: Kind, day: str, value: Value, said: str, sources: str) -> Doc:
        """What a whole day comes to. said: how it was reckoned, in words."""
        doc = self._observation(self._id(name, "day", day, value.ucum), name, kind, kind.loinc, day, sources)
        doc["valueQuantity"] = quantity(value.number, value.unit, value.ucum)
        doc["note"] = [{"text": said}]
        return doc

    def workout(
        self, name: str, said: str, start: str, end: str, parts: dict[str, tuple[Kind, Value]], source: str
    ) -> Doc:
        """One workout of that kind, in words, between two FHIR instants (end "" unknown)."""
        doc = self._observation(
            self._id("Workout", name, start, end, source), f"Workout{name}", WORKOUT, (), start, source
        )
        doc["code"] = {"coding": [{"system": "http://loinc.org", "code": WORKOUT.loinc[0]}], "text": WORKOUT.name}
        doc["valueCodeableConcept"] = {"coding": [{"system": self._origin.system, "code": name}], "text": said}
        if end:
            del doc["effectiveDateTime"]
            doc["effectivePeriod"] = {"start": start, "end": end}
        if parts:
            doc["component"] = [
                {"code": self._concept(part, kind.name, kind.loinc), "valueQuantity": quantity(*value)}
                for part, (kind, value) in parts.items()
            ]
        return doc

    def _observation(self, own: str, name: str, kind: Kind, codes: tuple[str, ...], when: str, source: str) -> Doc:
        doc: Doc = {
            "resourceType": "Observation",
            "id": own,
            "meta": self._meta(),
            "status": "final",
            "category": [{"coding": [{"system": _CATEGORY, "code": kind.category}]}],
            "code": self._concept(name, kind.name, codes),
            "effectiveDateTime": when,
        }
        if self._subject:
            doc["subject"] = {"reference": self._subject}
        if source:
            doc["device"] = {"display": source}
        return doc

    def _meta(self) -> Doc:
        dated = {"lastUpdated": self.exported} if self.exported else {}
        return {**dated, "source": self._origin.source, "security": [_SYNTAC]}

    def _concept(self, name: str, said: str, codes: tuple[str, ...]) -> Doc:
        coding = [{"system": "http://loinc.org", "code": code} for code in codes]
        return {"coding": [*coding, {"system": self._origin.system, "code": name}], "text": said}

    def _id(self, *parts: str) -> str:
        return str(uuid5(self._origin.namespace, "\x1f".join(parts)))


def quantity(number: Decimal, unit: str, ucum: str) -> Doc:
    """A Quantity with UCUM's code and the digits that came."""
    written = format(number, "f")
    value = Digits(written) if "." in written else int(written)
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": ucum}
