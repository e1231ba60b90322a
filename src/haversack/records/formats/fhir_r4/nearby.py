"""What are the resources called that a resource points to?"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from haversack.records.code_names import clean
from haversack.records.entry import Coding, Link
from haversack.records.formats.fhir_r4.fields import Doc, concept, joined, obj, objs, text, texts, words
from haversack.records.formats.fhir_r4.values import amount


class Named(msgspec.Struct, array_like=True, frozen=True):
    """What a referenced resource is called. `see` are references that lend a name where `title` is empty.

    `details` are (key, text) pairs as in Entry.
    """

    title: str
    codes: tuple[Coding, ...] = ()
    type: str = ""
    details: tuple[tuple[str, str], ...] = ()
    see: tuple[str, ...] = ()


Names = Callable[[str], Named | None]


def person_name(value: object) -> str:
    """The best of several HumanNames as it is spoken: official or usual before old ones, the text before its parts."""
    names = [name for name in objs(value) if name.get("use") != "old"] or objs(value)
    names.sort(
        key=lambda name: ("official", "usual").index(use) if (use := name.get("use")) in ("official", "usual") else 2
    )
    for name in names:
        spoken = text(name.get("text")) or " ".join(
            (
                *texts(name.get("prefix")),
                *texts(name.get("given")),
                text(name.get("family")),
                *texts(name.get("suffix")),
            )
        )
        if spoken.strip():
            return " ".join(spoken.split())
    return text(value)


def _device_name(doc: Doc) -> str:
    names = [text(name.get("name")) for name in objs(doc.get("deviceName"))]
    return (
        concept(doc.get("type")).title
        or joined(names[:1])
        or text(doc.get("modelNumber"))
        or text(doc.get("manufacturer"))
    )


def _medication(doc: Doc) -> Named:
    named = concept(doc.get("code"))
    parts = []
    for ingredient in objs(doc.get("ingredient")):
        substance = concept(ingredient.get("itemCodeableConcept")).title or text(
            obj(ingredient.get("itemReference")).get("display")
        )
        parts.append(" ".join(filter(None, (substance, strength(ingredient.get("strength"))))) if substance else "")
    batch = obj(doc.get("batch"))
    details = (
        ("form", words(doc.get("form"))),
        ("ingredients", joined(parts)),
        ("lot", text(batch.get("lotNumber"))),
        ("expires", text(batch.get("expirationDate"))),
    )
    title = named.title or joined(part for part in parts)
    return Named(title, named.codes, "Medication", tuple(pair for pair in details if pair[1]))


def strength(value: object) -> str:
    """A Ratio of quantities as words: "500 mg", "5 mg / 1 mL"; the denominator "1" without a unit is left out."""
    ratio = obj(value)
    top, bottom = amount(ratio.get("numerator")), amount(ratio.get("denominator"))
    return f"{top} / {bottom}" if top and bottom and bottom != "1" else top


def name_of(doc: Doc) -> Named | None:
    """What other resources call this one: people, places, medicines, devices and what reasons point to; else None."""
    kind = text(doc.get("resourceType"))
    if kind == "Medication":
        return _medication(doc)
    if kind in ("Practitioner", "Patient", "RelatedPerson", "Person"):
        return Named(person_name(doc.get("name")), (), kind)
    if kind in ("Organization", "Location", "HealthcareService", "CareTeam"):
        return Named(text(doc.get("name")) or words(doc.get("type")), (), kind)
    if kind == "PractitionerRole":
        who, where = obj(doc.get("practitioner")), obj(doc.get("organization"))
        said = text(who.get("display"))
        see = (text(who.get("reference")), text(where.get("reference")))
        role = joined((words(doc.get("specialty")) or words(doc.get("code")), text(where.get("display"))))
        return Named(
            said or ("" if see[0] else role), (), kind, (("role", role),) if role else (), tuple(filter(None, see))
        )
    if kind == "Device":
        return Named(_device_name(doc), concept(doc.get("type")).codes, kind)
    if kind == "Specimen":
        return Named(words(doc.get("type")), (), kind)
    if kind == "ServiceRequest":
        asked, by = concept(doc.get("code")), obj(doc.get("requester"))
        whose, reference = clean(text(by.get("display"))), text(by.get("reference"))
        asker = (reference,) if reference and not whose else ()
        return Named(asked.title, asked.codes, kind, (("ordered-by", whose),) if whose else (), asker)
    if kind in ("Substance", "Condition", "Procedure"):
        named = concept(doc.get("code"))
        return Named(named.title, named.codes, kind)
    if kind == "Questionnaire":
        return Named(text(doc.get("title")) or text(doc.get("name")), (), kind)
    return None


class Nearby:
    """The resources a resource points to: those inside it ("#id") and those the file or the vault holds."""

    __slots__ = ("_doc", "_names")

    def __init__(self, doc: Doc, names: Names) -> None:
        self._doc = doc
        self._names = names

    def inside(self, reference: str) -> Doc:
        """The contained resource that "#id" means, or {}."""
        wanted = reference[1:]
        return next((item for item in objs(self._doc.get("contained")) if text(item.get("id")) == wanted), {})

    def named(self, reference: str) -> Named | None:
        """What is known about a reference such as "Practitioner/12", "urn:uuid:..." or "#id"."""
        if not reference:
            return None
        return name_of(self.inside(reference)) if reference[0] == "#" else self._names(reference)

    def title(self, reference: str) -> str:
        """The name of what is referenced, over one step where a role only names its practitioner; else ""."""
        found = self.named(reference)
        if found is None:
            return ""
        if not found.title and found.type != "ServiceRequest":
            return next((step.title for other in found.see if (step := self.named(other)) and step.title), "")
        return found.title

    def label(self, reference: Doc) -> str:
        """How a Reference is called: its own display, else the name of what it points to."""
        return clean(text(reference.get("display"))) or self.title(text(reference.get("reference")))

    def people(self, value: object) -> tuple[str, ...]:
        """The labels of one or more References, each once: who did, asked for or said something."""
        return tuple(dict.fromkeys([label for item in objs(value) if (label := self.label(item))])) if value else ()

    def ordered_by(self, orders: object) -> str:
        """Who asked for it, by the orders that it is based on, as far as they are known."""
        said: list[str] = []
        for order in objs(orders):
            found = self.named(text(order.get("reference")))
            if found is not None and found.type == "ServiceRequest":
                said += [words for key, words in found.details if key == "ordered-by"]
                said += filter(None, map(self.title, found.see))
        return joined(dict.fromkeys(said))

    def labels(self, value: object) -> str:
        """The labels of one or more References, joined by ", "."""
        return ", ".join(self.people(value))

    def links(self, role: str, value: object) -> tuple[Link, ...]:
        """References as links; those inside the resource itself lead nowhere and are left out."""
        if not value:
            return ()
        found = []
        for reference in objs(value):
            target = text(reference.get("reference"))
            if target and target[0] != "#":
                found.append(Link(role, target, self.label(reference)))
        return tuple(found)
