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
_NOTHING = re.compile(
    r"\{(?!INR)[^}]*\}|\[pH\]|^1$|^unity$|^\(?(?:score|nominal|unitless|no units?|ratio)\)?$", re.IGNORECASE
)
_SPELLED = {
    "mm[Hg]": "mmHg", "mm Hg": "mmHg", "Cel": "°C", "[degF]": "°F", "degF": "°F", "[in_i]": "in", "[in_us]": "in", "[ft_i]": "ft",
    "[lb_av]": "lb", "[oz_av]": "oz", "kg/m2": "kg/m²", "mL/min/{1.73_m2}": "mL/min/1.73 m²", "mL/min/1.73m2": "mL/min/1.73 m²",
    "10*3/uL": "×10³/µL", "10*6/uL": "×10⁶/µL", "10*9/L": "×10⁹/L", "10*12/L": "×10¹²/L", "10^9/L": "×10⁹/L",
    "10^12/L": "×10¹²/L", "10^3/uL": "×10³/µL", "10^6/uL": "×10⁶/µL", "cm[H2O]": "cmH₂O", "[ppm]": "ppm", "%{vol}": "%",
    "a": "years", "mo": "months", "wk": "weeks", "d": "days", "{#}/d": "a day", "{#}/wk": "a week", "{INR}": "INR",
    "[drp]": "drops", "[tsp_us]": "teaspoons", "[tbs_us]": "tablespoons", "{ratio}": "", "{tbl}": "tablet", "{tablet}": "tablet",
}  # fmt: skip
_IN_BRACKETS = re.compile(r"\[(i?[A-Za-z]+)(?:_[a-z]+)?\]")


def number_text(number: object) -> str:
    """The digits of a JSON number as it was written, also when it came as a string; "" for anything else."""
    if isinstance(number, str):
        return str(number).strip()
    if isinstance(number, bool) or number is None:
        return ""
    if isinstance(number, int | float | Decimal):
        return format(number, "f") if isinstance(number, Decimal) else str(number)
    return ""


@lru_cache(maxsize=4096)
def unit_words(unit: str) -> str:
    """A unit as a person reads it: UCUM's brackets opened, its placeholders ("{score}", "1") left out.

    Source: UCUM 2.1 sections 12 (curly braces are annotations, without meaning) and 23 (arbitrary units).
    """
    if unit in _SPELLED:
        return _SPELLED[unit]
    bare = _NOTHING.sub("", unit).strip()
    bare = _IN_BRACKETS.sub(lambda found: "IU" if found[1].lower() == "iu" else found[1], bare)
    return "" if bare in ("1", "/", "*") else _SPELLED.get(bare, bare).replace("ug", "µg").replace("uIU", "µIU")


@lru_cache(maxsize=1024)
def flag_of(code: str) -> str:
    """An interpretation as HL7 v3 writes it ("H", "LL", "N"), from v3 itself, HL7 v2 table 0078, or plain words."""
    return _FLAGS.get(code.strip().upper(), code.strip())
