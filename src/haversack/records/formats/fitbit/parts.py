"""What does each file of an export say, by its family (families.py)?

Shapes as projects that read such exports describe them: JSON lists of {"dateTime", "value"}; distance in centimetres in
the JSON and in metres in Google's tables; weight in the unit of the account in the JSON and in grams in the table; a
resting heart rate of 0, and heart rates of confidence 0, hold a place where nothing was measured.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from haversack.records import digits
from haversack.records.formats.fitbit.clock import american_day, instant, with_offset
from haversack.records.formats.fitbit.families import group_of
from haversack.records.formats.fitbit.measurements import Measurements, Sleep, number, tenth
from haversack.records.wearables.making import Doc

_FITBIT, _FIT = "Fitbit", "Google Fit"
_SEXES = {"MALE": "male", "FEMALE": "female"}
_LONGEST_SLEEP = timedelta(hours=36)
_MOST_CELLS = 200
_Reader = Callable[[Measurements, bytes], list[Doc]]


class NotSo(Exception):
    """The file is not as such files are."""


def read_part(found: Measurements, family: str, content: bytes) -> list[Doc]:
    """Take in one file; returns what is no matter of days. Raises NotSo."""
    return _READERS[family](found, content)


def _items(content: bytes) -> Iterator[dict[str, Any]]:
    try:
        listed = digits.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise NotSo from None
    if type(listed) is not list:
        raise NotSo
    return (one if type(one) is dict else {} for one in listed)


def _rows(content: bytes, *needed: str) -> Iterator[dict[str, str]]:
    """Each line by the headings. Raises NotSo where one of those that are needed is missing."""
    try:
        lines = csv.reader(content.decode("utf-8-sig").splitlines(), strict=False)
        headings = [one.strip().casefold() for one in next(lines, [])[:_MOST_CELLS]]
    except (UnicodeDecodeError, csv.Error):
        raise NotSo from None
    if any(one not in headings for one in needed):
        raise NotSo
    return _by_heading(lines, headings)


def _by_heading(lines: Any, headings: list[str]) -> Iterator[dict[str, str]]:
    try:
        for line in lines:
            if line:
                yield dict(zip(headings, (one.strip() for one in line), strict=False))
    except csv.Error:
        raise NotSo from None


def _profile(found: Measurements, content: bytes) -> list[Doc]:
    row = next(_rows(content, "timezone"), {})
    found.clock.set_zone(row.get("timezone", ""))
    height = number(row.get("height", ""))
    found.height = float(height) / 100 if height and 120 <= height <= 230 else None
    born = row.get("date_of_birth", "")
    day = born if len(born) == 10 and instant(f"{born}T00:00:00Z") else ""
    person = found.person(day, _SEXES.get(row.get("gender", "").upper(), ""))
    return [person] if person else []


def samples_of(found: Measurements, family: str, content: bytes) -> Iterator[tuple[str, Decimal, str]]:
    """(the time in UTC, the value in the unit of its day, the source) of what is told by day. What is not understood is
    counted. Raises NotSo."""
    divisor, column = _SAMPLED[family]
    source = _FITBIT
    for one in _rows(content, "timestamp", column) if column else _items(content):
        when = str(one.get("timestamp" if column else "dateTime", ""))
        said: Any = one.get(column or "value")
        if column:
            source = " ".join(one.get("data source", "").split())[:60] or _FITBIT
        elif family == "heart-rate":
            if type(said) is dict and said.get("confidence", 1) == 0:
                continue
            said = said.get("bpm") or None if type(said) is dict else None
        value = number(said)
        if value is None or not found.clock.day(when):
            found.not_understood += 1
        elif value:
            yield when, value / divisor if divisor > 1 else value, source


# In what the numbers of a file are divided, and, of a table, the column.
_SAMPLED = {
    "steps": (1, ""), "steps-table": (1, "steps"),
    "distance": (100_000, ""), "distance-table": (1000, "distance"),  # centimetres, metres; a day is told in kilometres
    "heart-rate": (1, ""), "heart-rate-table": (1, "beats per minute"),
}  # fmt: skip


def _sampled(family: str) -> _Reader:
    """What is told by day. A table of heart rates counts only for days of which Fitbit's own files say nothing."""

    def read(found: Measurements, content: bytes) -> list[Doc]:
        by_source: dict[str, list[tuple[str, Decimal]]] = {}
        for when, value, source in samples_of(found, family, content):
            by_source.setdefault(source, []).append((found.clock.day(when), value))
        for source, samples in by_source.items():
            found.many(group_of(family), samples, source, is_second=family == "heart-rate-table")
        return []

    return read


def _resting(found: Measurements, content: bytes) -> list[Doc]:
    made: list[Doc] = []
    for one in _items(content):
        said = one.get("value")
        value = number(said.get("value")) if type(said) is dict else None
        day = american_day(str(one.get("dateTime", "")))
        if value is None or not day:
            found.not_understood += 1
        elif value:
            made += found.once("resting-heart-rate", day, tenth(value), _FITBIT)
    return made


def _resting_table(found: Measurements, content: bytes) -> list[Doc]:
    made: list[Doc] = []
    for row in _rows(content, "timestamp", "beats per minute"):
        value, day = number(row.get("beats per minute", "")), row.get("timestamp", "")  # the midnight of UTC is a day
        if value is None or instant(day) is None:
            found.not_understood += 1
        elif value:
            made += found.once("resting-heart-rate", day[:10], tenth(value), _FITBIT)
    return made


def _weights(found: Measurements, content: bytes) -> list[Doc]:
    made: list[Doc] = []
    for one in _items(content):
        value, bmi, fat = (number(one.get(name)) for name in ("weight", "bmi", "fat"))
        when = found.clock.at(str(one.get("date", "")), str(one.get("time", "")))
        source = str(one.get("source") or _FITBIT)[:60]
        if not value or not when:
            found.not_understood += 1
            continue
        made += found.weight(when, value, bmi, source)
        made += found.once("bmi", when, tenth(bmi), source) if bmi else []
        made += found.once("fat", when, tenth(fat), source) if fat else []
    return made


def _weight_table(found: Measurements, content: bytes) -> list[Doc]:
    made: list[Doc] = []
    for row in _rows(content, "timestamp", "weight grams"):
        value, at = number(row.get("weight grams", "")), instant(row.get("timestamp", ""))
        if not value or at is None:
            found.not_understood += 1
            continue
        source = " ".join(row.get("data source", "").split())[:60] or _FITBIT
        made += found.weight_in_grams(found.clock.local(at).isoformat(), value, source)
    return made


def _oxygen(found: Measurements, content: bytes) -> list[Doc]:
    samples = []
    for row in _rows(content, "timestamp", "average_value"):
        value, day = number(row.get("average_value", "")), row.get("timestamp", "")
        if value is None or instant(day) is None:
            found.not_understood += 1
        elif value:
            samples.append((day[:10], value))
    found.many("oxygen", samples, _FITBIT)
    return []


def _sleeps(found: Measurements, content: bytes) -> list[Doc]:
    for one in _items(content):
        day = str(one.get("dateOfSleep", ""))
        _sleep(found, day, str(one.get("startTime", "")), str(one.get("endTime", "")), one.get("minutesAsleep"))
    return []


def _sleep_table(found: Measurements, content: bytes) -> list[Doc]:
    for row in _rows(content, "sleep_start", "sleep_end", "minutes_asleep"):
        start = with_offset(row.get("sleep_start", ""), row.get("start_utc_offset", ""))[:19]
        end = with_offset(row.get("sleep_end", ""), row.get("end_utc_offset", ""))[:19]
        _sleep(found, end[:10], start, end, row.get("minutes_asleep"))
    return []


def _sleep(found: Measurements, day: str, start: str, end: str, minutes: object) -> None:
    """A time of sleep, on the person's clock. It counts for the day on which it ended."""
    asleep = number(minutes)
    try:
        begun, ended = datetime.fromisoformat(start), datetime.fromisoformat(end)
        is_so = begun.tzinfo is None and ended.tzinfo is None and timedelta(0) <= ended - begun <= _LONGEST_SLEEP
        is_so = is_so and instant(f"{day}T00:00:00Z") is not None
    except ValueError:
        is_so = False
    if not is_so or asleep is None or asleep > (ended - begun) / timedelta(minutes=1) + 1:
        found.not_understood += 1
    elif asleep:
        found.slept(day, Sleep(begun, ended, int(asleep)))


def _fit_days(found: Measurements, content: bytes) -> list[Doc]:
    """Google Fit tells one line a day, with the means of what was measured."""
    made: list[Doc] = []
    for row in _rows(content, "date"):
        day = row["date"]
        if len(day) != 10 or instant(f"{day}T00:00:00Z") is None:
            found.not_understood += 1
            continue
        for name, heading, divisor in (("steps", "step count", 1), ("distance", "distance (m)", 1000)):
            if value := number(row.get(heading, "")):
                found.many(name, [(day, value / divisor if divisor > 1 else value)], _FIT)
        made += _fit_means(found, row, day)
    return made


def _fit_means(found: Measurements, row: dict[str, str], day: str) -> list[Doc]:
    made: list[Doc] = []
    mean = number(row.get("average weight (kg)", ""))
    if mean:
        is_one = row.get("max weight (kg)") == row.get("min weight (kg)")
        made += found.once("weight" if is_one else "weight-of-day", day, mean, _FIT, ("kg", "kg"))
    names = [f"{which} {half} blood pressure (mmhg)" for half in ("systolic", "diastolic") for which in ("max", "min")]
    upper, upper_low, lower, lower_low = (number(row.get(name, "")) for name in names)
    if upper and lower and upper == upper_low and lower == lower_low:  # the mean of several is no blood pressure
        made.append(found.pressure(day, upper, lower, _FIT))
    return made


_READERS: dict[str, _Reader] = {
    "profile": _profile,
    "weight-table": _weight_table,
    "weight": _weights,
    **{family: _sampled(family) for family in _SAMPLED},
    "resting-heart-rate": _resting,
    "resting-heart-rate-table": _resting_table,
    "oxygen-table": _oxygen,
    "sleep": _sleeps,
    "sleep-table": _sleep_table,
    "fit-days": _fit_days,
}
