"""How does a bill read: what was billed, allowed and paid, in all and line by line, and what was denied?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from haversack.records.entry import Entry
from haversack.records.formats.fhir_r4.claims import AMOUNTS, BilledLine

from .dates import span
from .detail_words import detail_word

# What is on an insurance card opens an account somewhere: it is shown when somebody asks for it.
HIDDEN = frozenset({"member-number", "subscriber-number", "group-number"})
SUMS = frozenset(AMOUNTS.values())
BILLS = frozenset({"ExplanationOfBenefit"})
_COLUMNS = ("billed", "allowed", "paid-by-plan", "you-may-owe")


@dataclass(frozen=True, slots=True)
class Billed:
    """One line of a bill: cells are (column, amount), "" where the plan says nothing. denied: why, where it was."""

    name: str
    about: str
    cells: list[tuple[str, str]]
    is_denied: bool
    denied: str


@dataclass(frozen=True, slots=True)
class Bill:
    """What a bill comes to, and its lines under the columns that any of them fills."""

    sums: list[tuple[str, object]]
    columns: list[str]
    lines: list[Billed]


def with_currency(text: str) -> str:
    """ "7147.2 USD" as a bill writes it: "$7,147.20". What is finer than a cent, or no number, stays as it came."""
    digits, _space, currency = text.partition(" ")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        return text
    if not number.is_finite() or number != round(number, 2):
        return text
    written = f"{abs(number):,.2f}"
    sign = "−" if number < 0 else ""
    return f"{sign}${written}" if currency == "USD" else f"{sign}{written} {currency}".strip()


def bill(entry: Entry, lines: Sequence[BilledLine]) -> Bill | None:
    """None for what is no bill."""
    if entry.type not in BILLS:
        return None
    sums: list[tuple[str, object]] = [
        (detail_word(key), with_currency(text)) for key, text in entry.details if key in SUMS
    ]
    filled = [key for key in _COLUMNS if any(key in dict(line.amounts) for line in lines)]
    return Bill(sums, [detail_word(key) for key in filled], [_line(one, filled) for one in lines])


def _line(one: BilledLine, filled: list[str]) -> Billed:
    amounts = dict(one.amounts)
    parts = (
        span(one.date, one.end),
        _("%(number)s times") % {"number": one.quantity} if one.quantity not in ("", "1") else "",
    )
    return Billed(
        one.title or _("Service with no name"),
        ", ".join(part for part in parts if part),
        [(detail_word(key), with_currency(amounts[key]) if key in amounts else "") for key in filled],
        one.is_denied,
        one.reason,
    )


def numbers(entry: Entry) -> list[tuple[str, object]]:
    """What is shown only to somebody who asks for it."""
    return [(detail_word(key), text) for key, text in entry.details if key in HIDDEN]


def in_short(entry: Entry) -> str:
    """What a list says beside a bill: who sent it, and what is left to pay."""
    said = dict(entry.details)
    if owed := said.get("you-may-owe"):
        cost = _("you may owe %(amount)s") % {"amount": with_currency(owed)}
    elif billed := said.get("billed"):
        cost = _("billed %(amount)s") % {"amount": with_currency(billed)}
    else:
        cost = ""
    denied = _("denied: %(lines)s lines") % {"lines": said["denied-lines"]} if said.get("denied-lines") else ""
    return ", ".join(part for part in (*entry.performers[:1], cost, denied) if part)
