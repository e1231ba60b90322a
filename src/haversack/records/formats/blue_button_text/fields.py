"""What do the lines of a section say: which entries, each with its names and values?"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from haversack.records.formats.lab_report.days import clock_in, days_in
from haversack.records.unspoken import Unspoken

_PAIR = re.compile(r"\s*([A-Za-z][^:]{0,50}?)\s*:(?:\s+(.*)|\s*)", re.DOTALL)
_NEXT_PAIR = re.compile(r"\s{2,}(?=[A-Z][A-Za-z /()#.-]{1,40}:(?:\s|$))")
_US_DAY = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)", re.ASCII)
_PARTLY = re.compile(r"(?:(\d{1,2})/)?((?:19|20)\d\d)", re.ASCII)
MOST_ENTRIES = 20_000  # of a section; what follows stays in the document of the section alone
_RULE = re.compile(r"\s*[-=*_]{4,}\s*")


class Entry(Unspoken):
    """One entry of a section: its fields in order, names folded to lower case and as they stand."""

    def __init__(self) -> None:
        self.fields: list[tuple[str, str]] = []
        self._used: set[str] = set()

    def take(self, *names: str) -> str:
        """The value of the first of these names that has one; it is then told."""
        for name in names:
            for told, value in self.fields:
                if told.lower() == name and value:
                    self._used.add(told.lower())
                    return value
        return ""

    @property
    def begins(self) -> str:
        """The name of its first field, in lower case."""
        return self.fields[0][0].lower() if self.fields else ""

    def share(self, other: Entry, names: Collection[str]) -> None:
        """Take over what another says under these names, and this one does not."""
        own = {name.lower() for name, _value in self.fields}
        self.fields += [
            (name, value) for name, value in other.fields if name.lower() in names and name.lower() not in own
        ]

    def rest(self) -> list[str]:
        """What nobody took, as it stands: "Pharmacy: DAYTON"."""
        return [f"{name}: {value}" for name, value in self.fields if value and name.lower() not in self._used]


def entries_of(lines: Sequence[str], begins: Collection[str]) -> tuple[list[Entry], list[str], list[str]]:
    """(the entries, what the section says of itself before them, the lines that belong to neither).

    begins: the names, in lower case, with which an entry begins.
    """
    entries: list[Entry] = []
    about: list[str] = []
    stray: list[str] = []
    name = ""
    for line in lines:
        if not line.strip() or _RULE.fullmatch(line):
            name = ""
            continue
        pairs = [found for part in _NEXT_PAIR.split(line) if (found := _PAIR.fullmatch(part[:2000]))]
        if not pairs:
            if entries and name and "date" not in name.lower():
                told, value = entries[-1].fields[-1]
                entries[-1].fields[-1] = told, f"{value} {line.strip()}".strip()
            else:
                stray.append(line.strip())
            continue
        for found in pairs:
            name, value = found[1].strip(), (found[2] or "").strip()
            if name.lower() in begins:
                if len(entries) == MOST_ENTRIES:
                    stray.append(line.strip())
                    return entries, about, stray
                entries.append(Entry())
            if entries:
                entries[-1].fields.append((name, value))
            else:
                about.append(f"{name}: {value}")
    return entries, about, stray


def grouped(entries: Sequence[Entry], head: str, member: str, shared: Collection[str]) -> list[Entry]:
    """The entries, where several that begin with `member` stand below one that begins with `head` and says for all of
    them when and from what: they say it themselves then, and that one is no entry of its own."""
    found: list[Entry] = []
    above: Entry | None = None
    for entry in entries:
        if entry.begins == head:
            above = entry
        elif entry.begins == member and above is not None:
            entry.share(above, shared)
            if found and found[-1] is above:
                found.pop()
        found.append(entry)
    return found


def day_in(text: str, *, with_time: bool = False) -> str:
    """A FHIR date, as precise as it is written; "" for none. Both sites write the month first."""
    if found := _US_DAY.search(text):
        day = next(iter(days_in(f"{found[3]}-{found[1]}-{found[2]}")), "")
    elif days := days_in(text):
        day = days[0]
    elif partly := _PARTLY.fullmatch(text.strip()):
        month = int(partly[1] or 0)
        return f"{partly[2]}-{month:02}" if 1 <= month <= 12 else partly[2] if not partly[1] else ""
    else:
        return ""
    clock = clock_in(text) or _military(text)
    return f"{day}T{clock}" if day and clock and with_time else day


def _military(text: str) -> str:
    """The time behind an "@" ("@ 0830")."""
    found = re.search(r"@\s*([01]\d|2[0-3]):?([0-5]\d)(?!\d)", text, re.ASCII)
    return f"{found[1]}:{found[2]}" if found else ""
