"""What are the segments and fields of one HL7 v2 message?

Split by hand, when a field is asked for: the `hl7` library takes a hundred times as long for the same messages (3 ms
against 0.03), a second and a half for a field of 300,000 repetitions, and does not take a header that is cut short.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from haversack.records.entry import Problem
from haversack.records.formats.hl7v2 import words
from haversack.records.formats.hl7v2.escapes import Separators

MOST_SEGMENTS = 50_000
MOST_REPETITIONS = 500

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
# MSH-18, HL7 table 0211.
_ENCODINGS = {
    "": "", "ASCII": "", "UNICODE UTF-8": "utf-8", "UTF-8": "utf-8", "UTF8": "utf-8", "UNICODE": "utf-8",
    "WINDOWS-1252": "cp1252", "CP1252": "cp1252", "ISO-8859-1": "latin-1", "GB 18030-2000": "gb18030",
    "BIG-5": "big5", "KS X 1001": "euc_kr",
}  # fmt: skip
_PARTS_OF_8859 = re.compile(r"(?:ISO[ -]?)?8859[/-](\d{1,2})")


class Unreadable(Exception):
    """A message that nothing can be read from. The text is a sentence of words.py."""


class Parts:
    """One repetition of a field: components, and subcomponents in them, counted from 1 as HL7 counts."""

    __slots__ = ("_components", "_separators", "written")

    def __init__(self, written: str, separators: Separators) -> None:
        self.written = written
        self._separators = separators
        self._components: list[str] | None = None

    def component(self, number: int) -> str:
        """A component as it is written, "" where it is not there or is HL7's own sign for nothing."""
        if self._components is None:
            self._components = self.written.split(self._separators.component)
        found = self._components[number - 1] if number <= len(self._components) else ""
        return "" if found == '""' else found

    def at(self, number: int, sub: int = 1) -> str:
        """The text of a component, or of a subcomponent of it, without space around."""
        if not self.written:
            return ""
        found = self.component(number)
        if self._separators.subcomponent in found:
            inner = found.split(self._separators.subcomponent)
            found = inner[sub - 1] if sub <= len(inner) else ""
        elif sub > 1:
            return ""
        return self._separators.plain(found).strip()

    def inner(self, number: int) -> Parts:
        """A component whose subcomponents are read as components: a name inside a name."""
        found = self.component(number)
        return Parts(found.replace(self._separators.subcomponent, self._separators.component), self._separators)

    def whole(self) -> str:
        """All of it as one text: what senders write into text without escaping it belongs to it."""
        return "" if self.written == '""' else self._separators.plain(self.written)

    def __bool__(self) -> bool:
        return self.written not in ("", '""')


class Segment:
    """One segment. `number` counts those of its name in the message, from 1."""

    __slots__ = ("_separators", "fields", "name", "number")

    def __init__(self, written: str, number: int, separators: Separators) -> None:
        self.fields = written.split(separators.field)
        self.name = self.fields[0]
        self.number = number
        self._separators = separators
        if self.name == "MSH":  # whose first field is the separator itself
            self.fields.insert(1, separators.field)

    def written(self, field: int) -> str:
        """A field as it stands in the message."""
        return self.fields[field] if field < len(self.fields) else ""

    def first(self, field: int) -> Parts:
        """The first repetition of a field, empty where it is not there."""
        return Parts(self.written(field).split(self._separators.repetition, 1)[0], self._separators)

    def each(self, field: int) -> list[Parts]:
        """The repetitions of a field that say something, at most MOST_REPETITIONS."""
        written = self.written(field)
        if not written:
            return []
        listed = written.split(self._separators.repetition, MOST_REPETITIONS)[:MOST_REPETITIONS]
        return [found for one in listed if (found := Parts(one, self._separators))]

    def text(self, field: int, component: int = 1) -> str:
        """A component of the first repetition, as text."""
        return self.first(field).at(component)

    def whole(self, field: int) -> str:
        """The field as one text, its repetitions on lines of their own."""
        listed = self.written(field).split(self._separators.repetition)
        return "\n".join(Parts(one, self._separators).whole() for one in listed).strip()

    def append_text(self, field: int, others: list[Segment]) -> None:
        """Put the same field of other segments behind this one's, as repetitions are: a line each."""
        self.fields += [""] * (field + 1 - len(self.fields))
        self.fields[field] = self._separators.repetition.join(one.written(field) for one in (self, *others))

    @property
    def place(self) -> str:
        """For a person: "segment OBX 2"."""
        return f"segment {self.name} {self.number}"

    def repeats_too_often(self) -> list[int]:
        """The fields that repeat so often that not all is read."""
        repetition = self._separators.repetition
        return [
            number
            for number, written in enumerate(self.fields)
            if len(written) > MOST_REPETITIONS and written.count(repetition) >= MOST_REPETITIONS
            and not (self.name in ("MSH", "NTE") or (self.name == "OBX" and number == 5))
        ]  # fmt: skip


class Message:
    """One message: its segments in order (MSH first), and what is wrong with how it is written."""

    def __init__(self, segments: list[Segment], problems: list[Problem]) -> None:
        self.header = segments[0]
        self.segments = segments[1:]
        self.problems = problems

    @property
    def kind(self) -> str:
        """What sort of message, "ORU^R01"; v2.2 and older name no event."""
        return "^".join(filter(None, (self.header.text(9), self.header.text(9, 2))))

    @property
    def control_id(self) -> str:
        return self.header.text(10)

    @property
    def facility(self) -> str:
        """Who sent it (MSH-4, else MSH-3), as text that stays the same."""
        for field in (4, 3):
            named = self.header.first(field)
            if said := " ".join(filter(None, (named.at(1), named.at(2)))):
                return said
        return ""


def parse(raw: bytes) -> Message:
    """Split one message. Raises Unreadable; everything less is a problem of the message, places without its number."""
    separator = raw[3:4].decode("latin-1")
    first_line = _LINE_ENDS.split(raw[:4096].decode("latin-1"), maxsplit=1)[0]
    if not separator or first_line.count(separator) < 2:
        raise Unreadable(words.NO_SEPARATORS)
    problems: list[Problem] = []
    fields = first_line.split(separator)
    stated = fields[17].split(fields[1][1:2] or "~")[0].strip().upper() if len(fields) > 17 else ""
    encoding, text = _decoded(raw, stated, problems)
    separators = Separators(separator, fields[1], encoding)
    lines = _lines(text, separator, problems)
    if len(lines) > MOST_SEGMENTS:
        raise Unreadable(words.TOO_MANY.format(f"{MOST_SEGMENTS:,}"))
    count: Counter[str] = Counter()
    segments = []
    for line in lines:
        count[line[:3]] += 1
        segments.append(Segment(line, count[line[:3]], separators))
    for segment in segments:
        for field in segment.repeats_too_often():
            place = f"{segment.place}, field {field}"
            problems.append(Problem(place, words.TOO_OFTEN.format(MOST_REPETITIONS), "warning"))
    return Message(segments, problems)


def _decoded(raw: bytes, stated: str, problems: list[Problem]) -> tuple[str, str]:
    encoding = _ENCODINGS.get(stated)
    if encoding is None:
        part = _PARTS_OF_8859.fullmatch(stated)
        encoding = f"iso8859-{int(part[1])}" if part else ""
        try:
            codecs.lookup(encoding or "utf-8")
        except LookupError:
            encoding = ""
        if not encoding:
            problems.append(Problem("segment MSH 1, field 18", words.UNKNOWN_ENCODING, "warning"))
    try:
        return encoding or "utf-8", raw.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        problems.append(Problem("segment MSH 1, field 18", words.WRONG_ENCODING, "warning"))
        return "latin-1", raw.decode("latin-1")


def _lines(text: str, separator: str, problems: list[Problem]) -> list[str]:
    """A line a segment. A line that begins with no name is the rest of the one before, with its line break."""
    found: list[list[str]] = []
    loose = 0
    for line in _LINE_ENDS.split(text):
        bare = line.lstrip(" \t\x00\x0b")
        if not found or (_NAME.match(bare) and bare[3:4] == separator and not bare.startswith("ADD")):
            found.append([bare])
        elif bare.startswith(f"ADD{separator}"):  # what did not fit on the line before (HL7 v2.8, 2.14.1)
            found[-1].append(bare[4:])
        elif bare.strip() and not _NAME.fullmatch(bare.strip()):  # a name alone is an empty segment
            loose += 1
            found[-1].append(f"\n{line}")
    if loose:
        problems.append(Problem("", words.LOOSE_LINES.format(loose), "warning"))
    return ["".join(parts) for parts in found]
