"""Which lines stand on a shelf, newest first, and which resources does each line stand for?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from haversack.records.entry import Entry
from haversack.records.unspoken import Unspoken

from ..models import Record
from ..models.face import FACE, Face, decode_face
from ..models.record import State
from ..ports import no_longer_shared
from ..rules.order import bounds_of_year
from ..rules.shelves import STANDINGS, shelf
from . import phones
from .chosen import NEWEST_FIRST, by_ids
from .opened import Opened
from .sources import SourceName, source_names
from .straight import fetched, marks

_COLUMNS = ("id", "state", "source_id", "fact", "rank", "is_withdrawn", "decision_id", "replaces", "face")
LINES = f"SELECT {', '.join(_COLUMNS)} FROM backpack_record "  # noqa: S608  (what `lines_from` opens)
_COUNTS = "SELECT category, number FROM backpack_count WHERE person_id = %s AND state = %s AND number > 0"
_DATED = (
    "SELECT date FROM backpack_record WHERE person_id = %s AND state = 1 AND lead = 1 AND category = %s AND date > 0"
)
_NEWEST, _OLDEST = f"{_DATED} ORDER BY date DESC LIMIT 1", f"{_DATED} ORDER BY date LIMIT 1"


@dataclass(frozen=True, slots=True, repr=False)
class Told(Unspoken):
    """One resource a line stands for: which record, from which source, under which type and id there, and whether the
    source still shows it.
    """

    record: int
    source: SourceName
    type: str
    id: str
    is_shared: bool = True


@dataclass(slots=True, repr=False)
class Line(Unspoken):
    """One line of the record as lists show it.

    `told` begins with the record that leads; more than one source means "reported by".
    """

    id: int
    state: State
    entry: Entry
    face: Face
    is_withdrawn: bool
    decision: int | None
    replaces: int | None
    told: list[Told] = field(default_factory=list)

    @property
    def source(self) -> SourceName:
        return self.told[0].source

    @property
    def reported_by(self) -> int:
        """How many sources state it."""
        return len({one.source.id for one in self.told})

    @property
    def is_shared(self) -> bool:
        """Whether any source still shows it. What none shows any more stays as it was accepted."""
        return any(one.is_shared for one in self.told)


def on_shelf(
    opened: Opened,
    category: str,
    *,
    state: State = State.ACCEPTED,
    standing: str = "fact",
    year: int | None = None,
    source: int | None = None,
) -> QuerySet[Record]:
    """The leading records of one category, newest first; `standing` other than "fact" gives what is not so."""
    rows = Record.objects.filter(
        person_id=opened.person, state=state, lead=True, category=opened.label(shelf(category, standing))
    )
    if year is not None:
        rows = rows.filter(date__gte=bounds_of_year(year)[0], date__lt=bounds_of_year(year)[1])
    if source is not None:
        rows = rows.filter(source_id=source)
    return rows.order_by(*NEWEST_FIRST)


def lines_of(opened: Opened, rows: QuerySet[Record]) -> list[Line]:
    """Open these rows, with every resource each line stands for. Ask for a page, not for everything."""
    return lines_from(opened, rows.values_list(*_COLUMNS))


def lines_by_ids(opened: Opened, records: Sequence[int]) -> list[Line]:
    """The lines of these records, newest first."""
    chosen = f"WHERE id IN ({marks(records)}) AND person_id + 0 = %s ORDER BY date DESC, id DESC"  # as in `by_ids`
    return lines_from(opened, fetched(LINES + chosen, [*records, opened.person]))


def lines_from(opened: Opened, found: Iterable[tuple[Any, ...]]) -> list[Line]:
    """Open rows that were found with LINES."""
    names = source_names(opened)
    lines: list[Line] = []
    shared: dict[tuple[bytes, int, int], Line] = {}
    for number, state, source, fact, rank, withdrawn, decision, replaces, sealed in found:
        face = decode_face(opened.key.open(bytes(sealed), FACE))
        if face.entry is None:
            continue
        line = Line(number, State(state), face.entry, face, bool(withdrawn), decision, replaces)
        line.told.append(Told(number, names[source], face.type, face.id or face.full_url))
        lines.append(line)
        if fact is not None:
            shared[bytes(fact), rank, state] = line
    if shared and (len(names) > 1 or any(rank < 0 for _, rank, _ in shared)):
        _add_followers(opened, shared, names)
    _mark_unshared(opened, lines)
    return lines


def _mark_unshared(opened: Opened, lines: list[Line]) -> None:
    """Only a portal is asked again and again, so that what it shows can be missed; a phone says so itself."""
    of_portals = [one.record for line in lines for one in line.told if one.source.kind == "portal"]
    of_phones = [one.record for line in lines for one in line.told if one.source.kind == "phone"]
    gone = no_longer_shared(opened.person, of_portals) | phones.no_longer_shared(opened, of_phones)
    for line in lines if gone else []:
        line.told = [replace(one, is_shared=one.record not in gone) for one in line.told]


def _add_followers(opened: Opened, shared: dict[tuple[bytes, int, int], Line], names: dict[int, SourceName]) -> None:
    facts = {fact for fact, _, _ in shared}
    rows = (
        Record.objects.filter(person_id=opened.person, fact__in=facts, lead=False)
        .exclude(state=State.SUPERSEDED)
        .values_list("id", "state", "source_id", "fact", "rank", "face")
    )
    for number, state, source, fact, rank, sealed in rows:
        line = shared.get((bytes(fact or b""), rank, state))
        if line is not None:
            face = decode_face(opened.key.open(bytes(sealed), FACE))
            line.told.append(Told(number, names[source], face.type, face.id or face.full_url))


def line(opened: Opened, record: int) -> Line | None:
    """One line by the record that leads it, in whatever state; None where there is none for this viewer."""
    found = lines_by_ids(opened, [record])
    return found[0] if found else None


def leader_of(opened: Opened, record: int) -> int:
    """The record that leads the line of this one; itself where none does, or where it stands in no line."""
    here = by_ids(opened, [record]).filter(lead=0, fact__isnull=False).exclude(state=State.SUPERSEDED)
    found = here.values_list("fact", "rank", "state").first()
    if found is None:
        return record
    line = Record.objects.filter(person_id=opened.person, fact=found[0], rank=found[1], state=found[2], lead=1)
    return line.values_list("id", flat=True).first() or record


def counts(opened: Opened, state: State = State.ACCEPTED) -> dict[str, int]:
    """How many lines stand on each shelf ("labs", "labs:not"), from the counters."""
    from haversack.records.categories import CATEGORIES

    labels = {
        opened.label(shelf(category.slug, standing)): shelf(category.slug, standing)
        for category in CATEGORIES
        for standing in STANDINGS
    }
    rows = fetched(_COUNTS, [opened.person, state])
    return {labels[bytes(category)]: number for category, number in rows if bytes(category) in labels}


def members_of(opened: Opened, lines: Sequence[Line]) -> dict[int, list[Told]]:
    """The resources the panels among these lines group, by the panel's line id; members that never came are
    left out.
    """
    wanted: dict[bytes, list[int]] = defaultdict(list)
    for one in lines:
        for reference in one.entry.members:
            wanted[identity_key(opened, one.source.text, reference)].append(one.id)
    found: dict[int, list[Told]] = defaultdict(list)
    names = source_names(opened)
    for number, source, identity, sealed in _by_identity(opened, wanted):
        face = decode_face(opened.key.open(bytes(sealed), FACE))
        told = Told(number, names[source], face.type, face.id or face.full_url)
        for panel in wanted[bytes(identity)]:
            found[panel].append(told)
    return found


def _by_identity(opened: Opened, keys: Iterable[bytes]) -> list[tuple[int, int, bytes, bytes]]:
    """(record, source, identity, face) in the order of the keys, on every database the same."""
    keys = list(keys)
    place = {key: number for number, key in enumerate(keys)}
    found: list[tuple[int, int, bytes, bytes]] = []
    for start in range(0, len(keys), 400):
        rows = Record.objects.filter(person_id=opened.person, identity__in=keys[start : start + 400]).exclude(
            state=State.SUPERSEDED
        )
        for number, source, identity, face in rows.values_list("id", "source_id", "identity", "face"):
            found.append((number, source, bytes(identity), bytes(face)))
    return sorted(found, key=lambda row: (place[row[2]], row[0]))


def identity_key(opened: Opened, source: str, reference: str) -> bytes:
    """The keyed identity a normalised reference ("Type/id") has within a source."""
    kind, _, rest = reference.partition("/")
    return opened.key.index(f"{source.replace('|', '||')}|{kind}|{rest}".encode())


def years_on_shelf(opened: Opened, category: str) -> list[int]:
    """The years between the newest and the oldest dated line of a category, newest first; read off the ends of
    the index.
    """
    dated = [opened.person, opened.label(shelf(category, "fact"))]
    ends = [date // 10**10 for (date,) in fetched(_NEWEST, dated) + fetched(_OLDEST, dated)]
    return list(range(ends[0], ends[-1] - 1, -1)) if ends else []
