"""Who is in the invented family, and which files did their hospitals send?

`family(today)` depends on the day and the seed alone: no clock, no files, no network, the same bytes every time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from haversack.demo.chart import Chart
from haversack.demo.life import Life, Profile
from haversack.demo.stories import amara, ines, rosalia, tomas

SEED = 7
Story = Callable[[Life], tuple[list[Chart], list[Chart]]]


@dataclass(frozen=True)
class DemoPerson:
    """One backpack of the demo.

    relation: what they are to the demo's user ("self", "mother", "daughter", "grandson"); hue: degrees of a circle.
    bundles: (hospital's name, FHIR R4 bundle as JSON) to accept beforehand; pending_bundles: to leave for review.
    """

    name: str
    born: date
    relation: str
    hue: int
    bundles: list[tuple[str, bytes]] = field(repr=False)
    pending_bundles: list[tuple[str, bytes]] = field(repr=False)


@dataclass(frozen=True)
class Member:
    """Somebody of the family whose life has been told: what they are to the user, and what came of it."""

    relation: str
    hue: int
    life: Life
    accepted: list[Chart] = field(repr=False)
    pending: list[Chart] = field(repr=False)


def family(today: date, seed: int = SEED) -> list[DemoPerson]:
    """The four of them, the demo's user first, as they are on that day."""
    return [_person(member) for member in told(today, seed)]


def told(today: date, seed: int = SEED) -> list[Member]:
    """The four lives, told up to that day."""
    return [_told(today, seed, *who) for who in _MEMBERS]


_MEMBERS: tuple[tuple[str, str, float, str, str, str, int, Story], ...] = (
    ("Inés", "Valdivia Okafor", 54.3, "female", "es", "self", 262, ines.write),
    ("Rosalía", "Montero Quiroga", 81.6, "female", "es", "mother", 18, rosalia.write),
    ("Amara", "Okafor Valdivia", 29.5, "female", "en-US", "daughter", 168, amara.write),
    ("Tomás", "Okafor", 6.62, "male", "en-US", "grandson", 92, tomas.write),
)


def _told(
    today: date,
    seed: int,
    given: str,
    family: str,
    age: float,
    sex: str,
    language: str,
    relation: str,
    hue: int,
    story: Story,
) -> Member:
    born = today - timedelta(days=round(age * 365.25))
    life = Life(Profile(given, family, born, sex, language, "555-0142", "9 Mulberry Court"), today, seed)
    return Member(relation, hue, life, *story(life))


def _person(member: Member) -> DemoPerson:
    return DemoPerson(
        member.life.profile.name,
        member.life.profile.born,
        member.relation,
        member.hue,
        [(chart.hospital.name, chart.bundle()) for chart in member.accepted],
        [(chart.hospital.name, chart.bundle()) for chart in member.pending],
    )
