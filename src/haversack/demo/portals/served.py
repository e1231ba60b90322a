"""What does each of the two hospitals hold on a given day: itself, its patients, and every resource it serves?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from haversack.demo import exact
from haversack.demo.exact import Json
from haversack.demo.life import Life, Profile
from haversack.demo.people import SEED, Member, told
from haversack.demo.portals.charting import PortalChart
from haversack.demo.portals.directory import directory
from haversack.demo.portals.facts import PortalHospital
from haversack.demo.portals.family_here import FILES, TOLD
from haversack.demo.portals.heronbay import HERON_BAY
from haversack.demo.portals.heronbay_people import of_heron_bay
from haversack.demo.portals.neighbour import OnFile
from haversack.demo.portals.people import Neighbour
from haversack.demo.portals.riverside import RIVERSIDE
from haversack.demo.portals.riverside_people import of_riverside
from haversack.demo.portals.stories.bodies import ordinary


@dataclass(frozen=True)
class Patient:
    """One patient of a hospital. id: of the Patient resource; mrn: `M` and six digits; file: what is kept beside it."""

    id: str
    mrn: str
    name: str
    born: date
    file: OnFile
    resources: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True)
class Served:
    """A hospital with everything in it. directory: the resources that are about nobody in particular."""

    facts: PortalHospital
    patients: tuple[Patient, ...] = field(repr=False)
    directory: tuple[bytes, ...] = field(repr=False)

    def resources(self) -> Iterator[bytes]:
        """Each resource as JSON: the directory first, then patient after patient, what is referred to before."""
        yield from self.directory
        for patient in self.patients:
            yield from patient.resources

    def ndjson(self) -> bytes:
        return b"\n".join([*self.resources(), b""])


def hospitals(today: date, seed: int = SEED) -> tuple[Served, Served]:
    """Riverside and Heron Bay, as they are on that day."""
    family = told(today, seed)
    return (
        _served(RIVERSIDE, today, seed, family, of_riverside(today)),
        _served(HERON_BAY, today, seed, family, of_heron_bay(today)),
    )


def _served(
    portal: PortalHospital, today: date, seed: int, family: list[Member], neighbours: tuple[Neighbour, ...]
) -> Served:
    patients = []
    for number, member in enumerate(family):
        chart = PortalChart(member.life, portal, number, FILES[member.relation])
        TOLD[portal.site.key][member.relation](chart)
        patients.append(_patient(chart))
    for number, who in enumerate(neighbours, start=len(family)):
        patients.append(_patient(_told(portal, number, who, today, seed)))
    return Served(portal, tuple(patients), _written(directory(portal, today)))


def _told(portal: PortalHospital, number: int, who: Neighbour, today: date, seed: int) -> PortalChart:
    relative = who.file.relative
    phone = relative[3] if relative else portal.phone
    life = Life(Profile(who.given, who.family, who.born(today), who.sex, who.language, phone, who.street), today, seed)
    ordinary(life)
    chart = PortalChart(life, portal, number, who.file)
    for story in who.stories:
        story(chart)
    return chart


def _patient(chart: PortalChart) -> Patient:
    chart.sign()
    who = chart.resources[0]
    return Patient(
        who["id"],
        who["identifier"][0]["value"],
        chart.life.profile.name,
        chart.life.profile.born,
        chart.file,
        _written(chart.resources),
    )


def _written(resources: list[Json]) -> tuple[bytes, ...]:
    return tuple(exact.text(found) for found in resources)
