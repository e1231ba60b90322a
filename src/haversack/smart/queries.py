"""What is a portal asked for, so that everything it holds of a patient arrives?

US Core (server CapabilityStatement) names the searches a client may rely on; where it lists none for a type, the plain
`patient` search is tried. Observations are asked for category by category, since a search without one need not be
answered, and once without, since some carry none. What the scopes do not allow, or the portal does not serve, is left
out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode

from .rarer import RARER
from .scopes import READ, SEARCH, Scopes

COUNT = "100"  # a page; a hint, which servers may cut down
CHANGED, INCLUDE, REVERSE = "_lastUpdated", "_include", "_revinclude"
PROVENANCE = "Provenance:target"
DSTU2, STU3, R4 = "DSTU2", "STU3", "R4"


@dataclass(frozen=True, slots=True)
class Query:
    """One search, or the read of one resource (`id`).

    category: the list that its records mostly stand on (records/categories.py), "" for what stands on none.
    optional: nobody has to answer it, so that a refusal is no news.
    """

    type: str
    parameters: tuple[tuple[str, str], ...] = ()
    id: str = ""
    category: str = ""
    optional: bool = False

    def __str__(self) -> str:
        """Below the FHIR base: "Patient/1", "Observation?patient=1&category=laboratory"."""
        if self.id:
            return f"{self.type}/{quote(self.id, safe='')}"
        return f"{self.type}?{urlencode(self.parameters, safe=':/|,')}"

    def value(self, name: str) -> str:
        return next((value for key, value in self.parameters if key == name), "")

    def plus(self, name: str, value: str) -> Query:
        return replace(self, parameters=(*self.parameters, (name, value)))

    def without(self, name: str) -> Query:
        return replace(self, parameters=tuple(pair for pair in self.parameters if pair[0] != name))


def query_of(text: str) -> Query:
    """A query from what it reads as below the base. Raises nothing: what it holds was written by `str`."""
    kind, mark, rest = text.partition("?")
    if mark:
        return Query(kind, tuple(parse_qsl(rest, keep_blank_values=True)))
    kind, _, number = text.partition("/")
    return Query(kind, id=number)


_LOINC = "http://loinc.org|"
_R4: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("labs", "Observation", (("category", "laboratory"),)),
    ("medications", "MedicationRequest", (("intent", "order,plan"),)),
    ("allergies", "AllergyIntolerance", ()),
    ("conditions", "Condition", ()),
    ("vaccines", "Immunization", ()),
    ("vitals", "Observation", (("category", "vital-signs"),)),
    ("documents", "DiagnosticReport", (("category", "LAB"),)),
    ("documents", "DocumentReference", (("category", "clinical-note"),)),
    ("visits", "Encounter", ()),
    ("procedures", "Procedure", ()),
    ("social-history", "Observation", (("category", "social-history"),)),
    *(
        ("social-history", "Observation", (("category", code),))
        for code in ("survey", "sdoh", "activity", "functional-status", "disability-status", "cognitive-status")
    ),
    *(
        ("other", "Observation", (("category", code),))
        for code in (
            "imaging", "procedure", "exam", "therapy",
            "treatment-intervention-preference", "care-experience-preference",
        )
    ),
    *(
        ("documents", "DiagnosticReport", (("category", _LOINC + code),))
        for code in ("LP29684-5", "LP29708-2", "LP7839-6")
    ),
    ("documents", "DiagnosticReport", ()),
    ("documents", "DocumentReference", ()),
    ("medications", "MedicationDispense", ()),
    ("medications", "MedicationStatement", ()),
    ("other", "CarePlan", (("category", "assess-plan"),)),
    ("other", "CarePlan", ()),
    ("other", "CareTeam", (("status", "active"),)),
    ("other", "CareTeam", ()),
    ("other", "Goal", ()),
    ("other", "Device", ()),
    ("other", "Coverage", ()),
    ("other", "FamilyMemberHistory", ()),
    ("other", "ServiceRequest", ()),
    ("other", "QuestionnaireResponse", ()),
    ("other", "RelatedPerson", ()),
    ("other", "Specimen", ()),
    ("documents", "Media", ()),
    ("medications", "MedicationRequest", ()),
    ("labs", "Observation", ()),
)  # fmt: skip
_INCLUDED = {
    "MedicationRequest": "MedicationRequest:medication",
    "MedicationDispense": "MedicationDispense:medication",
    "MedicationStatement": "MedicationStatement:medication",
    "MedicationOrder": "MedicationOrder:medication",
}
# Of these every server that follows US Core answers the plain search, or the one with what stands beside it.
_RELIED_ON = frozenset(
    {
        "AllergyIntolerance", "CarePlan", "CareTeam", "Condition", "Device", "DiagnosticReport", "DocumentReference",
        "Encounter", "Goal", "Immunization", "MedicationDispense", "MedicationRequest", "Observation", "Procedure",
    }
)  # fmt: skip
_ONLY_R4 = frozenset({"ServiceRequest"})
# What DSTU2 does not know by this name, or not by patient.
_NOT_DSTU2 = frozenset({"MedicationRequest", "CareTeam", "Coverage", "RelatedPerson", "Specimen"}) | _ONLY_R4
_OLD_ORDERS = (("medications", "MedicationOrder", ()),)


def release(version: str) -> str:
    """The release of FHIR that a `fhirVersion` names ("3.0.2" -> "STU3"); R4 for what is newer or not told."""
    return {"0": DSTU2, "1": DSTU2, "2": STU3, "3": STU3}.get(version[:1], R4)


def plan(
    *,
    patient: str,
    version: str = "",
    types: Mapping[str, Collection[str]] | None = None,
    granted: Scopes | None = None,
    chosen: Collection[str] = (),
    since: str = "",
) -> list[Query]:
    """Every query of one fetch, what people look for first, first.

    patient: the id there. version: `fhirVersion`. types: what the portal's CapabilityStatement serves, each with its
    search parameters; none where it does not say. granted: scopes; None where the portal did not say. chosen: the
    categories a person wants, () for all. since: an instant; a quick pass asks for what changed after it, of types
    whose searches know `_lastUpdated`.
    """
    served = types or {}
    found = [Query("Patient", id=patient)]
    for category, kind, narrowed in _rows(release(version), granted):
        query = Query(kind, (("patient", patient), *narrowed), "", category)
        if (not served or kind in served) and (not chosen or category in chosen):
            found += _asked(query, frozenset(served.get(kind, ())), since)
    found += _rarer(patient, served, granted, chosen, since)
    return [_marked(query) for query in dict.fromkeys(found)]


def _rarer(
    patient: str,
    served: Mapping[str, Collection[str]],
    granted: Scopes | None,
    chosen: Collection[str],
    since: str,
) -> Iterator[Query]:
    """The searches of types that few portals have, where this one says that it does and by whom they are found."""
    for category, kinds in RARER.items():
        for kind in kinds:
            known = frozenset(served.get(kind, ()))
            if known & {"patient", "subject"} and (not chosen or category in chosen) and None in _leaves(granted, kind):
                yield from _asked(Query(kind, (("patient", patient),), "", category), known, since)


_Row = tuple[str, str, tuple[tuple[str, str], ...]]


def _rows(named: str, granted: Scopes | None) -> Iterator[_Row]:
    """The searches there are in this release, as far as the scopes allow. Of a type whose scopes are narrowed to
    categories, those of the scopes."""
    left_out = _NOT_DSTU2 if named == DSTU2 else _ONLY_R4 if named == STU3 else frozenset()
    known = [row for row in (*_R4, *(_OLD_ORDERS if named == DSTU2 else ())) if row[1] not in left_out]
    narrowed: dict[str, list[str]] = {}
    for row in known:
        kind = row[1]
        leaves = _leaves(granted, kind)
        if any(category is None for category in leaves):
            yield row
        elif kind not in narrowed:
            narrowed[kind] = [category for category in leaves if category]
            yield from ((_list_of(kind, one), kind, (("category", one),)) for one in narrowed[kind])


def _leaves(granted: Scopes | None, kind: str) -> list[str | None]:
    """The categories of this type that may be searched for; None for all of it."""
    if granted is None or not granted.records:
        return [None]
    held = [one for one in granted.records if one.may(SEARCH, kind) or one.may(READ, kind)]
    return [str(one.category) if one.category else None for one in held]


def _list_of(kind: str, category: str) -> str:
    """The list that records of this category mostly stand on."""
    code = category.rpartition("|")[2]
    of_type = [row for row in _R4 if row[1] == kind]
    exact = [row for row in of_type if any(value.rpartition("|")[2] == code for _name, value in row[2])]
    return (exact or of_type or _R4)[0][0]


def _asked(query: Query, known: frozenset[str], since: str) -> Iterator[Query]:
    """The query as this server's search parameters allow it."""
    if known:
        for name in ("category", "intent", "status"):
            if query.value(name) and name not in known:
                return  # the plain search of the type is in the plan too
        if "patient" not in known and "subject" in known:
            about = ("subject", f"Patient/{query.value('patient')}")
            query = replace(query, parameters=(about, *query.without("patient").parameters))
    if since and CHANGED in known:
        query = query.plus(CHANGED, f"ge{since}")
    if query.type in _INCLUDED:
        query = query.plus(INCLUDE, _INCLUDED[query.type])
    yield query.plus(REVERSE, PROVENANCE).plus("_count", COUNT)


_SURE = frozenset({"laboratory", "vital-signs", "social-history"})


def _marked(query: Query) -> Query:
    """Whether a refusal is no news: of a type that US Core does not ask for, or of a search that it does not."""
    if query.id:
        return query
    beside = {"Observation": "category", "MedicationRequest": "intent", "CarePlan": "category", "CareTeam": "status"}
    bare = query.type in beside and not query.value(beside[query.type])
    rare = query.type == "Observation" and query.value("category") not in (
        "laboratory",
        "vital-signs",
        "social-history",
    )
    notes = query.type in ("DocumentReference", "DiagnosticReport") and "|" in query.value("category")
    return replace(query, optional=query.type not in _RELIED_ON or bare or rare or notes)
