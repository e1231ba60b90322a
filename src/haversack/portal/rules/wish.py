"""How long may a patient ask the hospital to wait with results? (P10)

The wish of one patient is theirs to make and no information blocking; a blanket delay would be (45 CFR 171).
"""

from __future__ import annotations

HOURS = (0, 24, 72, 24 * 7, 24 * 14)
NOT_A_CHOICE = "Choose one of the answers."


class NotAChoice(Exception):
    """This is not one of the times that can be chosen."""

    def __init__(self) -> None:
        super().__init__(NOT_A_CHOICE)


def require_choice(hours: int) -> None:
    """Raises NotAChoice."""
    if hours not in HOURS:
        raise NotAChoice
