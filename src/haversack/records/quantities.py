"""What do a number, its unit and a laboratory's mark beside it say, as text?"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

# FHIR R4 Observation.interpretation (HL7 v3 ObservationInterpretation) that mean "not as this laboratory expects".
OUTSIDE_FLAGS = frozenset({"H", "HH", "HU", "HX", ">", "L", "LL", "LU", "LX", "<", "A", "AA"})

# HL7 v2 table 0078 and what older servers send, where it differs from HL7 v3.
_FLAGS = {
    "HIGH": "H", "LOW": "L", "NORMAL": "N", "ABNORMAL": "A", "CRITICAL HIGH": "HH", "CRITICAL LOW": "LL",
    "CRITICALLY HIGH": "HH", "CRITICALLY LOW": "LL", "H*": "HH", "L*": "LL", "HH*": "HH", "LL*": "LL", "A*": "AA",
    "CRITICAL": "AA", "CRITICALLY ABNORMAL": "AA", "H>": "HU", "L<": "LU", "POSITIVE": "POS", "NEGATIVE": "NEG",
    "INTERMEDIATE": "I", "RESISTANT": "R", "SUSCEPTIBLE": "S", "SIGNIFICANT CHANGE UP": "U", "W": "W", "B": "B",
    "10828004": "POS", "260385009": "NEG", "75540009": "H", "62482003": "L", "17621005": "N", "263654008": "A",
}  # fmt: skip
# What says only that there is no unit: UCUM's unity and annotations, and the words that servers put there.
_NO_UNIT = re.compile(r"(?:1|unity|\(?(?:score|nominal|unitless|no units?|ratio|none|null)\)?|[/*])?", re.IGNORECASE)
_ANNOTATION = re.compile(r"\{[^}]*\}|\[pH\]")
_ARBITRARY = re.compile(r"\[(iu|[a-z]+)(?:_[a-z]+)?\]", re.IGNORECASE)
_MICRO = re.compile(r"\bu(?=(?:g|l|m|mol|IU|kat|s)\b)", re.IGNORECASE)
_SPELLED = {
    "mm[Hg]": "mmHg", "mm Hg": "mmHg", "Cel": "°C", "degC": "°C", "[degF]": "°F", "degF": "°F", "kg/m2": "kg/m²",
    "[in_i]": "in", "[in_us]": "in", "[ft_i]": "ft", "[lb_av]": "lb", "[oz_av]": "oz", "m2": "m²", "cm[H2O]": "cmH₂O",
    "mL/min/{1.73_m2}": "mL/min/1.73 m²", "mL/min/1.73m2": "mL/min/1.73 m²", "mL/min/1.73.m2": "mL/min/1.73 m²",
    "10*3/uL": "×10³/µL", "10*6/uL": "×10⁶/µL", "10*9/L": "×10⁹/L", "10*12/L": "×10¹²/L", "10^9/L": "×10⁹/L",
    "10^12/L": "×10¹²/L", "10^3/uL": "×10³/µL", "10^6/uL": "×10⁶/µL", "10*3/mm3": "×10³/mm³", "%{vol}": "%",
    "a": "years", "mo": "months", "wk": "weeks", "d": "days", "{#}/d": "a day", "{#}/wk": "a week", "{INR}": "INR",
    "[drp]": "drops", "[tsp_us]": "teaspoons", "[tbs_us]": "tablespoons", "{tbl}": "tablet", "{tablet}": "tablet",
    "{capsule}": "capsule", "{puff}": "puff", "{dose}": "dose", "/min": "/min",
}  # fmt: skip


def number_text(number: object) -> str:
    """The digits of a JSON number as it was written, also when it came as a string; "" for anything else."""
    if number is None:
        return ""
    if isinstance(number, str):
        return str(number).strip()
    if isinstance(number, bool):
        return ""
    if isinstance(number, int | float | Decimal):
        return format(number, "f") if isinstance(number, Decimal) else str(number)
    return ""


@lru_cache(maxsize=4096)
def unit_words(unit: str, ucum: str = "") -> str:
    """A unit as a person reads it: the source's own, with UCUM's brackets opened and its placeholders left out.

    `ucum` is the code, for a source that wrote nothing else, or "C" where it meant degrees.
    Source: UCUM 2.1 sections 12 (curly braces are annotations, without meaning) and 23 (arbitrary units).
    """
    written = ucum if not unit or ucum in ("Cel", "[degF]") else unit
    if written in _SPELLED:
        return _SPELLED[written]
    bare = _ANNOTATION.sub("", written).replace("_", " ").strip()
    bare = _ARBITRARY.sub(lambda found: "IU" if found[1].lower() == "iu" else found[1], bare)
    return "" if _NO_UNIT.fullmatch(bare) else _MICRO.sub("µ", _SPELLED.get(bare, bare))


@lru_cache(maxsize=1024)
def flag_of(code: str) -> str:
    """An interpretation as HL7 v3 writes it ("H", "LL", "N"), from v3 itself, HL7 v2 table 0078, or plain words."""
    return _FLAGS.get(code.strip().upper(), code.strip())
