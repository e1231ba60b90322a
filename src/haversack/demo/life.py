"""What do all records of one invented person share? Who it is, which day today is, what the body does meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from haversack.demo.body import Body

YEAR = 365.25


@dataclass(frozen=True)
class Profile:
    """The person as every hospital knows them. `sex` is FHIR administrative gender."""

    given: str
    family: str
    born: date
    sex: str
    language: str
    phone: str
    street: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


@dataclass
class Life:
    """One person's years, told relative to `today`, so that the demo is never stale."""

    profile: Profile
    today: date
    seed: int
    body: Body = field(init=False)
    _busy: list[tuple[datetime, datetime]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.body = Body(f"{self.seed}:{self.profile.name}", self.today, self.profile.sex, self.profile.born)

    def ago(self, years: float) -> date:
        """The day so many years before today."""
        return self.today - timedelta(days=round(years * YEAR))

    def weekday(self, years: float) -> date:
        """The same, or the Friday before when practices are closed."""
        return open_day(self.ago(years))

    def before_today(self, day: date) -> float:
        """How many years before today that day was; negative when it is still to come."""
        return (self.today - day).days / YEAR

    def age(self, years: float = 0.0, months: float = 0.0) -> date:
        """The day the person was so old."""
        return self.profile.born + timedelta(days=round(years * YEAR + months * 30.44))

    def free(self, when: datetime, lasts: timedelta) -> datetime:
        """The first moment from `when` on at which the person is in no other visit; it is taken from now on."""
        while taken := next((over for start, over in self._busy if start < when + lasts and when < over), None):
            later = taken + timedelta(minutes=25)
            when = later if later.hour < 20 else at(open_day(later.date() + timedelta(days=3)), 9, 10)
        self._busy.append((when, when + lasts))
        return when

    def dice(self, what: str) -> Random:
        """Chance that depends on the seed, the person and the question alone, never on the order of calls."""
        return Random(f"{self.seed}:{self.profile.name}:{what}")  # noqa: S311 - invented data, not a secret


def open_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of day in the family's town (UTC-5; UTC-4 from April to October, near enough to summer time)."""
    offset = -4 if 4 <= day.month <= 10 else -5
    return datetime.combine(day, time(hour, minute), timezone(timedelta(hours=offset)))
