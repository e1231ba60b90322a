"""Where in a document does a statement stand, and what stands inside and beside it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from haversack.records.entry import Severity
from haversack.records.formats.ccda.datatypes import Doc, is_null, moment, timed, worded
from haversack.records.formats.ccda.making import Making
from haversack.records.formats.ccda.systems import THO
from haversack.records.formats.ccda.tree import NOTHING, Node

# The clinical statements of CDA (POCD_MT000040, clinicalStatement).
STATEMENTS = frozenset({
    "observation", "act", "procedure", "substanceAdministration", "encounter", "organizer", "supply",
    "observationMedia", "regionOfInterest",
})  # fmt: skip
_ROOTS = (
    ("2.16.840.1.113883.10.20.22.4.", ""),
    ("2.16.840.1.113883.10.20.1.", "ccd."),  # CCD and C32, before C-CDA
    ("2.16.840.1.113883.10.20.15.3.", "15.3."),
    ("2.16.840.1.113883.10.20.6.2.", "6.2."),
)
_COMMENTS = frozenset({"64", "ccd.40"})
_COMMENT = "48767-8"  # LOINC, Annotation comment
_PLANNED = frozenset({"INT", "RQO", "ARQ", "PRP", "PRMS", "APT"})


@dataclass(slots=True, frozen=True)
class Here:
    """A place in a document.

    where: in words ("section 3, entry 2"); section: what the section is about, one of the slugs of sections.py, "" for
    others; title: what the document calls it; encounter: the visit that a statement belongs to.
    """

    making: Making
    where: str
    section: str = ""
    title: str = ""
    encounter: Doc | None = None

    def at(self, encounter: Doc | None) -> Here:
        """The same place, in a visit."""
        return replace(self, encounter=encounter or self.encounter)

    @property
    def subject(self) -> Doc | None:
        return self.making.subject

    def say(self, what: str, severity: Severity = "warning") -> None:
        self.making.say(self.where, what, severity)

    def add(self, kind: str, key: tuple[str, ...], doc: Doc, *, before: int | None = None) -> str:
        return self.making.add(kind, key, doc, self.where, before=before)

    def concept(self, node: Node) -> Doc | None:
        return self.making.concept(node)

    def concepts(self, nodes: list[Node]) -> list[Doc]:
        found = [one for node in nodes if (one := self.making.concept(node))]
        return [one for place, one in enumerate(found) if one not in found[:place]]

    def named(self, node: Node, *instead: Node) -> Doc | None:
        """A concept with words a person can read: its own, else those of `instead` (text, originalText)."""
        return worded(node, self.making.told, *(self.making.told(one) for one in instead))

    def told(self, node: Node) -> str:
        return self.making.told(node)

    def told_all(self, node: Node) -> str:
        return self.making.told_all(node)

    def when(self, stem: str, node: Node) -> Doc:
        return timed(stem, node, self.making.clock)

    def moment(self, node: Node) -> str:
        return moment(node, self.making.clock)

    def performers(self, node: Node) -> list[Doc]:
        return self.making.performers(node, self.where)

    def authors(self, node: Node) -> list[Doc]:
        return self.making.authors(node, self.where)

    def recorded(self, node: Node) -> str:
        """When somebody wrote it down."""
        return next((said for one in node.all("author") if (said := self.moment(one.one("time")))), "")

    def key(self, node: Node, *content: object) -> tuple[str, ...]:
        return self.making.key_of(node, *content)


def templates(node: Node) -> frozenset[str]:
    """The templates of a statement by their short names: "4" for C-CDA's problem, "ccd.28" for CCD's."""
    found = set()
    for one in node.inside:
        if one.name == "templateId":
            root = one.get("root")
            for start, short in _ROOTS:
                if root.startswith(start):
                    found.add(short + root[len(start) :])
                    break
    return frozenset(found)


def inner(node: Node) -> Iterator[tuple[Node, Node]]:
    """(entryRelationship or component, the statement in it) of each that stands directly inside."""
    for link in node.inside:
        if link.name in ("entryRelationship", "component"):
            for statement in link.inside:
                if statement.name in STATEMENTS:
                    yield link, statement


def within(node: Node, *wanted: str, code: str = "") -> list[Node]:
    """The statements directly inside that have one of the templates, or the code."""
    return [
        statement
        for _link, statement in inner(node)
        if not templates(statement).isdisjoint(wanted) or (code and statement.one("code").get("code") == code)
    ]


def is_negated(node: Node) -> bool:
    return node.get("negationInd") == "true"


def is_planned(node: Node) -> bool:
    return node.get("moodCode") in _PLANNED


def status_of(node: Node) -> str:
    return node.one("statusCode").get("code").lower()


def status(name: str, code: str) -> Doc | None:
    """A coded status of FHIR's own: condition-clinical and its like."""
    return {"coding": [{"system": f"{THO}{name}", "code": code}]} if code else None


def notes(node: Node, here: Here) -> list[Doc]:
    """The comments inside a statement."""
    found = [here.told_all(one.one("text")) for one in within(node, *_COMMENTS, code=_COMMENT)]
    return [{"text": said} for said in dict.fromkeys(found) if said]


def entity(node: Node, kind: str) -> Node:
    """The participantRole of the first participant of that type (CSM, LOC, DEV ...)."""
    return next((one.one("participantRole") for one in node.all("participant") if one.get("typeCode") == kind), NOTHING)


def says_nothing(node: Node) -> bool:
    """Whether a statement is there only to say that there is nothing to say (nullFlavor), in all of its parts."""
    if "nullFlavor" in node.attributes:
        return True
    values = node.all("value")
    return bool(values) and all(is_null(one) and not one.inside for one in values) and is_null(node.one("code"))
