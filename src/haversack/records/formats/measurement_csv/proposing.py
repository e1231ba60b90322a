"""What is each column of a table likely to be, by its heading (English or Spanish) and by what stands in it?

Only a proposal, which a person sees and can change. What decides how a number or a day is understood is never guessed:
a unit is proposed only where the heading names it or there is but one, a date order only where no line allows another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from haversack.records.formats.measurement_csv.looking import Table
from haversack.records.formats.measurement_csv.reading import DATE, DATE_AND_TIME, TIME, Wrong, day
from haversack.records.measures import MEASURES

_NUMBER = re.compile(r"[-+]?\d[\d.,]*", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+", re.ASCII)
_WORDS = re.compile(r"[a-z0-9%/]+")
_MOST = 400  # lines that are enough to see what a column holds
# The first that fits. "Dia" is a day in Spanish, too: what stands in the column has said by then that it is none.
_NAMES: tuple[tuple[str, str], ...] = (
    ("systolic", r"systol|sistol|\bsys\b|\bsis\b|upper|\balta\b|\bpas\b"),
    ("diastolic", r"diastol|\bdia\b|\bdias\b|lower|\bbaja\b|\bpad\b"),
    ("resting-heart-rate", r"resting|reposo"),
    ("heart-rate", r"heart ?rate|\bpulse?\b|\bpulso\b|\bbpm\b|\bhr\b|frecuencia cardiaca|\bfc\b|pulsaciones"),
    ("respiratory-rate", r"respirat|breath|respiracion"),
    ("oxygen", r"oxygen|oxigeno|spo2|\bo2\b|saturacion"),
    ("glucose", r"glucos|glucem|\bsugar\b|azucar|glycemia"),
    ("body-fat", r"\bfat\b|grasa"),
    ("weight", r"weight|\bpeso\b|\bkg\b|\blbs?\b|\bmass\b"),
    ("height", r"height|estatura|\baltura\b|\btalla\b"),
    ("waist", r"waist|cintura"),
    ("temperature", r"temp|\bfever\b|fiebre"),
    ("steps", r"steps?\b|pasos"),
    ("distance", r"distanc"),
    ("floors", r"floors|flights|pisos|plantas"),
    ("active-energy", r"energy|energia|calori|\bkcal\b"),
    ("exercise", r"exercise|ejercicio|active min"),
    ("sleep", r"sleep|asleep|sueno|dormid"),
)
_UNITS = {
    "kgs": "kg", "kilograms": "kg", "kilos": "kg", "kilogramos": "kg", "lbs": "lb", "pounds": "lb", "libras": "lb",
    "c": "°C", "f": "°F", "celsius": "°C", "fahrenheit": "°F", "inches": "in", "mg/dl": "mg/dL", "mmol/l": "mmol/L",
    "hours": "h", "horas": "h", "hrs": "h", "minutes": "min", "minutos": "min", "mins": "min", "kj": "kJ",
    "metros": "m", "meters": "m", "miles": "mi", "millas": "mi", "stone": "st", "cal": "kcal",
}  # fmt: skip


class Proposal(NamedTuple):
    """kind: "date", "time", a measure, or "" for a column that is to be left; unit: "" where nothing says it."""

    kind: str
    unit: str = ""


def propose(table: Table) -> list[Proposal]:
    """What each column is likely to be."""
    taken: set[str] = set()
    found = []
    for place, heading in enumerate(table.headings):
        cells = column(table, place)
        kind = _kind(heading, cells, taken)
        taken |= {kind} - {""}
        found.append(Proposal(kind, _unit(kind, heading)))
    halves = {"systolic", "diastolic"}
    lonely = halves & taken if len(halves & taken) == 1 else set()
    return [Proposal("") if one.kind in lonely else one for one in found]


def column(table: Table, place: int) -> list[str]:
    """What stands in a column, as far as it was looked at, without the empty cells."""
    return [cell for row in table.lines[:_MOST] if (cell := row[place].strip())]


def orders(cells: Iterable[str]) -> list[str]:
    """In which orders every day of a column can be read; what no order reads counts for nothing. Where the year stands
    first in all of them there is but that one.
    """
    possible = ["dmy", "mdy"]
    is_asked = False
    for cell in cells:
        if not _reads(cell, "ymd"):
            fits = [order for order in ("dmy", "mdy") if _reads(cell, order)]
            is_asked = is_asked or bool(fits)
            possible = [one for one in possible if one in fits] if fits else possible
    return possible if is_asked else ["ymd"]


def decimals(cells: Iterable[str]) -> list[str]:
    """Which decimal signs every number allows: both where there is none at all, or where it could part thousands."""
    points, commas, unclear = False, False, False
    for cell in cells:
        if _NUMBER.fullmatch(cell) and ("." in cell or "," in cell):
            if _GROUPED.fullmatch(cell):
                unclear = True
            else:
                points, commas = points or "." in cell, commas or "," in cell
    if points != commas:
        return ["."] if points else [","]
    return [".", ","] if unclear or points else ["."]


def _reads(cell: str, order: str) -> bool:
    try:
        day(cell, order)
    except Wrong:
        return False
    return True


def _kind(heading: str, cells: list[str], taken: set[str]) -> str:
    if not cells:
        return ""
    some = cells[:20]
    if "date" not in taken and all(DATE.fullmatch(one) or DATE_AND_TIME.fullmatch(one) for one in some):
        return "date"
    if "time" not in taken and all(TIME.fullmatch(one) for one in some) and any(":" in one for one in some):
        return "time"
    if sum(bool(_NUMBER.fullmatch(one)) for one in some) * 2 <= len(some):
        return ""
    said = _plain(heading)
    return next((kind for kind, words in _NAMES if kind not in taken and re.search(words, said)), "")


def _unit(kind: str, heading: str) -> str:
    if kind not in MEASURES:
        return ""
    units = MEASURES[kind].units
    if len(units) == 1:
        return next(iter(units))
    for word in _WORDS.findall(_plain(heading)):
        unit: str = _UNITS.get(word, word)
        if unit in units:
            return unit
    return ""


def _plain(heading: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFD", heading.casefold().replace("_", " "))
    return "".join(one for one in parts if not unicodedata.combining(one))[:200]
