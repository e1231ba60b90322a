"""Which reference range does each laboratory print beside a result, and since when?

A range belongs to the laboratory, not to the test: the two differ, and Alder Creek's changed when it bought new
analysers. "4.0-5.6" has two ends, "-150" or "60-" one; a test that is not listed is reported without a range.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

CHANGED_YEARS_AGO = 5.1  # Alder Creek's new analysers


class Bounds(NamedTuple):
    """A range as printed: `text` with the ends as decimals, None where open."""

    text: str
    low: Decimal | None
    high: Decimal | None


_RANGES: dict[str, tuple[str, str, str]] = {  # key: Alder Creek before, Alder Creek now, Pinecone
    "a1c": ("4.5-5.7", "4.0-5.6", "4.8-5.6"),
    "glu": ("70-105", "70-99", "65-99"),
    "glu_fast": ("70-105", "70-99", "65-99"),
    "bun": ("7-18", "6-20", "8-27"),
    "crea": ("0.60-1.10", "0.50-1.04", "0.57-1.00"),
    "egfr": ("60-", "60-", "59-"),
    "na": ("136-145", "135-145", "134-144"),
    "k": ("3.5-5.1", "3.5-5.1", "3.5-5.2"),
    "cl": ("98-107", "98-107", "96-106"),
    "co2": ("21-32", "22-29", "20-29"),
    "agap": ("5-15", "5-15", ""),
    "ca": ("8.5-10.1", "8.6-10.2", "8.7-10.3"),
    "prot": ("6.4-8.2", "6.0-8.0", "6.0-8.5"),
    "alb": ("3.4-5.0", "3.5-5.0", "3.8-4.9"),
    "glob": ("", "2.0-3.9", "1.5-4.5"),
    "bili": ("0.2-1.0", "0.2-1.2", "0.0-1.2"),
    "alp": ("46-116", "35-104", "44-121"),
    "alt": ("12-78", "7-35", "0-32"),
    "ast": ("15-37", "8-33", "0-40"),
    "chol": ("-200", "-200", "100-199"),
    "trig": ("-150", "-150", "0-149"),
    "hdl": ("40-", "50-", "39-"),
    "ldl": ("-130", "-100", "0-99"),
    "nonhdl": ("", "-130", ""),
    "cholratio": ("", "-5.0", "0.0-4.4"),
    "wbc": ("4.00-11.00", "3.80-10.60", "3.40-10.80"),
    "rbc": ("4.00-5.20", "3.80-5.20", "3.77-5.28"),
    "hgb": ("12.0-16.0", "11.7-15.5", "11.1-15.9"),
    "hct": ("36.0-46.0", "35.0-46.0", "34.0-46.6"),
    "mcv": ("80.0-100.0", "80.0-100.0", "79.0-97.0"),
    "mch": ("26.0-34.0", "27.0-33.0", "26.6-33.0"),
    "mchc": ("31.0-37.0", "32.0-36.0", "31.5-35.7"),
    "rdw": ("11.5-14.5", "11.0-15.0", "11.7-15.4"),
    "plt": ("150-400", "140-400", "150-450"),
    "mpv": ("7.5-11.5", "7.5-12.5", ""),
    "neut": ("1.80-7.70", "1.50-7.80", "1.40-7.00"),
    "lymph": ("1.00-4.80", "0.85-3.90", "0.70-3.10"),
    "mono": ("0.00-0.80", "0.20-0.95", "0.10-0.90"),
    "eos": ("0.00-0.50", "0.02-0.50", "0.00-0.40"),
    "baso": ("0.00-0.20", "0.00-0.20", "0.00-0.20"),
    "uacr": ("-30", "-30", "0-29"),
    "tsh": ("0.36-3.74", "0.45-4.50", "0.45-4.50"),
    "ft4": ("0.76-1.46", "0.82-1.77", "0.82-1.77"),
    "b12": ("193-986", "232-1245", "232-1245"),
    "vitd": ("30.0-100.0", "30.0-100.0", "30.0-100.0"),
    "ferr": ("8-252", "15-150", "15-150"),
    "iron": ("50-170", "45-160", "27-159"),
    "tibc": ("250-450", "250-425", "250-450"),
    "tsat": ("15-50", "16-45", "15-55"),
    "crp": ("-5.0", "-8.0", "0.0-10.0"),
    "urate": ("2.6-6.0", "2.5-7.0", "3.0-7.2"),
    "mg": ("1.8-2.4", "1.6-2.6", "1.6-2.3"),
    "phos": ("2.5-4.9", "2.5-4.5", "3.0-4.3"),
    "pth": ("15-65", "14-64", "15-65"),
    "bnp": ("-450", "-450", "0-738"),
    "tni": ("-15", "-15", ""),
    "inr": ("0.9-1.1", "0.9-1.1", "0.9-1.2"),
    "pt": ("9.4-12.5", "9.4-12.5", "9.1-12.0"),
    "dig": ("0.5-2.0", "0.5-0.9", ""),
    "lead": ("-5.0", "-3.5", "0.0-3.4"),
    "peanut": ("-0.35", "-0.10", "-0.10"),
    "egg": ("-0.35", "-0.10", "-0.10"),
    "milk": ("-0.35", "-0.10", "-0.10"),
    "mite": ("-0.35", "-0.10", "-0.10"),
    "gct": ("-140", "-140", "-135"),
    "gtt1": ("-180", "-180", ""),
    "gtt2": ("-155", "-155", ""),
    "gtt3": ("-140", "-140", ""),
    "rubella": ("10.0-", "10.0-", "0.99-"),
    "ua_sg": ("1.005-1.030", "1.001-1.035", "1.005-1.030"),
    "ua_ph": ("5.0-8.0", "5.0-8.0", "5.0-7.5"),
}
CHILD: dict[str, str] = {  # Pinecone's ranges from 1 to 11 years, where they differ
    "hgb": "10.9-14.8",
    "hct": "32.4-43.3",
    "mcv": "75.0-89.0",
    "mch": "24.6-30.7",
    "mchc": "31.7-36.0",
    "rbc": "3.96-5.30",
    "wbc": "4.30-12.40",
    "plt": "150-450",
    "lymph": "1.60-5.90",
    "neut": "0.90-5.40",
    "alp": "150-409",
    "crea": "0.30-0.59",
    "ferr": "12-64",
}
CRITICAL: dict[str, tuple[str, str]] = {
    "k": ("2.8", "6.0"),
    "inr": ("", "5.0"),
    "na": ("120", "158"),
    "hgb": ("7.0", ""),
}


def bounds(key: str, laboratory: str, years_ago: float, *, child: bool = False) -> Bounds | None:
    """What that laboratory printed for that test then; None when it prints no range."""
    text = CHILD.get(key, "") if child else ""
    if not text:
        old, new, other = _RANGES.get(key, ("", "", ""))
        text = other if laboratory == "pinecone" else old if years_ago > CHANGED_YEARS_AGO else new
    if not text:
        return None
    low, high = text.split("-")
    return Bounds(text, Decimal(low) if low else None, Decimal(high) if high else None)


def flag(key: str, value: Decimal, found: Bounds | None, comparator: str = "") -> str:
    """The laboratory's own flag: N, L, H, LL or HH (HL7 v3 ObservationInterpretation); "" without a range.

    "<0.10" lies below 0.10, so it is never high.
    """
    if found is None:
        return ""
    if comparator == "<" and found.low is None:
        return "N"
    lowest, highest = CRITICAL.get(key, ("", ""))
    if lowest and value < Decimal(lowest):
        return "LL"
    if highest and value > Decimal(highest):
        return "HH"
    if found.low is not None and value < found.low:
        return "L"
    open_top = found.low is None  # "<150": reaching the number is already too much
    if found.high is not None and (value > found.high or (open_top and value == found.high)):
        return "H"
    return "N"
