"""On which shelf does an entry stand, what joins its trend, and does home show it?

Labels that are keyed before they are stored.
"""

from __future__ import annotations

from haversack.records.entry import Coding, Entry

# Systems in the order in which a trend prefers them: the first that an entry has joins it to its like.
_TREND_SYSTEMS = ("http://loinc.org", "http://snomed.info/sct")
BILLS = frozenset({"Coverage", "ExplanationOfBenefit"})
CLAIMS = "claims"
STANDINGS = ("fact", "claimed", "refuted")  # one for each shelf of a category
_MARKED = frozenset({"labs", "medications", "conditions", "allergies"})


def shelf(category: str, standing: str) -> str:
    """ "labs" for facts; "labs:claimed" for what only a claim tells of, "labs:not" for what was refuted, not done or
    taken back: neither is ever shown as a fact."""
    return category if standing == "fact" else f"{category}:{'claimed' if standing == 'claimed' else 'not'}"


def mark(entry: Entry) -> str | None:
    """The label under which home finds current medicines, active conditions and results out of the lab's range; under
    which lists find bills and the plans that pay them.
    """
    if entry.type in BILLS:
        return CLAIMS
    if entry.current and entry.standing == "fact" and entry.category in _MARKED:
        return "current:" + entry.category
    return None


def trend(entry: Entry) -> str | None:
    """What makes two results the same test: a code of the best system, else the folded title; None for what
    has no trend.
    """
    if entry.type != "Observation" or entry.standing != "fact":
        return None
    coding = trend_coding(entry.codes)
    if coding is not None:
        return f"{coding.system}|{coding.code}"
    return "title|" + entry.title.casefold() if entry.title else None


def trend_coding(codes: tuple[Coding, ...]) -> Coding | None:
    """The coding that joins results of one test over time."""
    for system in _TREND_SYSTEMS:
        for coding in codes:
            if coding.system == system and coding.code:
                return coding
    for coding in codes:
        if coding.code:
            return coding
    return None
