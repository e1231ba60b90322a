"""How does a hospital with a portal keep one patient's record, so that US Core finds all that it asks for?

The stories' writers say what happened; this chart adds what such a hospital's system writes down by itself: samples and
orders behind results, numbers of visits, routes of medicines, who wrote what. People and places are in the directory.
"""

from __future__ import annotations

from datetime import date, datetime

from haversack.demo.chart import TERMINOLOGY, Chart, concept, stamp
from haversack.demo.exact import Json
from haversack.demo.life import Life, at
from haversack.demo.portals.completing import COMPLETED
from haversack.demo.portals.facts import PortalHospital
from haversack.demo.portals.identity import on_file
from haversack.demo.portals.neighbour import OnFile
from haversack.demo.portals.orders import order_of, sample_of
from haversack.demo.visits import Visit, see

_DIRECTORY = {"Practitioner", "Location", "Organization"}
_NOBODY_VOUCHES_FOR = {"Patient", "Provenance", "Binary"}
_TRANSMITTER = "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type"


class PortalChart(Chart):
    """One patient's chart at a hospital with a portal. `number` is the how-many-eth patient this is."""

    def __init__(self, life: Life, portal: PortalHospital, number: int, file: OnFile) -> None:
        self.portal, self.file = portal, file
        self.samples: dict[tuple[str, str], str] = {}
        super().__init__(life, portal.site, first=(number + 1) * 10_000)

    def add(self, kind: str, body: Json, when: date | datetime, *, ident: str = "") -> str:
        if kind in _DIRECTORY:
            return f"{kind}/{ident}"
        if kind == "Patient":
            body = body | on_file(self.life, self.portal, self.file)
        moment = when if isinstance(when, datetime) else at(when, 17)
        if kind == "Observation":
            body = sample_of(self, body)
        elif kind == "DiagnosticReport":
            body = order_of(self, body)
        if complete := COMPLETED.get(kind):
            body = complete(self, body, moment)
        return super().add(kind, body, when, ident=ident)

    def visit(
        self,
        role: str,
        day: date,
        kind: str,
        title: str,
        *,
        hour: int = 9,
        days: int = 0,
        why: str = "",
        for_: str = "",
    ) -> Visit:
        """A visit to whoever has that role here, where they work; `for_` a Condition, or `why` in words."""
        doctor, place = self.portal.at[role]
        visit = see(self, day, kind, title, doctor, place=place, hour=hour, days=days, reason=why)
        if for_:
            self.resources[-1]["reasonReference"] = [{"reference": for_}]
        return visit

    def whose(self, role: str) -> str:
        """The family name of the doctor with that role."""
        return self.portal.at[role][0]

    def sign(self) -> None:
        """Write down who wrote what. What is released together is vouched for together, and with nothing else."""
        groups: dict[tuple[str, ...], list[Json]] = {}
        for found in self.resources:
            if found["resourceType"] not in _NOBODY_VOUCHES_FOR:
                groups.setdefault(_released_with(found), []).append(found)
        for (kind, *_), resources in groups.items():
            self._vouch(kind, resources)

    def _vouch(self, kind: str, resources: list[Json]) -> None:
        last = max(datetime.fromisoformat(found["meta"]["lastUpdated"]) for found in resources)
        own = self.organization()
        author = own if kind == "results" else _named_in(resources[0]) or self.doctor(self.whose("primary"))
        agents = [{"type": concept(TERMINOLOGY + "provenance-participant-type", "author", "Author"), "who": author}]
        if author is not own:
            agents[0]["onBehalfOf"] = own
        agents.append(
            {"type": concept(_TRANSMITTER, "transmitter", "Transmitter"), "who": own, "onBehalfOf": own},
        )
        listed = [{"reference": f"{found['resourceType']}/{found['id']}"} for found in resources]
        self.add("Provenance", {"target": listed, "recorded": stamp(last), "agent": agents}, last)


def _named_in(found: Json) -> Json | None:
    """The doctor whom a resource itself names as who wrote or ordered it."""
    named = found.get("author") or found.get("requester") or found.get("resultsInterpreter")
    one: Json = named[0] if isinstance(named, list) else named or {}
    return one if one.get("reference", "").startswith("Practitioner/") else None


def _released_with(found: Json) -> tuple[str, ...]:
    """Resources with equal keys become visible at the same moment."""
    kind, written = found["resourceType"], found["meta"]["lastUpdated"]
    profiles = "".join(found["meta"].get("profile", ()))
    if "-observation-lab" in profiles or "-diagnosticreport-lab" in profiles:
        return "results", written
    if kind in {"DiagnosticReport", "DocumentReference"}:
        return kind, found["id"]
    return kind, written
