"""What is said of a hospital's other patients: who they are, and which stories are told of them?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from haversack.demo.portals.charting import PortalChart
from haversack.demo.portals.neighbour import OnFile
from haversack.demo.portals.stories import everyday

Story = Callable[[PortalChart], object]


@dataclass(frozen=True)
class Neighbour:
    """One patient: `age` in years on the demo's day; `file` what the hospital keeps; `stories` in order of telling."""

    given: str
    family: str
    age: float
    sex: str
    language: str
    street: str
    file: OnFile
    stories: tuple[Story, ...] = field(repr=False)

    def born(self, today: date) -> date:
        return today - timedelta(days=round(self.age * 365.25))


def settled(job: str, industry: str) -> Story:
    return partial(everyday.settled, job=(job, industry))


def checkups(*years: float, smokes: str = "never") -> Story:
    return lambda chart: everyday.checkups(chart, *years, smokes=smokes)


def shots(*seasons: int, high_dose: bool = False) -> Story:
    return partial(everyday.shots, seasons=seasons, high_dose=high_dose)


def none_known(chart: PortalChart) -> None:
    everyday.no_allergies(chart, chart.life.weekday(min(2.0, chart.life.body.years_old(chart.life.today) - 0.1)))


def kin_with_heart(chart: PortalChart) -> None:
    everyday.heart_in_the_family(chart, chart.life.weekday(1.5))
