"""What is each section of a document about, and which statement is read by what?

A section is known by its template (2.16.840.1.113883.10.20.22.2.N, with or without ".1" and a date behind it), else by
its LOINC code; statements by their templates, else by the section they stand in and their own kind. What nothing here
knows is read as what it looks like, and is never left out without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from haversack.records.formats.ccda import (
    allergies,
    devices,
    encounters,
    family,
    medications,
    others,
    plans,
    problems,
    procedures,
    results,
    vaccines,
    words,
)
from haversack.records.formats.ccda.datatypes import is_null, text_of
from haversack.records.formats.ccda.here import STATEMENTS, Here, inner, is_planned, says_nothing, templates
from haversack.records.formats.ccda.making import Making
from haversack.records.formats.ccda.tree import Node

_C_CDA, _CCD = "2.16.840.1.113883.10.20.22.2.", "2.16.840.1.113883.10.20.1."
# Slug, LOINC codes, the N of C-CDA's templates, of CCD's.
_KINDS: tuple[tuple[str, str, str, str], ...] = (
    ("allergies", "48765-2", "6", "2"),
    ("medications", "10160-0 42346-7 10183-2 75311-1 29549-3", "1 44 11 38", "8"),
    ("vaccines", "11369-6", "2", "6"),
    ("results", "30954-2 11493-4", "3 16", "14"),
    ("vitals", "8716-3", "4", "16"),
    ("procedures", "47519-4", "7", "12"),
    ("pregnancy", "10162-6", "80 70", ""),
    ("problems", "11450-4 11348-0 46241-6 11535-2 42347-5", "5 20 43 24", "11"),
    ("social", "29762-2", "17", "15"),
    ("encounters", "46240-8", "22", "3"),
    ("family", "10157-6", "15", "4"),
    ("plan", "18776-5 61146-7 51847-2 62387-6 59772-4", "10 60 9", "10"),
    ("devices", "46264-8", "23", "7"),
    ("directives", "42348-3", "21", "1"),
    ("concerns", "75310-3", "58", ""),
    ("functional", "47420-5", "14", "5"),
    ("mental", "10190-7", "56", ""),
    ("payers", "48768-6", "18", "9"),
    ("teams", "85847-2", "500", ""),
    ("exam", "29545-1 8709-8", "", ""),
)
_BY_CODE = {code: slug for slug, codes, _new, _old in _KINDS for code in codes.split()}
_BY_TEMPLATE = {f"{_C_CDA}{number}": slug for slug, _codes, new, _old in _KINDS for number in new.split()}
_BY_TEMPLATE |= {f"{_CCD}{number}": slug for slug, _codes, _new, old in _KINDS for number in old.split()}
_BY_TEMPLATE |= {"2.16.840.1.113883.10.20.2.10": "exam", "2.16.840.1.113883.10.20.21.2.3": "plan"}
_GIVEN = frozenset({"29549-3"})  # Medications administered
_VARIANT = re.compile(r"(.*\.2\.\d+)\.1$")
_DEEPEST_SECTION = 12
_DEEPEST_STATEMENT = 8


class Section(NamedTuple):
    """number: counted from 1 in the order of the document, those inside others too."""

    number: int
    node: Node
    slug: str
    title: str


def sections_of(document: Node) -> Iterator[Section]:
    """Every section, however deep."""
    for number, node in enumerate((one for one in document.everything() if one.name == "section"), 1):
        yield Section(number, node, slug_of(node), title_of(node))


def slug_of(node: Node) -> str:
    """What a section is about; "" for one that nothing here knows."""
    code = node.one("code").get("code")
    if code in _GIVEN:
        return "given"
    for one in node.all("templateId"):
        root = one.get("root")
        shorter = _VARIANT.fullmatch(root)
        if found := _BY_TEMPLATE.get(shorter[1] if shorter else root):
            return found
    return _BY_CODE.get(code, "")


def title_of(node: Node) -> str:
    """What the document calls a section."""
    return text_of(node.one("title")) or node.one("code").get("displayName")


def read_section(section: Section, making: Making) -> None:
    """Make what the entries of a section state; those of sections inside it are read with those.

    Sections tell a person's whole history: what is in them did not all happen in the visit that a document is about.
    """
    for number, entry in enumerate(section.node.all("entry"), 1):
        where = f"section {section.number}, entry {number}"
        read_entry(entry, Here(making, where, section.slug, section.title))


def read_entry(entry: Node, here: Here) -> None:
    """Make what one entry states. That nothing came of it is said, whatever the reason."""
    making = here.making
    before, repeated = len(making.made) + len(making.problems), making.repeated
    found = [one for one in entry.inside if one.name in STATEMENTS]
    for one in found:
        read_statement(one, here)
    if len(making.made) + len(making.problems) > before:
        return
    if making.repeated > repeated:
        here.say(words.REPEATED, "information")
    else:
        here.say(words.UNKNOWN_STATEMENT if found else words.NO_INFORMATION, "information")


def read_statement(node: Node, here: Here, depth: int = 0) -> None:
    """Make what one statement says, by its template, else by where it stands and what it is."""
    kinds = templates(node)
    if depth > _DEEPEST_STATEMENT:
        here.say(words.UNREADABLE_STATEMENT)
    elif says_nothing(node):
        here.say(words.NO_INFORMATION, "information")
    elif not _by_template(node, kinds, here, depth):
        _BY_NAME.get(node.name, _anything)(node, here, depth)


def _by_template(node: Node, kinds: frozenset[str], here: Here, depth: int) -> bool:
    is_allergy = node.name == "observation" and not kinds.isdisjoint(allergies.OBSERVATIONS)
    if (
        "30" in kinds
        or (is_allergy and here.section != "problems")
        or ("ccd.27" in kinds and here.section == "allergies")
    ):
        allergies.allergies(node, here)
    elif node.name == "act" and not kinds.isdisjoint({"3", "ccd.27"}):
        _concern(node, here)
    elif node.name == "act" and not kinds.isdisjoint({"132", "136"}):
        _health_concern(node, here, depth)
    elif node.name == "observation" and node.get("moodCode") == "GOL":
        plans.goal(node, here)
    elif not kinds.isdisjoint(family.TEMPLATES) or (node.name == "organizer" and here.section == "family"):
        family.family_member(node, here)
    elif "46" in kinds or (node.name == "observation" and here.section == "family"):
        family.lone_observation(node, here)
    elif not kinds.isdisjoint(others.COVERAGES) or not kinds.isdisjoint(others.POLICIES) or here.section == "payers":
        others.coverage(node, here)
    elif not kinds.isdisjoint(others.DIRECTIVES) or (here.section == "directives" and node.name in _OBSERVED):
        others.directives(node, here)
    elif not kinds.isdisjoint(others.NOTES) or node.name == "observationMedia":
        _note(node, here)
    elif node.name == "organizer" and "500" in kinds:
        plans.care_team(node, here)
    elif node.name == "act" and not kinds.isdisjoint({"33", "34", "65", "51", "80"}):
        if not problems.problems(node, here, category="visit"):
            _anything(node, here, depth)
    elif node.name == "act" and not kinds.isdisjoint({"35", "36", "118"}):
        _inside(node, here, depth)
    elif node.name in ("observation", "procedure", "act") and is_planned(node):
        plans.planned(node, here)
    elif node.name in ("observation", "procedure", "act") and not kinds.isdisjoint(procedures.TEMPLATES):
        procedures.procedure(node, here)
    else:
        return False
    return True


_OBSERVED = frozenset({"observation", "organizer"})


def _concern(node: Node, here: Here) -> None:
    before = len(here.making.problems)
    if not problems.problems(node, here) and len(here.making.problems) == before:
        here.say(words.NO_INFORMATION, "information")


def _health_concern(node: Node, here: Here, depth: int) -> None:
    """What somebody worries about: the problems in it are, the rest is read as what it is."""
    made = len(here.making.made)
    for _link, one in inner(node):
        if one.name == "observation" and problems.is_problem(one):
            problems.problems(one, here, category="concerns")
        elif "122" not in templates(one):
            read_statement(one, here, depth + 1)
    if len(here.making.made) == made:
        here.say(words.POINTS_ELSEWHERE if any(True for _ in inner(node)) else words.ONLY_TEXT, "information")


def _note(node: Node, here: Here) -> None:
    if not others.note(node, here):
        here.say(words.NO_INFORMATION, "information")


def _inside(node: Node, here: Here, depth: int) -> None:
    """A wrapper: what stands in it is what is meant."""
    found = [one for _link, one in inner(node)]
    for one in found:
        read_statement(one, here, depth + 1)
    if not found:
        here.say(words.NO_INFORMATION, "information")


def _substance(node: Node, here: Here, _depth: int) -> None:
    kinds = templates(node)
    if not kinds.isdisjoint(vaccines.TEMPLATES) or (here.section == "vaccines" and not is_planned(node)):
        vaccines.immunization(node, here)
    elif "120" in kinds or here.section == "vaccines":
        plans.planned(node, here)
    else:
        medications.medication(node, here)


def _organizer(node: Node, here: Here, depth: int) -> None:
    kinds = templates(node)
    if not kinds.isdisjoint(results.RESULT_ORGANIZERS) and here.section != "vitals":
        results.report(node, here)
        return
    if "135" in kinds or here.section == "devices":
        _inside(node, here, depth)
        return
    section = "vital-signs" if not kinds.isdisjoint(results.VITAL_ORGANIZERS) or here.section == "vitals" else ""
    if here.section == "results":
        results.report(node, here)
    elif not results.observations(node, here, section=section, when=here.when("effective", node.one("effectiveTime"))):
        _inside(node, here, depth)


def _observation(node: Node, here: Here, _depth: int) -> None:
    is_expected = here.section == "concerns" or "4" in templates(node)
    if here.section == "problems" or (is_expected and problems.is_problem(node)):
        problems.problems(node, here)
    elif here.section == "procedures":
        procedures.procedure(node, here)
    else:
        results.observation(node, here)


def _procedure(node: Node, here: Here, _depth: int) -> None:
    if here.section == "devices" and is_null(node.one("code")):
        found = [devices.implanted(one.one("participantRole"), here) for one in node.all("participant")]
        if any(found):
            return
    procedures.procedure(node, here)


def _encounter(node: Node, here: Here, _depth: int) -> None:
    if is_planned(node):
        plans.planned(node, here)
    else:
        encounters.encounter(node, here)


def _supply(node: Node, here: Here, _depth: int) -> None:
    if is_planned(node) and here.section != "devices":
        plans.planned(node, here)
    elif devices.is_supply_of_medicine(node) or here.section == "medications":
        medications.dispense(node, here)
    else:
        devices.supply(node, here)


def _act(node: Node, here: Here, depth: int) -> None:
    """An act that no template tells: what is inside it, else what it says itself."""
    made = len(here.making.made)
    kinds = templates(node)
    if "122" in kinds:
        here.say(words.POINTS_ELSEWHERE, "information")
        return
    if here.section == "procedures":
        procedures.procedure(node, here)
        return
    for _link, one in inner(node):
        if templates(one).isdisjoint({"64", "ccd.40", "122", "20"}):
            read_statement(one, here, depth + 1)
    if len(here.making.made) == made:
        _anything(node, here, depth)


def _anything(node: Node, here: Here, _depth: int) -> None:
    if here.named(node.one("code"), node.one("text")) is None:
        here.say(words.NO_INFORMATION, "information")
    else:
        plans.communication(node, here)


_BY_NAME = {
    "substanceAdministration": _substance,
    "organizer": _organizer,
    "observation": _observation,
    "procedure": _procedure,
    "encounter": _encounter,
    "supply": _supply,
    "act": _act,
}
