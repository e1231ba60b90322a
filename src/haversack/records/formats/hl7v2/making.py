"""What is made of one message: FHIR R4 resources, each under an id that the same thing gets in every message?

A result that is sent again, corrected or complete, keeps its id, so that it is a newer version and no second result:
ids are made from who sent it, whose it is, and the numbers or codes that the sender gave it (uuid5), never from the
message's own number where anything better is there. That a resource is made, and not as it came, stands in its
`meta`: the label SYNTAC of HL7's v3-ObservationValue ("syntactic transform") and, as source, who sent the message.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID, uuid5

from haversack.records.entry import Problem, Severity
from haversack.records.formats.hl7v2.datatypes import Doc, filled, human_name, identifier, spoken
from haversack.records.formats.hl7v2.message import Message, Parts, Segment
from haversack.records.formats.hl7v2.times import Clock

NAMESPACE = UUID("8d0f6b52-2b1e-5c0e-9c52-4a1f1c7e3a70")  # ours, for ids of what is made from HL7 v2
SYNTAC = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "SYNTAC",
    "display": "syntactic transform",
}


class Made(NamedTuple):
    """One resource, and the segment it was made from ("segment OBX 2")."""

    where: str
    doc: Doc


class Making:
    """Collects what a message is made into, for one patient of it."""

    def __init__(self, message: Message, clock: Clock) -> None:
        self.message = message
        self.clock = clock.of(message.header.first(7))
        self.sender = message.facility
        self.sent = self.clock.instant(message.header.first(7))
        self.made: list[Made] = []
        self.problems: list[Problem] = []
        self.patient_key = ""
        self._there: set[str] = set()

    def say(self, segment: Segment, what: str, severity: Severity = "error", field: int = 0) -> None:
        """A problem of one segment, or of a field of it."""
        place = f"{segment.place}, field {field}" if field else segment.place
        self.problems.append(Problem(place, what, severity))

    def id_of(self, *parts: str) -> str:
        """The same id for the same parts from the same sender about the same patient."""
        return self._id(self.patient_key, *parts)

    def _id(self, *parts: str) -> str:
        return str(uuid5(NAMESPACE, "\x1f".join((self.sender, *parts))))

    def add(
        self, kind: str, own: str, doc: Doc, segment: Segment, *, dated: bool = True, before: int | None = None
    ) -> str:
        """Add a resource, once; returns what others call it. `dated`: a later message may say something newer.

        before: its place among `made`, where it is not the last.
        """
        reference = f"{kind}/{own}"
        if reference not in self._there:
            self._there.add(reference)
            meta = filled(
                {
                    "lastUpdated": self.sent if dated else "",
                    "source": f"urn:hl7v2:{quote(self.sender, safe='')}",
                    "security": [SYNTAC],
                }
            )
            made = Made(segment.place, {"resourceType": kind, "id": own, "meta": meta, **filled(doc)})
            self.made.insert(len(self.made) if before is None else before, made)
        return reference

    @property
    def subject(self) -> Doc:
        return {"reference": f"Patient/{self.id_of('Patient')}"}

    def practitioner(self, parts: Parts, segment: Segment) -> Doc | None:
        """Who did it (XCN), as a Reference with the name; a resource of their own where they have a number."""
        name = human_name(parts, at=2)
        number = identifier(parts, self.sender, owner=9, kind=13)
        said = spoken(name)
        if number is None:
            return {"display": said} if said else None
        if not said:
            return None
        own = self._id("Practitioner", str(number.get("system", "")), number["value"], said)
        reference = self.add("Practitioner", own, {"identifier": [number], "name": [name]}, segment, dated=False)
        return {"reference": reference, "display": said}

    def people(self, listed: list[Parts], segment: Segment) -> list[Doc]:
        """Everybody who is named, each once."""
        found = [one for parts in listed if (one := self.practitioner(parts, segment))]
        return [one for place, one in enumerate(found) if one not in found[:place]]

    def organization(
        self, parts: Parts, segment: Segment, *, name: int = 1, number: int = 10, owner: int = 6
    ) -> Doc | None:
        """An organisation (XON; or a CWE or HD by other components), as a Reference with its name."""
        said = parts.at(name)
        given = parts.at(number) if number else ""
        if not said:
            return None
        own = self._id("Organization", given, said)
        numbered = filled({"value": given}) if given else None
        if numbered and (giver := parts.at(owner, 2)):
            numbered = {"system": f"urn:oid:{giver}", **numbered} if giver[:1].isdigit() else numbered
        doc = {"identifier": [numbered] if numbered else [], "name": said}
        return {"reference": self.add("Organization", own, doc, segment, dated=False), "display": said}

    def location(self, parts: Parts, segment: Segment) -> Doc | None:
        """A place (PL): ward, room, bed, building, as they are said together."""
        said = [parts.at(at) for at in (9, 4, 7, 8, 1, 2, 3)]
        name = ", ".join(dict.fromkeys(filter(None, said)))
        if not name:
            return None
        own = self._id("Location", name)
        return {"reference": self.add("Location", own, {"name": name}, segment, dated=False), "display": name}
