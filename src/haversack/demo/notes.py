"""How does a doctor's note get its numbers? A template in plain words, filled with what the body showed that day."""

from __future__ import annotations

from datetime import date

from haversack.demo.life import Life


def fill(template: str, life: Life, day: date, **more: object) -> str:
    """The template with {a1c}, {weight} ... as measured on `day`, {date} written out, and `more` as given."""
    known = more | {"date": f"{day.day} {day:%B %Y}"}
    return template.format_map(_Measured(known, life, day))


class _Measured(dict[str, object]):
    """Looks up what nobody gave as a measurement of that day."""

    def __init__(self, known: dict[str, object], life: Life, day: date) -> None:
        super().__init__(known)
        self._life, self._day = life, day

    def __missing__(self, key: str) -> object:
        return self._life.body.value(key, self._day)
