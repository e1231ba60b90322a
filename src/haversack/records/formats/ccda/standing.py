"""Does an illness or an allergy still hold, and for how sure, by what a document says around it?

Source: C-CDA R2.1, Problem Concern Act and Problem Observation: the concern's status says whether somebody still has an
eye on it, the observation's time until when it lasted. R1.1, C32 and CCD have observations of the status besides.
"""

from __future__ import annotations

from haversack.records.formats.ccda.here import Here, status_of, within
from haversack.records.formats.ccda.tree import Node

# SNOMED CT and what makers write for it.
_WORDS = {
    "55561003": "active", "73425007": "inactive", "413322009": "resolved", "active": "active", "inactive": "inactive",
    "resolved": "resolved", "246455001": "recurrence", "263855007": "relapse", "277022003": "remission",
    "90734009": "active", "chronic": "active", "recurrence": "recurrence", "remission": "remission",
    "completed": "inactive",
}  # fmt: skip
_CONCERNS = {"active": "active", "suspended": "inactive", "aborted": "inactive"}
_STATUS = "33999-4"  # LOINC


def clinical_status(concern: Node, statement: Node, here: Here) -> str:
    """active, inactive, resolved ...; "" where the document does not say."""
    for one in within(statement, "6", "28", "ccd.39", "ccd.50", code=_STATUS):
        value = one.one("value")
        said = value.get("code") or value.get("displayName") or here.told(value.one("originalText"))
        found = _WORDS.get(said.strip().lower()) or _WORDS.get(value.get("displayName").lower())
        if found:
            return found
    high = statement.one("effectiveTime", "high")
    if here.moment(high):
        return "resolved"
    watched = status_of(concern) if concern else ""
    if watched == "completed":
        ended = high.get("nullFlavor") == "UNK" or here.moment(concern.one("effectiveTime", "high"))
        # Many makers write "completed" of every statement that somebody has written down: that alone ends nothing.
        return "resolved" if ended else ""
    return _CONCERNS.get(watched, "")
