"""What is made of one document: FHIR R4 resources, each under an id that the same thing gets in every document?

Ids are made (uuid5) from the custodian of the document, whose record it is, and the id that the document gives the
statement (II: root and extension). Makers give one id to several statements, or none: then what it is about, when it
was and what came out tells it from the others. That a resource was made stands in its `meta`, as for HL7 v2.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple
from urllib.parse import quote
from uuid import uuid5

from haversack.records.entry import Problem, Severity
from haversack.records.formats.ccda import datatypes
from haversack.records.formats.ccda.datatypes import Doc, human_name, identifiers, number_of, spoken, telecom, text_of
from haversack.records.formats.ccda.narrative import first_words, words_of
from haversack.records.formats.ccda.tree import NOTHING, Node
from haversack.records.formats.hl7v2.datatypes import filled
from haversack.records.formats.hl7v2.making import NAMESPACE, SYNTAC
from haversack.records.formats.hl7v2.times import Clock

# What may carry an id of its own that somebody else points to.
_STATEMENTS = frozenset(
    {"observation", "act", "procedure", "substanceAdministration", "encounter", "organizer", "supply"}
)


class Made(NamedTuple):
    """One resource, and the place it was made from ("section 3, entry 2")."""

    where: str
    doc: Doc


class Making:
    """Collects what a document is made into. sender: who keeps it; sent: when it was written, as an instant."""

    def __init__(self, document: Node, ids: dict[str, Node], *, sender: str, patient_key: str, clock: Clock) -> None:
        self.clock = clock
        self.sender = sender
        self.patient_key = patient_key
        self.has_patient = bool(patient_key)
        self.encounter: Doc | None = None  # the visit that the whole document is about
        written = clock.written(document.one("effectiveTime").get("value"))
        self.sent = clock.moment(written)
        self.made: list[Made] = []
        self.problems: list[Problem] = []
        self.repeated = 0  # statements that say what another of the document said
        self._ids = ids
        self._there: dict[str, Doc] = {}
        self._given = Counter(
            (node.name, one.get("root"), one.get("extension"))
            for node in document.everything()
            if node.name in _STATEMENTS and (one := own_id(node))
        )

    def say(self, where: str, what: str, severity: Severity = "warning") -> None:
        """A problem of one entry."""
        self.problems.append(Problem(where, what, severity))

    # What the document writes

    def told(self, node: Node) -> str:
        """What an ED says in a name's length: its own words, or those in the narrative that it points to."""
        if not node:
            return ""
        pointed = self.pointed(node)
        if pointed:
            return first_words(pointed) if pointed.name in ("tr", "table", "tbody", "list") else words_of(pointed)
        return "" if node.get("representation") == "B64" else text_of(node)

    def told_all(self, node: Node) -> str:
        """The same with all of it."""
        pointed = self.pointed(node)
        return words_of(pointed) if pointed else self.told(node)

    def pointed(self, node: Node) -> Node:
        """The element of the narrative that a text points to."""
        reference = node.one("reference").get("value") if node else ""
        return self._ids.get(reference.removeprefix("#"), NOTHING) if reference else NOTHING

    def concept(self, node: Node) -> Doc | None:
        return datatypes.concept(node, self.told)

    def when(self, stem: str, node: Node) -> Doc:
        return datatypes.timed(stem, node, self.clock)

    # Ids

    def key_of(self, node: Node, *content: object) -> tuple[str, ...]:
        """What makes a statement the same in the next document: its id, where no other here has it, else `content`."""
        own = own_id(node)
        if own and self._given[(node.name, own.get("root"), own.get("extension"))] < 2:
            return (own.get("root"), own.get("extension"))
        told = tuple("" if one is None else str(one) for one in content)
        return (own.get("root"), own.get("extension"), *told) if own else ("", *told)

    def id_of(self, *parts: str) -> str:
        """The same id for the same parts from the same sender about the same person."""
        return self._id(self.patient_key, *parts)

    def _id(self, *parts: str) -> str:
        return str(uuid5(NAMESPACE, "\x1f".join(("C-CDA", self.sender, *parts))))

    def add(self, kind: str, key: tuple[str, ...], doc: Doc, where: str, *, before: int | None = None) -> str:
        """Add a resource about the person, once; returns what others call it. What only seems the same is another."""
        said, own, place = filled(doc), self.id_of(kind, *key), 1
        while (there := self._there.get(f"{kind}/{own}")) is not None and not _says_the_same(there, said):
            place += 1
            own = self.id_of(kind, *key, str(place))
        return self._add(kind, own, said, where, before=before)

    def _add(self, kind: str, own: str, doc: Doc, where: str, *, dated: bool = True, before: int | None = None) -> str:
        reference = f"{kind}/{own}"
        if reference in self._there:
            self.repeated += dated
        else:
            updated = self.sent if dated else ""
            meta = filled(
                {"lastUpdated": updated, "source": f"urn:c-cda:{quote(self.sender, safe='')}", "security": [SYNTAC]}
            )
            made = {"resourceType": kind, "id": own, "meta": meta, **filled(doc)}
            self._there[reference] = made
            self.made.insert(len(self.made) if before is None else before, Made(where, made))
        return reference

    def called(self, reference: str) -> Doc:
        """The resource that was added under a reference."""
        return self._there[reference]

    @property
    def subject(self) -> Doc | None:
        return {"reference": f"Patient/{self.id_of('Patient')}"} if self.has_patient else None

    # Who and where

    def practitioner(self, role: Node, where: str) -> Doc | None:
        """Who did it (assignedEntity, assignedAuthor ...), as a Reference with the name; a resource of their own where
        they have a number.
        """
        person = role.one("assignedPerson") or role.one("playingEntity") or role.one("relatedPerson")
        name = human_name(datatypes.first(person.all("name")))
        said = spoken(name)
        if not said:
            organization = self.organization(role.one("representedOrganization"), where)
            device = role.one("assignedAuthoringDevice")
            product = text_of(device.one("softwareName")) or text_of(device.one("manufacturerModelName"))
            return organization or ({"display": product} if product else None)
        number = number_of(role.all("id"))
        if number is None:
            return {"display": said}
        doc = {
            "identifier": identifiers(role.all("id")),
            "name": [name],
            "telecom": [found for one in role.all("telecom") if (found := telecom(one))],
            "qualification": [{"code": code}] if (code := self.concept(role.one("code"))) else [],
        }
        own = self._id("Practitioner", str(number.get("system", "")), number["value"], said)
        return {"reference": self._add("Practitioner", own, doc, where, dated=False), "display": said}

    def performers(self, node: Node, where: str) -> list[Doc]:
        """Everybody who performed a statement, each once."""
        found = [self.practitioner(one.one("assignedEntity"), where) for one in node.all("performer")]
        return _once(found)

    def authors(self, node: Node, where: str) -> list[Doc]:
        """Everybody who wrote a statement down, each once."""
        return _once([self.practitioner(one.one("assignedAuthor"), where) for one in node.all("author")])

    def organization(self, node: Node, where: str) -> Doc | None:
        """An organisation, as a Reference with its name."""
        said = next((words for one in node.all("name") if (words := text_of(one))), "")
        if not said:
            return None
        number = number_of(node.all("id"))
        doc = {
            "identifier": identifiers(node.all("id")),
            "name": said,
            "telecom": [found for one in node.all("telecom") if (found := telecom(one))],
            "address": [found for one in node.all("addr") if (found := datatypes.address(one))],
        }
        own = self._id("Organization", number["value"] if number else "", said)
        return {"reference": self._add("Organization", own, doc, where, dated=False), "display": said}

    def location(self, role: Node, where: str) -> Doc | None:
        """A place (participantRole SDLOC, healthCareFacility), as a Reference with its name."""
        place = role.one("playingEntity") or role.one("location")
        said = next((words for one in place.all("name") if (words := text_of(one))), "")
        if not said:
            return None
        kind = self.concept(role.one("code"))
        doc = {
            "name": said,
            "type": [kind] if kind else [],
            "address": datatypes.address(datatypes.first(role.all("addr") + place.all("addr"))),
        }
        own = self._id("Location", said)
        return {"reference": self._add("Location", own, doc, where, dated=False), "display": said}


def _says_the_same(one: Doc, other: Doc) -> bool:
    return {name: value for name, value in one.items() if name not in ("resourceType", "id", "meta")} == other


def own_id(node: Node) -> Node:
    """The first id of a statement that is one."""
    for one in node.inside:
        if one.name == "id" and one.get("root") and "nullFlavor" not in one.attributes:
            return one
    return NOTHING


def _once(found: list[Doc | None]) -> list[Doc]:
    kept = [one for one in found if one]
    return [one for place, one in enumerate(kept) if one not in kept[:place]]
