"""How old is somebody on a day? A year older from the beginning of their birthday.

Whoever is born on 29 February is a year older on 1 March in a year without that day: never a day early.
"""

from __future__ import annotations

from datetime import date


def age_on(born: date, day: date) -> int:
    """Full years; below 0 for somebody who is not born yet."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
