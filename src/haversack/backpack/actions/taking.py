"""How does one file go in? A hundred pieces at a time, each hundred with its counters in one transaction.

Invariant 9: pieces, position and counters commit together. A killed import loses nothing and doubles nothing, and its
arrival is not called complete.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from haversack import audit
from haversack.records.bundle import Piece

from ..models import Arrival, Declined, Part, Person, Shard, Source
from ..models.face import PartPiece, encode
from ..models.ids import next_ids
from ..models.record import Kind, State
from ..queries.opened import Opened
from ..rules.intake import Fate
from ..rules.roles import Viewer
from ..rules.search import search_line
from .accepting import accept_records
from .arriving import BY_ADDRESS, Arriving, Context, prepare, row_of
from .counting import add_to_counts, bump_pending
from .fates import Existing, existing_records, fate
from .lines import arrange_facts
from .report import Report

PIECES = 100  # in one commit: small enough to show progress, large enough that the commit costs little

_INSERT = """
INSERT INTO backpack_record (id, person_id, source_id, arrival_id, state, lead, is_withdrawn, replaces, kind, rank,
date,
  precision, category, code, mark, identity, content, fact, face, body)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(slots=True)
class Chunk:
    """What one commit writes, gathered before it is written."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    fresh: dict[int, Arriving] = field(default_factory=dict)
    lines: list[bytes] = field(default_factory=list)
    parts: list[PartPiece] = field(default_factory=list)
    superseded: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)  # were pending with this very content, and this import accepts
    outcomes: Counter[str] = field(default_factory=Counter)
    deltas: Counter[tuple[int, bytes]] = field(default_factory=Counter)


class FileIntake:
    """Takes the pieces of one file into one backpack. `take` each, then `finish`."""

    def __init__(
        self, *, opened: Opened, by: Viewer, source: Source, arrival: Arrival, report: Report, accept: bool
    ) -> None:
        self.opened, self.by, self.source = opened, by, source
        self.arrival, self.report, self.accept = arrival, report, accept
        self._waiting: list[Arriving] = []
        self._seen: set[bytes] = set()
        self._taken: list[int] = []
        self._number = 0

    def take(self, piece: Piece, context: Context, *, accept: bool | None = None) -> None:
        """Take one piece; every hundredth commits. `accept`: for this piece, where it differs within the file."""
        arriving = prepare(piece, context=context, opened=self.opened)
        arriving.accept = self.accept if accept is None else accept
        if arriving.identity in self._seen:  # a second version in the same hundred is decided on after the first is in
            self.flush()
        self._seen.add(arriving.identity)
        self._waiting.append(arriving)
        if len(self._waiting) >= PIECES:
            self.flush()

    def flush(self) -> None:
        """Commit what waits."""
        if not self._waiting:
            return
        with transaction.atomic():
            Person.objects.select_for_update().only("pk").get(pk=self.opened.person)
            chunk = self._decide()
            merged = self._write(chunk)
        self._tell(chunk, merged)
        self._waiting.clear()
        self._seen.clear()
        self._number += 1

    def _decide(self) -> Chunk:
        chunk = Chunk()
        waiting = self._waiting
        known = existing_records(self.opened, [one.identity for one in waiting])
        declined = self._declined(waiting)
        ids = next_ids(len(waiting))
        for number, one in zip(ids, waiting, strict=True):
            existing = known.get(one.identity, [])
            decided = fate(self.opened, one, existing, declined)
            stored = self._place(chunk, number, one, decided, existing)
            chunk.parts.append(PartPiece(one.piece.before, stored, one.piece.full_url))
        return chunk

    def _declined(self, waiting: list[Arriving]) -> set[bytes]:
        mine = Declined.objects.filter(person_id=self.opened.person)
        if not mine.exists():
            return set()
        keys = [key for one in waiting for key in (one.identity, one.content)]
        return {bytes(key) for key in mine.filter(key__in=keys).values_list("key", flat=True)}

    def _place(self, chunk: Chunk, number: int, one: Arriving, decided: Fate, existing: list[Existing]) -> int:
        """Put one piece where its fate sends it. Returns the id of the record that holds its bytes, 0 for none."""
        if one.kind is Kind.UNREADABLE:
            chunk.outcomes["unreadable"] += 1
            return self._add_row(chunk, number, one, State.PENDING, None) if decided is Fate.NEW else 0
        if decided is Fate.DECLINED:
            chunk.outcomes["declined"] += 1
            return 0
        current = next((old for old in existing if old.is_current), None)
        if decided is Fate.UNCHANGED:
            if one.accept and current and current.state == State.PENDING and current.content == one.content:
                chunk.taken.append(current.id)
                chunk.outcomes["accepted" if one.kind is Kind.DISPLAYED else "unchanged"] += 1
            else:
                chunk.outcomes["unchanged"] += 1
            return 0
        if decided in (Fate.WITHDRAWS, Fate.OLDER):
            if decided is Fate.WITHDRAWS and current:
                chunk.withdrawn.append(current.id)
            chunk.outcomes["undisplayed"] += 1
            return self._add_row(chunk, number, one, State.SUPERSEDED, None)
        replaces = None
        for old in existing if decided is Fate.NEWER else ():
            if old.state == State.PENDING or (old.state == State.ACCEPTED and one.accept):
                chunk.superseded.append(old.id)
                if old.counts:
                    chunk.deltas[old.state, old.category] -= 1
            if old.state == State.ACCEPTED:
                replaces = old.id
        displayed = one.kind is Kind.DISPLAYED
        chunk.outcomes[("accepted" if one.accept else "pending") if displayed else "undisplayed"] += 1
        return self._add_row(chunk, number, one, State.ACCEPTED if one.accept else State.PENDING, replaces)

    def _add_row(self, chunk: Chunk, number: int, one: Arriving, state: State, replaces: int | None) -> int:
        tail = row_of(one, self.opened)
        lead = state != State.SUPERSEDED
        opened = self.opened
        chunk.rows.append((number, opened.person, self.source.pk, self.arrival.pk, state, lead, False, replaces, *tail))
        if one.kind is Kind.DISPLAYED and lead:
            chunk.fresh[number] = one
            chunk.deltas[state, tail[4]] += 1  # type: ignore[index]
            chunk.lines.append(search_line(number, tail[2], one.entry))  # type: ignore[arg-type]
        return number

    def _write(self, chunk: Chunk) -> int:
        opened, person = self.opened, self.opened.person
        facts = self._shared(chunk)
        with connection.cursor() as cursor:
            if chunk.superseded:
                cursor.executemany(
                    "UPDATE backpack_record SET state = 2, lead = %s WHERE id = %s",
                    [(False, old) for old in chunk.superseded],
                )
            if chunk.withdrawn:
                cursor.executemany(
                    "UPDATE backpack_record SET is_withdrawn = %s WHERE id = %s",
                    [(True, old) for old in chunk.withdrawn],
                )
            cursor.executemany(_INSERT, chunk.rows)
        if chunk.lines:
            self._write_words(chunk)
        merged = self._arrange(chunk, facts)
        add_to_counts(person, chunk.deltas)
        if chunk.rows or chunk.superseded:
            bump_pending([person])
        self._advance(chunk)
        audit.record(by=self.by, act="records.receive", person=opened.uuid, count=len(chunk.parts))
        return merged

    def _write_words(self, chunk: Chunk) -> None:
        numbers = list(chunk.fresh)
        sealed = self.opened.key.seal(b"".join(chunk.lines), "words")
        Shard.objects.create(
            person_id=self.opened.person, first=numbers[0], last=numbers[-1], lines=len(chunk.lines), sealed=sealed
        )

    def _shared(self, chunk: Chunk) -> set[bytes]:
        """Facts of this chunk that another source, or another record of the same address, states already."""
        facts = {one.fact for one in chunk.fresh.values() if one.fact is not None}
        if not facts:
            return set()
        addressed = Counter(one.fact for one in chunk.fresh.values() if one.fact is not None and one.rank == BY_ADDRESS)
        shared = {fact for fact, number in addressed.items() if number > 1}
        if (
            not addressed
            and not Source.objects.filter(person_id=self.opened.person).exclude(pk=self.source.pk).exists()
        ):
            return shared
        marks = ", ".join(["%s"] * len(facts))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT fact FROM backpack_record WHERE person_id = %s AND fact IN ({marks}) "  # noqa: S608
                "AND state < 2 AND (source_id <> %s OR rank < 0)",
                [self.opened.person, *facts, self.source.pk],
            )
            return shared | {bytes(row[0]) for row in cursor.fetchall()}

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
        Part.objects.create(arrival=self.arrival, number=self._number, sealed=sealed)
        moved = {name: F(name) + number for name, number in chunk.outcomes.items()}
        Arrival.objects.filter(pk=self.arrival.pk).update(
            parts=self._number + 1, received=F("received") + len(chunk.parts), **moved
        )

    def _tell(self, chunk: Chunk, merged: int) -> None:
        report = self.report
        self._taken.extend(chunk.taken)
        report.outcomes.update(chunk.outcomes)
        report.merged += merged
        for one in self._waiting:
            report.received += 1
            report.by_type[one.type or "unreadable"] += 1
            if one.entry is not None:
                report.by_category[one.entry.category] += 1

    def finish(self, *, sealed: bytes) -> None:
        """Commit the last pieces and say that the file is in."""
        self.flush()
        now = timezone.now()
        with transaction.atomic():
            if self._taken:
                accept_records(opened=self.opened, by=self.by, records=self._taken)
            Arrival.objects.filter(pk=self.arrival.pk).update(sealed=sealed, is_complete=True, finished_at=now)
            Source.objects.filter(pk=self.source.pk).update(checked_at=now)
            audit.record(by=self.by, act="records.arrived", person=self.opened.uuid, count=self.report.received)
