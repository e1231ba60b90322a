"""Does a resource state a fact, its opposite, or nothing any more?"""

from __future__ import annotations

import re
from functools import lru_cache

from haversack.records.codes import SNOMED
from haversack.records.entry import Coding, Standing
from haversack.records.formats.fhir_r4.fields import Concept, Doc, code, concept
from haversack.records.phrases import NONE_KNOWN, OPPOSITES

# http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips, whose codes are the keys of NONE_KNOWN.
_ABSENT_SYSTEM = "absent-unknown-uv-ips"
_SNOMED_NONE = {
    "716186003": "no-known-allergies",
    "160244002": "no-known-allergies",
    "409137002": "no-known-medication-allergies",
    "428607008": "no-known-environmental-allergies",
    "429625007": "no-known-food-allergies",
    "428197003": "no-known-insect-allergies",
    "1003774007": "no-known-latex-allergies",
    "160245001": "no-known-problems",
    "1287211007": "no-allergy-info",
    "787481004": "no-known-medications",
    "182904002": "no-medication-info",
}
_SAID = re.compile(
    r"(?:no known|none known|no current problems?|no active problems?|no history of|nka\b|nkda\b|nkfa\b|no allerg|"
    r"patient denies|denies\b|absence of|geen bekende|keine bekannten|sin alergias|niega|aucune? .*connue?s?)",
    re.IGNORECASE,
)
_SHORT = {"nka": "no-known-allergies", "nkda": "no-known-medication-allergies", "nkfa": "no-known-food-allergies"}


def standing_of(status: str) -> Standing:
    """Whether a resource with this status states a fact at all."""
    return "entered-in-error" if status == "entered-in-error" else "fact"


@lru_cache(maxsize=4096)
def _none_known(codes: tuple[Coding, ...], title: str) -> str:
    for coding in codes:
        key = _SNOMED_NONE.get(coding.code) if coding.system == SNOMED else None
        if coding.system.endswith(_ABSENT_SYSTEM):
            key = coding.code
        if key in NONE_KNOWN:
            return NONE_KNOWN[key]
    short = _SHORT.get(title.lower().strip(" ."))
    if short:
        return NONE_KNOWN[short]
    return title if _SAID.match(title) else ""


def none_known(named: Concept) -> str:
    """The phrase ("No known allergies") when a code or its words say that there is nothing; else ""."""
    return _none_known(named.codes, named.title or named.original)


def opposite(key: str, title: str) -> str:
    """A title that cannot be read as a fact: "Not given: Influenza vaccine"."""
    return OPPOSITES[key].format(title)


def verified(doc: Doc, title: str, named: Concept) -> tuple[str, Standing]:
    """Title and standing of an allergy or a condition: taken back, ruled out, "none known", or a fact."""
    value = doc.get("verificationStatus")
    verification = code(value) if value else ""
    if "entered-in-error" in (verification, code(doc.get("status")) if "status" in doc else ""):
        return title, "entered-in-error"
    if phrase := none_known(named):
        return phrase, "negated"
    if verification == "refuted" or concept(value).title.lower() == "refuted":
        return opposite("refuted", title), "refuted"
    return title, "fact"
