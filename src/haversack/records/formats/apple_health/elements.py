"""What does each element of an export say, one at a time, in the order of the file?

Nothing is remembered but halves of blood pressures, days, and what was told already.
"""

from __future__ import annotations

from collections import Counter, deque
from uuid import UUID
from xml.parsers import expat

from haversack.records.formats.apple_health import words
from haversack.records.formats.apple_health.kinds import GLUCOSE_BY_SUBSTANCE, KINDS, instant, name_of_type, value_of
from haversack.records.formats.apple_health.workouts import Workout
from haversack.records.wearables.days import Days, by_day
from haversack.records.wearables.kinds import Kind, Value
from haversack.records.wearables.making import Doc, Making, Origin

PART = 256 << 10  # of the file, kept as one original
_ENOUGH = 64 << 10  # from here on another type begins another original, beside what is made of it
_DEEPEST = 20
_MOST_KINDS = 500
_SEXES = {"Male": "male", "Female": "female", "Other": "other"}
ORIGIN = Origin(
    "urn:apple-health",
    "http://developer.apple.com/documentation/healthkit",
    UUID("3f4a4d0c-7a55-5e0f-9d0a-52b0a9a0c6de"),
)
_QUIET = frozenset({"ExportDate", "Me", "MetadataEntry", "HeartRateVariabilityMetadataList", "Correlation"})


class Refused(Exception):
    """The file is not read on. The text is a sentence of words.py."""


class Cut(tuple[int, int, list[Doc]]):
    """Where an original ends in the file (a byte), the line it began on, and what was made since the one before."""

    __slots__ = ()


class Elements:
    """Follows the elements of an export, and says where the file is to be cut."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self._depth, self._begun, self._line, self._type = 0, 0, 1, ""
        self._making, self._days = Making(ORIGIN), Days(KINDS, sleep="SleepAnalysis")
        self._made: list[Doc] = []
        self._halves: dict[tuple[str, str], dict[str, tuple[Kind, Value]]] = {}
        self._paired: set[tuple[str, str]] = set()
        self._workout: Workout | None = None
        self.cuts: deque[Cut] = deque()
        self.not_understood = 0
        self.not_shown: Counter[str] = Counter()
        self.shown = 0
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        parser.specified_attributes = True

    def finish(self, length: int) -> None:
        """The file ended, or makes no sense any more, after so many bytes."""
        for (when, source), halves in self._halves.items():
            self._made.append(self._making.pressure(halves, when, source))
        self._halves.clear()
        self._cut(length, summed=True)

    def _refuse(self, *_: object) -> None:
        raise Refused(words.ENTITIES)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Refused(words.TOO_DEEP)
        if self._depth == 2:
            self._maybe_cut(attributes.get("type", name))
        if name == "Record":
            self._record(attributes)
        elif name == "ExportDate":
            self._making.exported = instant(attributes.get("value", ""))
        elif name == "Me":
            self._person(attributes)
        elif self._depth == 2 and name == "Workout":
            self._workout = Workout(attributes)
        elif name == "WorkoutStatistics" and self._workout and self._depth == 3:  # deeper they are of a part of it
            self._workout.add(attributes)
        elif self._depth == 2 and name not in _QUIET:
            self._pass_by(name)

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._depth == 1 and self._workout:
            made, self._workout = self._workout.made(self._making), None
            self._made += [made] if made else []
            self.not_understood += made is None

    def _maybe_cut(self, kind: str) -> None:
        at = self._parser.CurrentByteIndex
        held = at - self._begun
        is_other = kind != self._type
        self._type = kind
        if held >= PART or (is_other and held >= _ENOUGH):
            self._cut(at, summed=is_other)

    def _cut(self, at: int, *, summed: bool) -> None:
        """An original ends here. Days are summed up where a type ends, for then they are complete."""
        if summed:
            self._made += self._days.told(self._making)
        self.shown += len(self._made)
        self.cuts.append(Cut((at, self._line, self._made)))
        self._made, self._begun, self._line = [], at, self._parser.CurrentLineNumber

    def _person(self, said: dict[str, str]) -> None:
        prefix = "HKCharacteristicTypeIdentifier"
        born, sex = said.get(f"{prefix}DateOfBirth", ""), said.get(f"{prefix}BiologicalSex", "")
        day = born if instant(f"{born} 00:00:00 +0000") else ""
        found = self._making.person(day, _SEXES.get(sex.removeprefix("HKBiologicalSex"), ""))
        if found is not None:
            self._made.append(found)

    def _record(self, said: dict[str, str]) -> None:
        name = name_of_type(said.get("type", ""))
        if name == "SleepAnalysis":
            self._sleep(said)
            return
        kind = KINDS.get(name)
        if kind is None:
            self._pass_by(name)
            return
        unit = said.get("unit", "")
        value = value_of(kind, said.get("value", ""), unit)
        when, source = instant(said.get("startDate", "")), " ".join(said.get("sourceName", "").split())
        if value is None or not when:
            self.not_understood += 1
        elif by_day(kind):
            self._days.add(name, when[:10], value, source)
        elif kind.way == "pressure":
            self._pressure(name, kind, value, when, source)
        else:
            codes = (GLUCOSE_BY_SUBSTANCE,) if value.ucum == "mmol/L" else kind.loinc
            self._made.append(self._making.single(name, kind, value, when, source, codes))

    def _pressure(self, name: str, kind: Kind, value: Value, when: str, source: str) -> None:
        """Apple writes both halves by themselves, far apart, and together once more in a Correlation."""
        key = (when, source)
        if key in self._paired:
            return
        halves = self._halves.setdefault(key, {})
        halves.setdefault(name, (kind, value))
        if len(halves) == 2:
            self._made.append(self._making.pressure(self._halves.pop(key), when, source))
            self._paired.add(key)

    def _sleep(self, said: dict[str, str]) -> None:
        if "Asleep" not in said.get("value", ""):
            return  # in bed, or awake
        start, end = instant(said.get("startDate", "")), instant(said.get("endDate", ""))
        source = " ".join(said.get("sourceName", "").split())
        if not start or not end or not self._days.asleep(start, end, source):
            self.not_understood += 1

    def _pass_by(self, name: str) -> None:
        if name in self.not_shown or len(self.not_shown) < _MOST_KINDS:
            self.not_shown[name] += 1
