"""How does one file go in? A hundred pieces at a time, each hundred with its counters in one transaction.

Invariant 9: pieces, position and counters commit together. A killed import loses nothing and doubles nothing, and its
arrival is not called complete.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from haversack import audit
from haversack.records.bundle import Piece
from haversack.records.entry import Problem
from haversack.records.pieces import ORIGINAL
from haversack.records.spans import WHOLE_FILE

from ..models import Arrival, Declined, Record, Source
from ..models.face import BODY, PartPiece, encode
from ..models.ids import next_ids
from ..models.record import Kind, State
from ..queries.opened import Opened
from ..rules.intake import Fate
from ..rules.order import sort_key
from ..rules.roles import Viewer
from ..rules.search import search_line
from . import taking_rows as rows
from .accepting import accept_records, facts_of_records
from .arriving import BY_ADDRESS, Arriving, Context, prepare, rows_of
from .counting import add_to_counts, bump_pending
from .fates import Existing, existing_records, fate
from .import_watch import NOBODY, Watch
from .lines import arrange_facts
from .parting import keep_apart
from .report import Report

PIECES = 100  # in one commit: small enough to show progress, large enough that the commit costs little
READ = 25  # at a time, a part of PIECES: as many as stay in the processor's cache until all is known of them

SUPERSEDED = int(State.SUPERSEDED)
_REMEMBERED = 300_000  # identities of one file; beyond that each hundred asks the database instead


@dataclass(slots=True)
class Chunk:
    """What one commit writes, gathered before it is written."""

    added: list[tuple[int, Arriving, int, int | None]] = field(
        default_factory=list
    )  # id, what, state, what it replaces
    rows: list[tuple[object, ...]] = field(default_factory=list)
    fresh: dict[int, Arriving] = field(default_factory=dict)
    lines: list[bytes] = field(default_factory=list)
    parts: list[PartPiece] = field(default_factory=list)
    again: list[tuple[int, int]] = field(default_factory=list)  # places of pieces whose content this record has
    superseded: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)  # were pending with this very content, and this import accepts
    outcomes: Counter[str] = field(default_factory=Counter)
    deltas: Counter[tuple[int, bytes]] = field(default_factory=Counter)

    def count(self, one: Arriving, outcome: str) -> None:
        """Each piece is in exactly one count."""
        one.outcome = outcome
        self.outcomes[outcome] += 1

    def supersede(self, old: Existing) -> None:
        """Something takes the place of this record."""
        self.superseded.append(old.id)
        if old.counts:
            self.deltas[old.state, old.category] -= 1

    def add(self, number: int, one: Arriving, state: State, replaces: int | None = None) -> int:
        """A record to be stored under this number. Plain numbers: drivers and counters are slow with enumerations."""
        self.added.append((number, one, int(state), replaces))
        return number


@dataclass(slots=True)
class Memory:
    """What a delivery knows of one of its sources: that it is new, and then which identities came already."""

    is_first: bool
    commits: int
    met: set[bytes] = field(default_factory=set)
    stated: set[bytes] = field(default_factory=set)  # facts that merge within a source too

    @classmethod
    def of(cls, source: Source, arrival: Arrival) -> Memory:
        """Nothing of a source is there yet if nobody ever wrote to it."""
        return cls(not source.commits and not arrival.parts, source.commits)


NO_SUCH_DATE = "It gives a date that does not exist. It is kept as it was sent, and stands among those without a date."


class FileIntake:
    """Takes the pieces of one file into one backpack. `take` each, then `finish`."""

    def __init__(
        self,
        *,
        opened: Opened,
        by: Viewer,
        source: Source,
        arrival: Arrival,
        report: Report,
        accept: bool,
        watch: Watch = NOBODY,
        memory: Memory | None = None,
        name: str = "",
    ) -> None:
        self.opened, self.by, self.source = opened, by, source
        self.arrival, self.report, self.accept = arrival, report, accept
        self.watch, self.name = watch, name
        self._pieces: list[tuple[Piece, bool, bool]] = []
        self._waiting: list[Arriving] = []
        self._context: Context | None = None
        self._taken: list[int] = []
        self._number = 0
        self.is_live = False  # whether the source says this now (rules/intake.py)
        self._original = 0  # the record with the bytes that the next pieces were made from
        self._told = 0  # the record that tells of the next pieces, where those are inferred
        # A new source meets nothing that is there already, but for what stands twice in the delivery itself.
        self.memory = memory or Memory.of(source, arrival)

    def take(self, piece: Piece, context: Context, *, accept: bool | None = None, counts: bool = True) -> None:
        """Take one piece; every hundredth commits.

        `accept`: for this piece, where it differs within the file. `counts`: False for a copy of what somebody else
        got too; a piece that is no resource never counts.
        """
        self._context = context
        counts = counts and piece.role != ORIGINAL and not piece.inferred
        self._pieces.append((piece, self.accept if accept is None else accept, counts))
        if len(self._pieces) == READ:
            self._read()
            if len(self._waiting) >= PIECES:
                self._flush()

    def _read(self) -> None:
        if self._context is not None:
            self._waiting += prepare(self._pieces, context=self._context, opened=self.opened)
            self._pieces.clear()

    def _flush(self) -> None:
        """Commit what waits. A second version in the same hundred is decided on after the first is in."""
        if not self._waiting:
            return
        run: list[Arriving] = []
        seen: set[bytes] = set()
        for one in self._waiting:
            if one.identity in seen:
                self._commit(run)
                run, seen = [], set()
            seen.add(one.identity)
            run.append(one)
        self._commit(run)
        self._waiting = []

    def _commit(self, waiting: list[Arriving]) -> None:
        if self.watch.knows(self.arrival.pk, self._number):
            self._remember_original(waiting)
            self.watch.pass_by(len(waiting))
        else:
            with transaction.atomic():
                rows.lock_person(self.opened.person)
                chunk = self._decide(waiting)
                merged = self._write(chunk)
                self._tell(waiting, chunk, merged)
                self.watch.keep(self.report, self.arrival.pk, self._number)
            self.watch.rest()
        self._number += 1

    def _decide(self, waiting: list[Arriving]) -> Chunk:
        chunk = Chunk()
        known = existing_records(self.opened, self._to_look_up([one.identity for one in waiting]))
        declined = self._declined(waiting)
        keep_apart(self.opened, waiting)
        ids = next_ids(len(waiting))
        for number, one in zip(ids, waiting, strict=True):
            existing = known.get(one.identity, [])
            decided = fate(self.opened, one, existing, declined, is_live=self.is_live)
            stored = self._place(chunk, number, one, decided, existing)
            held = stored or next((old.id for old in existing if old.content == one.content), 0)
            if not stored and decided in (Fate.UNCHANGED, Fate.BACK):
                chunk.again.extend((len(chunk.parts), old.id) for old in existing if old.content == one.content)
            if one.kind is Kind.ORIGINAL:
                self._original = held
            elif one.is_inferred:
                one.made_from = self._told
            elif one.is_derived:
                one.made_from = self._original
            if not one.is_inferred:
                self._told = held
            chunk.parts.append(PartPiece(one.before, stored, one.full_url, one.is_derived, one.is_inferred))
        self._point_to_same_bytes(chunk, waiting)
        self._fill(chunk)
        return chunk

    def _remember_original(self, done: list[Arriving]) -> None:
        """What a worker before took in may be what the next pieces were made from."""
        original = next((one for one in reversed(done) if one.kind is Kind.ORIGINAL), None)
        told = next((one for one in reversed(done) if not one.is_inferred), None)
        self._original = self._record_of(original) if original is not None else self._original
        self._told = self._record_of(told) if told is not None else self._told

    def _record_of(self, one: Arriving) -> int:
        found = existing_records(self.opened, [one.identity]).get(one.identity, [])
        return next((old.id for old in found if old.content == one.content), 0)

    def _point_to_same_bytes(self, chunk: Chunk, waiting: list[Arriving]) -> None:
        """What is stored already with these very bytes stands for them in this file too (invariant 1).

        What was made from the file has no bytes in it, so that the same content is enough.
        """
        bodies = rows.bodies([record for _place, record in chunk.again])
        for place, record in chunk.again:
            one = waiting[place]
            if one.is_derived or self.opened.key.open(bodies[record], BODY) == one.raw:
                chunk.parts[place].record = record

    def _to_look_up(self, identities: list[bytes]) -> list[bytes]:
        """Which identities may be there already. Of a new source only those met before in this delivery."""
        memory = self.memory
        memory.is_first = rows.is_mine_alone(self.source.pk, memory.commits) and memory.is_first
        memory.commits += 1
        if not memory.is_first:
            return identities
        again = [one for one in identities if one in memory.met]
        memory.met.update(identities)
        if len(memory.met) > _REMEMBERED:
            memory.is_first, memory.met, memory.stated = False, set(), set()
        return again

    def _declined(self, waiting: list[Arriving]) -> set[bytes]:
        if not rows.has_declined(self.opened.person):
            return set()
        mine = Declined.objects.filter(person_id=self.opened.person)
        keys = [key for one in waiting for key in (one.identity, one.content)]
        return {bytes(key) for key in mine.filter(key__in=keys).values_list("key", flat=True)}

    def _place(self, chunk: Chunk, number: int, one: Arriving, decided: Fate, existing: list[Existing]) -> int:
        """Put one piece where its fate sends it. Returns the id of the record that holds its bytes, 0 for none."""
        if one.kind is Kind.UNREADABLE:
            chunk.count(one, "unreadable")
            return chunk.add(number, one, State.PENDING) if decided is Fate.NEW else 0
        if decided is Fate.DECLINED:
            chunk.count(one, "declined")
            return 0
        # A cancelled claim of which nothing was told before.
        if decided is Fate.NEW and one.is_inferred and one.is_stub:
            chunk.count(one, "undisplayed")
            return 0
        current = next((old for old in existing if old.is_current), None)
        if decided is Fate.UNCHANGED:
            if one.accept and current and current.state == State.PENDING and current.content == one.content:
                chunk.taken.append(current.id)
                chunk.count(one, "accepted" if one.kind is Kind.DISPLAYED else "unchanged")
            else:
                chunk.count(one, "unchanged")
            return 0
        if decided in (Fate.WITHDRAWS, Fate.OLDER):
            for old in existing if decided is Fate.WITHDRAWS else ():
                if old.state == State.PENDING:  # a newer version of what is taken back
                    chunk.supersede(old)
                elif old.state == State.ACCEPTED:
                    chunk.withdrawn.append(old.id)
            chunk.count(one, "undisplayed")
            return chunk.add(number, one, State.SUPERSEDED)
        replaces = None
        for old in existing if decided in (Fate.NEWER, Fate.BACK) else ():
            if old.state == State.PENDING or (old.state == State.ACCEPTED and one.accept):
                chunk.supersede(old)
            if old.state == State.ACCEPTED:
                replaces = old.id
        if decided is Fate.BACK:
            chunk.count(one, "unchanged")
            return 0
        displayed = one.kind is Kind.DISPLAYED
        chunk.count(one, ("accepted" if one.accept else "pending") if displayed else "undisplayed")
        return chunk.add(number, one, State.ACCEPTED if one.accept else State.PENDING, replaces)

    def _fill(self, chunk: Chunk) -> None:
        """Seal what was added, and note the words and counters of what lists show."""
        person, source, arrival = self.opened.person, self.source.pk, self.arrival.pk
        tails = rows_of([one for _number, one, _state, _replaces in chunk.added], self.opened)
        for (number, one, state, replaces), tail in zip(chunk.added, tails, strict=True):
            lead = int(state != SUPERSEDED)
            chunk.rows.append((number, person, source, arrival, state, lead, replaces, *tail))
            if one.entry is not None and lead:
                chunk.fresh[number] = one
                chunk.deltas[state, tail[4]] += 1  # type: ignore[index]
        chunk.lines = [search_line(number, sort_key(one.entry.date), one.entry) for number, one in chunk.fresh.items()]  # type: ignore[union-attr, arg-type]

    def _write(self, chunk: Chunk) -> int:
        opened, person = self.opened, self.opened.person
        facts = self._shared(chunk)
        if chunk.superseded:  # what followed them in a line must lead it now
            facts |= facts_of_records(Record.objects.filter(pk__in=chunk.superseded))
        rows.write_records(chunk.rows, chunk.superseded, chunk.withdrawn)
        if chunk.lines:
            numbers = list(chunk.fresh)
            sealed = opened.key.seal(b"".join(chunk.lines), "words")
            rows.write_words(person, numbers[0], numbers[-1], len(chunk.lines), sealed)
        merged = self._arrange(chunk, facts)
        add_to_counts(person, chunk.deltas)
        if chunk.rows or chunk.superseded:
            bump_pending([person])
        self._advance(chunk)
        audit.record(by=self.by, act="records.receive", person=opened.uuid, count=len(chunk.parts))
        return merged

    def _shared(self, chunk: Chunk) -> set[bytes]:
        """Facts of this chunk that another source, or another record of the same address, states already."""
        facts = {one.fact for one in chunk.fresh.values() if one.fact is not None}
        if not facts:
            return set()
        addressed = Counter(one.fact for one in chunk.fresh.values() if one.fact is not None and one.rank == BY_ADDRESS)
        shared = {fact for fact, number in addressed.items() if number > 1}
        if self.memory.is_first:  # nothing of this source is there but what this delivery brought
            shared |= addressed.keys() & self.memory.stated
            self.memory.stated.update(addressed)
        person, source = self.opened.person, self.source.pk
        # Within one source only what goes by its address merges; with another beside it, any fact may.
        asked = facts if rows.has_other_source(person, source) else set(() if self.memory.is_first else addressed)
        return shared | rows.stated_elsewhere(person, source, asked) if asked else shared

    def _arrange(self, chunk: Chunk, facts: set[bytes]) -> int:
        """Arrange lines, move the counters of those that ceased to lead.

        Returns how many state what another source stated.
        """
        if not facts:
            return 0
        places, moved = arrange_facts(self.opened, facts)
        chunk.deltas.update(moved)
        return sum(1 for record in chunk.fresh if record in places and places[record].sources > 1)

    def _advance(self, chunk: Chunk) -> None:
        if self._number < self.arrival.parts:  # this hundred was in before the import was interrupted
            return
        sealed = self.opened.key.seal(encode(chunk.parts), "part")
        rows.write_part(self.arrival.pk, self._number, sealed, len(chunk.parts), chunk.outcomes)

    def _tell(self, waiting: list[Arriving], chunk: Chunk, merged: int) -> None:
        report = self.report
        self._taken.extend(chunk.taken)
        report.merged += merged
        for one in waiting:
            if not one.counts and not (one.is_inferred and one.outcome in ("pending", "accepted")):
                continue
            if one.counts:
                report.received += 1
                report.outcomes[one.outcome] += 1
                report.by_type[one.type or "unreadable"] += 1
            if one.entry is not None:
                report.by_category[one.entry.category] += 1
                if not one.entry.date and any(key == "date-as-sent" for key, _text in one.entry.details):
                    report.add_problem(self.name, Problem(one.where or WHOLE_FILE, NO_SUCH_DATE, "warning"))

    def finish(self, *, sealed: bytes) -> None:
        """Commit the last pieces and say that the file is in."""
        self._read()
        self._flush()
        now = timezone.now()
        with transaction.atomic():
            if self._taken:
                accept_records(opened=self.opened, by=self.by, records=self._taken)
            Arrival.objects.filter(pk=self.arrival.pk).update(sealed=sealed, is_complete=True, finished_at=now)
            Source.objects.filter(pk=self.source.pk).update(checked_at=now)
            self.watch.finish(self.report, self.arrival.pk)
            audit.record(by=self.by, act="records.arrived", person=self.opened.uuid, count=self.report.received)
