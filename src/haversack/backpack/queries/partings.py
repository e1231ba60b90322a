"""What was taken apart, and which lines are the others now?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from haversack.records.unspoken import Unspoken

from ..models import Apart, Parting, Record
from ..models.face import FACE, decode_face
from ..models.record import Kind, State
from ..rules.manifest import NameTold
from .chosen import by_ids
from .lines import Line, lines_of
from .opened import Opened


@dataclass(frozen=True, slots=True, repr=False)
class Parted(Unspoken):
    """The parting that a line comes from, and the lines of its other parts, in whatever state they are."""

    at: datetime
    by_reader: bool
    others: list[Line]


def parted(opened: Opened, line: Line) -> Parted | None:
    """None for a line that nobody has taken apart."""
    mine = Apart.objects.filter(person_id=opened.person)
    if not mine.exists():
        return None
    here = mine.filter(identity__in=identities_of(opened, [one.record for one in line.told])).first()
    if here is None:
        return None
    made = Parting.objects.get(pk=here.parting_id)
    others = made.parts.exclude(part=here.part).values_list("identity", flat=True)
    rows = Record.objects.filter(
        person_id=opened.person, identity__in=list(others), kind=Kind.DISPLAYED, lead=True
    ).exclude(state=State.SUPERSEDED)
    by_reader = made.by_id is not None and made.by_id == opened.viewer.user
    return Parted(made.at, by_reader, lines_of(opened, rows))


def names_apart(opened: Opened) -> list[list[list[NameTold]]]:
    """Everything that was taken apart, each time as its parts, by the names that the sources give."""
    found: dict[int, dict[int, list[NameTold]]] = defaultdict(lambda: defaultdict(list))
    mine = Apart.objects.filter(person_id=opened.person)
    places = {bytes(key): (parting, part) for key, parting, part in mine.values_list("identity", "parting_id", "part")}
    rows = Record.objects.filter(person_id=opened.person, identity__in=list(places)).exclude(state=State.SUPERSEDED)
    for identity, source, sealed in rows.order_by("id").values_list("identity", "source_id", "face"):
        face = decode_face(opened.key.open(bytes(sealed), FACE))
        parting, part = places[bytes(identity)]
        name = NameTold(source, face.type, face.id or face.full_url)
        if name not in found[parting][part]:
            found[parting][part].append(name)
    return [[found[parting][part] for part in sorted(found[parting])] for parting in sorted(found)]


def identities_of(opened: Opened, records: Sequence[int]) -> list[bytes]:
    """The keyed identities of these records, in the order of the records."""
    found = dict(by_ids(opened, records).values_list("id", "identity"))
    return [bytes(found[record]) for record in records if record in found]
