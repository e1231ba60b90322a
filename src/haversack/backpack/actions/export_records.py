"""How do the resources leave: one a line, and as the files that came, each byte for byte?"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from haversack.records.tight import tight

from ..models.record import Kind, State
from ..queries.leaving import Came, Leaving, pieces_of
from ..queries.opened import Opened
from ..rules.file_names import Names, ending_of, safe_name
from ..rules.manifest import PieceTold
from .export_target import Target, Writer

# Plain numbers: an enumeration is slow to compare with, a million times.
NO_RESOURCE = frozenset({int(Kind.UNREADABLE), int(Kind.ORIGINAL)})
_DISPLAYED = int(Kind.DISPLAYED)
STATES = {State.PENDING: "pending", State.ACCEPTED: "accepted", State.SUPERSEDED: "earlier"}
_WITHDRAWN, _DERIVED = 4, 8  # beside a state, in the ledger
Progress = Callable[[int], None]


class Ledger:
    """What the manifest will say of each piece, in numbers: a million of them take 40 MB, not a gigabyte."""

    def __init__(self) -> None:
        self.lines, self.at, self.sizes = array("q"), array("q"), array("q")
        self.states = array("b")
        self.full_urls: dict[int, str] = {}
        self.files: dict[int, str] = {}
        self.paths: dict[int, str] = {}  # by arrival: of the file, or of the folder of its pieces
        self.ends: list[int] = []  # after which piece each file ends
        self.again: dict[int, int] = {}  # pieces that are on a line already: the record that is
        self.pending = self.accepted = 0

    def told(self, start: int, end: int) -> Iterator[PieceTold]:
        """The pieces from `start` to before `end`."""
        for number in range(start, end):
            state = self.states[number]
            yield PieceTold(
                STATES[State(state & 3)],
                self.lines[number],
                self.at[number],
                self.sizes[number],
                self.files.get(number, ""),
                self.full_urls.get(number, ""),
                bool(state & _WITHDRAWN),
                bool(state & _DERIVED),
            )


def write_records(
    opened: Opened, came: list[Came], target: Target, *, accepted_only: bool, progress: Progress | None
) -> tuple[Ledger, array[int]]:
    """Write records.ndjson and records/. Returns the ledger, and the records that may hold files of their own.

    A folder takes both in one pass; into a zip, which takes one file at a time, everything is read twice.
    """
    ledger, with_files = Ledger(), array("q")
    lines = Lines(ledger, with_files, frozenset().union(*(one.shared for one in came)))
    kept = Kept(ledger, target)

    def walk(*consumers: Lines | Kept) -> None:
        for one in came:
            with ExitStack() as stack:
                for consumer in consumers:
                    consumer.begin(one, stack)
                for pieces in pieces_of(opened, one, accepted_only=accepted_only):
                    for consumer in consumers:
                        consumer.take(pieces)
                    if progress and lines in consumers:
                        progress(len(pieces))
                for consumer in consumers:
                    consumer.end(one)

    with target.open("records.ndjson") as writer:
        lines.writer = writer
        walk(*(lines, kept) if target.several_at_once else (lines,))
        lines.point_back()
    if not target.several_at_once:
        walk(kept)
    return ledger, with_files


class Lines:
    """records.ndjson: every resource that could be read, one a line."""

    writer: Writer

    def __init__(self, ledger: Ledger, with_files: array[int], shared: frozenset[int]) -> None:
        self._ledger = ledger
        self._with_files = with_files
        self._shared = shared
        self._line_of: dict[int, int] = {}
        self._line = 0

    def begin(self, came: Came, stack: ExitStack) -> None:
        pass

    def take(self, pieces: list[Leaving]) -> None:
        ledger, shared, lines = self._ledger, self._shared, array("q")
        written: list[bytes] = []
        for number, piece in enumerate(pieces, len(ledger.lines)):
            if piece.again:
                ledger.again[number] = piece.record
                lines.append(0)
            elif piece.kind in NO_RESOURCE:
                lines.append(0)
            else:
                self._line += 1
                raw = piece.raw
                written += (tight(raw), b"\n")
                if b'"data"' in raw:
                    self._with_files.append(piece.record)
                if piece.record in shared:
                    self._line_of[piece.record] = self._line
                lines.append(self._line)
        ledger.lines.extend(lines)
        ledger.states.extend(map(_marked, pieces))
        shown = Counter([piece.state for piece in pieces if piece.kind == _DISPLAYED and not piece.again])
        ledger.pending += shown[State.PENDING]
        ledger.accepted += shown[State.ACCEPTED]
        self.writer.write_each(written)

    def end(self, came: Came) -> None:
        self._ledger.ends.append(len(self._ledger.lines))

    def point_back(self) -> None:
        """What came twice, byte for byte, is on one line: say which."""
        for number, record in self._ledger.again.items():
            self._ledger.lines[number] = self._line_of.get(record, 0)


def _marked(piece: Leaving) -> int:
    """Its state, and what else the ledger remembers of it."""
    return piece.state | (_WITHDRAWN if piece.is_withdrawn else 0) | (_DERIVED if piece.is_derived else 0)


class Kept:
    """records/: each file as it came; of one that cannot be whole any more, the pieces that are left, in a folder."""

    def __init__(self, ledger: Ledger, target: Target) -> None:
        self._ledger = ledger
        self._target = target
        self._names = Names()
        self._writer: Writer | None = None
        self._folder = ""
        self._number = 0
        self._made_from = (0, 0)  # where the last piece stands that is not derived

    def begin(self, came: Came, stack: ExitStack) -> None:
        name = self._names.unique(safe_name(came.name, otherwise="record.json"))
        path = self._ledger.paths[came.arrival] = f"records/{name}" + ("" if came.whole else "/")
        self._writer = stack.enter_context(self._target.open(path)) if came.whole else None
        self._folder, self._number = path, 0
        self._ending = ending_of(name)

    def take(self, pieces: list[Leaving]) -> None:
        if self._writer is None:
            for piece in pieces:
                self._take_alone(piece)
            return
        ledger, at = self._ledger, self._writer.at
        written: list[bytes] = []
        for piece in pieces:
            if piece.is_derived:  # it came from where the piece before it stands
                ledger.at.append(self._made_from[0])
                ledger.sizes.append(self._made_from[1])
                continue
            written += (piece.before, piece.raw)
            at += len(piece.before)
            ledger.at.append(at)
            ledger.sizes.append(len(piece.raw))
            self._made_from = at, len(piece.raw)
            at += len(piece.raw)
        self._writer.write_each(written)

    def _take_alone(self, piece: Leaving) -> None:
        self._number += 1
        number = len(self._ledger.at)
        ending = (self._ending or ".bin") if piece.kind in NO_RESOURCE else ".json"
        name = self._ledger.files[number] = f"{self._number:06}{ending}"
        if piece.full_url:
            self._ledger.full_urls[number] = piece.full_url
        with self._target.open(self._folder + name) as writer:
            writer.write(piece.raw)
        self._ledger.at.append(0)
        self._ledger.sizes.append(len(piece.raw))

    def end(self, came: Came) -> None:
        if self._writer is not None:
            self._writer.write(came.tail)
