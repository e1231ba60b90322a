"""What does one HL7 v2 message say, as FHIR R4 resources about each of its patients?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from haversack.records.entry import Problem, Severity
from haversack.records.formats.hl7v2 import words
from haversack.records.formats.hl7v2.conditions import clinical
from haversack.records.formats.hl7v2.datatypes import Doc, identifier
from haversack.records.formats.hl7v2.documents import document
from haversack.records.formats.hl7v2.framing import LONGEST_MESSAGE, Framed, framed
from haversack.records.formats.hl7v2.groups import Group, groups
from haversack.records.formats.hl7v2.making import Made, Making
from haversack.records.formats.hl7v2.message import Message, Unreadable, parse
from haversack.records.formats.hl7v2.observations import observation
from haversack.records.formats.hl7v2.patients import identifiers, key_of, patient
from haversack.records.formats.hl7v2.reports import Reports
from haversack.records.formats.hl7v2.times import Clock
from haversack.records.formats.hl7v2.vaccines import immunization
from haversack.records.formats.hl7v2.visits import encounter

# Messages that results come in: what their orders hold was measured in a laboratory unless they say otherwise.
_RESULTS = frozenset({"ORU", "OUL", "ORL", "ORF", "OML", "ORM"})
# The last field that no sender may leave out (HL7 v2.5.1, optionality R).
_NEEDED = {"PID": 5, "OBR": 4, "OBX": 11, "RXA": 6, "TXA": 2, "DG1": 3, "AL1": 3, "PR1": 5, "PV1": 2}


@dataclass(slots=True)
class AboutPatient:
    """What a message says about one patient.

    identifiers: their numbers, as FHIR Identifiers; merged: numbers that the sender joined with them (MRG).
    made: the resources, the Patient first, each with the segment it was made from.
    """

    identifiers: list[Doc]
    merged: list[Doc] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"AboutPatient({len(self.made)} resources)"


@dataclass(slots=True)
class MessageRead:
    """One message of a file, in the order of the file.

    number: its place, from 1; before: the file's bytes between the message before and this one; raw: its own.
    kind: "ORU^R01"; control_id: MSH-10; sender: MSH-4, else MSH-3; sent: MSH-7 as FHIR writes it.
    patients: nobody where it is unreadable (`why` then says why) or a mere receipt.
    problems: what could not be read, places with the number of the message; unread: segments nothing reads, by name.
    """

    number: int
    before: bytes
    raw: bytes
    kind: str = ""
    control_id: str = ""
    sender: str = ""
    sent: str = ""
    patients: list[AboutPatient] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    why: str = ""
    whole: bool = True

    def __repr__(self) -> str:
        return f"MessageRead({self.number}, {self.kind!r})"

    @property
    def where(self) -> str:
        return f"message {self.number}"

    def say(self, what: str, severity: Severity = "error", place: str = "") -> None:
        """A problem of the message, or of a place in it."""
        self.problems.append(Problem(f"{self.where}, {place}" if place else self.where, what, severity))


def read_messages(stream: BinaryIO, *, clock: Clock | None = None) -> Iterator[MessageRead]:
    """The messages of a file one by one, with memory for one. Never raises for what is in the file.

    `clock`: how times are read and written (times.py); who publishes what comes out asks for a strict one.
    """
    number = 0
    for one in framed(stream, b""):
        if one.kind in ("message", "headless"):
            number += 1
            yield read_message(one, number, clock or Clock())


def read_message(one: Framed, number: int, clock: Clock) -> MessageRead:
    """Read what stands in one frame."""
    found = MessageRead(number, one.before, one.raw, whole=one.whole)
    if one.kind == "headless":
        found.why = words.NO_HEADER
    elif not one.whole:
        found.why = words.TOO_LONG.format(LONGEST_MESSAGE >> 20)
    else:
        try:
            message = parse(one.raw)
            if one.is_open:
                found.say(words.CUT_OFF, "warning")
            if not one.is_ended:
                _drop_cut_off(message, found, is_open=one.is_open)
            _read(message, found, clock)
        except Unreadable as unreadable:
            found.why = str(unreadable)
    return found


def _drop_cut_off(message: Message, found: MessageRead, *, is_open: bool) -> None:
    """Leave out a last line that lacks its end and what every such line has: "140" may have become "14"."""
    if not message.segments:
        return
    last = message.segments[-1]
    if is_open or len(last.fields) <= _NEEDED.get(last.name, 0):
        found.say(words.LAST_LINE, "warning", last.place)
        message.segments.pop()


def _read(message: Message, found: MessageRead, clock: Clock) -> None:
    found.kind, found.control_id, found.sender = message.kind[:20], message.control_id, message.facility
    found.sent = clock.of(message.header.first(7)).time(message.header.first(7))
    for problem in message.problems:
        found.say(problem.what, problem.severity, problem.where)
    for group in groups(message):
        found.unread.update(group.unread)
        if group.patient is None:
            _without_patient(message, group)
            found.say(words.ONLY_AN_ANSWER, "information")
            return
        making = Making(message, clock)
        making.patient_key = key_of(group.patient)
        if not making.patient_key:
            raise Unreadable(words.NOBODY)
        _make(group, making)
        for problem in making.problems:
            found.say(problem.what, problem.severity, problem.where)
        merged = [] if group.merged is None else [identifier(one, making.sender) for one in group.merged.each(1)]
        own = identifiers(group.patient, making)
        found.patients.append(AboutPatient(own, [one for one in merged if one], making.made))


def _without_patient(message: Message, group: Group) -> None:
    """A receipt or an empty answer names nobody, rightly. Anything else that names nobody is nobody's record."""
    if not any(segment.name == "MSA" for segment in message.segments) or group.orders or group.results:
        raise Unreadable(words.NO_PATIENT)


def _make(group: Group, making: Making) -> None:
    patient(group, making)
    visit = encounter(group, making)
    clinical(group, making, visit)
    kind = making.message.kind.partition("^")[0]
    reports = Reports(making, visit, is_laboratory=kind in _RESULTS)
    for order in group.orders:
        if order.vaccine is not None:
            immunization(order, making, visit)
        elif kind != "MDM" or order.results:
            reports.take(order)
    seen: Counter[tuple[str, ...]] = Counter()
    for one in group.results:
        obx = one.segment
        key = ("", obx.text(3) or obx.text(3, 2), obx.text(4), obx.text(14) or making.message.control_id)
        seen[key] += 1
        observation(one, making, key=(*key, str(seen[key])), shared={"encounter": visit} if visit else {})
    document(group, making, visit)
