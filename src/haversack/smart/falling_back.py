"""What is asked instead of a search that a portal refuses as wrong?

US Core lets a server insist on a status; and none has to know `_revinclude`, `_include` or `_lastUpdated`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .queries import CHANGED, INCLUDE, REVERSE, Query

# All there are of a type, for servers that answer only a search that names the statuses (US Core, "search by status").
_ENTERED = "entered-in-error"
STATUSES: Mapping[str, Sequence[str]] = {
    "CarePlan": ("draft", "active", "on-hold", "revoked", "completed", _ENTERED, "unknown"),
    "CareTeam": ("proposed", "active", "suspended", "inactive", _ENTERED),
    "Coverage": ("active", "cancelled", "draft", _ENTERED),
    "Device": ("active", "inactive", _ENTERED, "unknown"),
    "DiagnosticReport": (
        "registered", "partial", "preliminary", "final", "amended", "corrected", "appended", "cancelled", _ENTERED,
        "unknown",
    ),
    "DocumentReference": ("current", "superseded", _ENTERED),
    "Encounter": (
        "planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", _ENTERED, "unknown",
    ),
    "ExplanationOfBenefit": ("active", "cancelled", "draft", _ENTERED),
    "FamilyMemberHistory": ("partial", "completed", _ENTERED, "health-unknown"),
    "Immunization": ("completed", _ENTERED, "not-done"),
    "MedicationDispense": (
        "preparation", "in-progress", "cancelled", "on-hold", "completed", _ENTERED, "stopped", "declined", "unknown",
    ),
    "MedicationOrder": ("active", "on-hold", "completed", _ENTERED, "stopped", "draft"),
    "MedicationRequest": (
        "active", "on-hold", "cancelled", "completed", _ENTERED, "stopped", "draft", "unknown",
    ),
    "MedicationStatement": (
        "active", "completed", _ENTERED, "intended", "stopped", "on-hold", "unknown", "not-taken",
    ),
    "Observation": (
        "registered", "preliminary", "final", "amended", "corrected", "cancelled", _ENTERED, "unknown",
    ),
    "Procedure": (
        "preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", _ENTERED, "unknown",
    ),
    "QuestionnaireResponse": ("in-progress", "completed", "amended", _ENTERED, "stopped"),
    "ServiceRequest": ("draft", "active", "on-hold", "revoked", "completed", _ENTERED, "unknown"),
}  # fmt: skip
_LET_GO = (REVERSE, INCLUDE, CHANGED, "_count")  # in this order, where a refusal does not say which it is


def instead(query: Query, said: str) -> Query | None:
    """What to ask after a portal has refused a query as wrong (400, 422), saying so in these words; None for nothing.

    What the words name goes first. A search by category that is refused without a category has been asked with each
    already.
    """
    if query.id:
        return None
    words = said.lower()
    for name in _LET_GO:
        if query.value(name) and name.lower() in words:
            return query.without(name)
    statuses = STATUSES.get(query.type)
    if statuses and not query.value("status") and "status" in words:
        return query.plus("status", ",".join(statuses))
    for name in _LET_GO:
        if query.value(name):
            return query.without(name)
    if statuses and not query.value("status") and "category" not in words:
        return query.plus("status", ",".join(statuses))
    return None
