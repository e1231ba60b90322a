"""Which segments of a message belong together: a patient, their visit, each order with its results?

HL7 v2 writes the groups of a message one behind the other without marking where they begin. One way of reading serves
all messages that hold results, vaccines, visits and documents: what comes first in a group begins a new one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from haversack.records.formats.hl7v2.message import Message, Segment

# What says how a message was sent, or belongs to what is read from another segment.
_PLUMBING = frozenset(
    {"MSH", "SFT", "UAC", "EVN", "MSA", "ERR", "QAK", "QPD", "DSC", "TQ1", "TQ2", "BHS", "BTS", "PD1"}
)


@dataclass(slots=True)
class Result:
    """An OBX and the comments behind it."""

    segment: Segment
    comments: list[Segment] = field(default_factory=list)


@dataclass(slots=True)
class Order:
    """An order: ORC, then OBR (a report) or RXA (a vaccine), then what came of it."""

    control: Segment | None = None
    report: Segment | None = None
    vaccine: Segment | None = None
    route: Segment | None = None
    results: list[Result] = field(default_factory=list)
    comments: list[Segment] = field(default_factory=list)
    specimens: list[Segment] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """Everything about one patient. `rest`: AL1, DG1, PR1, NK1 ... by name. unread: segments that nothing reads."""

    patient: Segment | None = None
    more: Segment | None = None
    visit: Segment | None = None
    merged: Segment | None = None
    orders: list[Order] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    document: Segment | None = None
    document_results: list[Result] = field(default_factory=list)
    rest: dict[str, list[Segment]] = field(default_factory=dict)
    unread: Counter[str] = field(default_factory=Counter)


def groups(message: Message) -> list[Group]:
    """The patients of a message in order. One that names nobody gives a single group without a patient."""
    found = [Group()]
    walk = _Walk(found[0])
    for segment in message.segments:
        if segment.name == "PID" and walk.group.patient is not None:
            found.append(Group())
            walk = _Walk(found[-1])
        walk.take(segment)
    return found


class _Walk:
    """Where the next segment belongs, while those of one patient go by."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self._order: Order | None = None
        self._results = group.results
        self._comments: list[Segment] | None = None
        self._waiting: list[Segment] = []  # specimens that came before their order

    def take(self, segment: Segment) -> None:
        """Put one segment where it belongs."""
        group, name = self.group, segment.name
        if name == "PID":
            group.patient = segment
        elif name == "PD1":
            group.more = segment
        elif name == "PV1":
            group.visit = group.visit or segment
        elif name == "MRG":
            group.merged = segment
        elif name in ("ORC", "OBR", "RXA"):
            self._begin(segment)
        elif name == "RXR" and self._order is not None:
            self._order.route = self._order.route or segment
        elif name == "OBX":
            self._results.append(Result(segment))
            self._comments = self._results[-1].comments
        elif name == "NTE":
            if self._comments is not None:
                self._comments.append(segment)
            else:
                group.unread[name] += 1
        elif name == "SPM":
            has_report = self._order is not None and self._order.report is not None
            (self._order.specimens if self._order is not None and has_report else self._waiting).append(segment)
            self._comments = None
        elif name == "TXA":
            group.document = segment
            self._results, self._comments = group.document_results, None
        elif name in ("AL1", "IAM", "DG1", "PR1", "NK1", "PV2"):
            group.rest.setdefault(name, []).append(segment)
            self._comments = None
        elif name not in _PLUMBING:
            group.unread[name] += 1

    def _begin(self, segment: Segment) -> None:
        order = self._order
        is_taken = order is None or order.report is not None or order.vaccine is not None
        if order is None or is_taken or segment.name == "ORC":
            order = self._order = Order()
            self.group.orders.append(order)
        self._results = order.results
        if segment.name == "ORC":
            order.control = segment
        elif segment.name == "RXA":
            order.vaccine = segment
        else:
            order.report = segment
            order.specimens, self._waiting = self._waiting, []
        self._comments = order.comments
