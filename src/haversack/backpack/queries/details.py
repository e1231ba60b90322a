"""What is known of one line: the resources behind it, their bytes as they came, and where its links lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from haversack.records.digits import decode
from haversack.records.entry import Link
from haversack.records.unspoken import Unspoken

from ..models import Arrival, Decision, Record
from ..models.face import BODY, FACE, Face, decode_arrival, decode_face
from ..models.record import Kind, State
from .chosen import by_ids
from .lines import Line, identity_key, lines_of
from .opened import Opened


@dataclass(frozen=True, slots=True, repr=False)
class Behind(Unspoken):
    """One resource behind a line: what it says, the bytes that came (of another format than FHIR, those that it was
    made from), the file it came in and when, and when it was accepted. kind: of its source, such as "portal".
    """

    record: int
    source: str
    kind: str
    face: Face
    body: bytes
    file: str
    arrived_at: datetime
    accepted_at: datetime | None
    by_reader: bool


@dataclass(frozen=True, slots=True, repr=False)
class Follow(Unspoken):
    """A link of an entry; `record` is where it leads, None when that resource has not come or no category shows it."""

    link: Link
    record: int | None
    label: str


def behind(opened: Opened, line: Line) -> list[Behind]:
    """The resources a line stands for, the leading one first."""
    order = {one.record: place for place, one in enumerate(line.told)}
    sources = {one.record: one.source for one in line.told}
    found = []
    rows = list(by_ids(opened, order))
    arrivals = Arrival.objects.in_bulk({row.arrival_id for row in rows})
    decisions = Decision.objects.in_bulk({row.decision_id for row in rows if row.decision_id})
    faces = {row.pk: decode_face(opened.key.open(bytes(row.face), FACE)) for row in rows}
    originals = {row.pk: row for row in by_ids(opened, {face.made_from for face in faces.values() if face.made_from})}
    for row in sorted(rows, key=lambda one: order[one.pk]):
        came = originals.get(faces[row.pk].made_from, row)
        arrival, decision = arrivals[row.arrival_id], decisions.get(row.decision_id or 0)
        found.append(
            Behind(
                row.pk,
                sources[row.pk].name,
                sources[row.pk].kind,
                faces[row.pk],
                opened.key.open(bytes(came.body), BODY),
                decode_arrival(opened.key.open(bytes(arrival.sealed), "arrival")).name,
                arrival.started_at,
                decision.at if decision else (arrival.started_at if row.state == State.ACCEPTED else None),
                bool(decision and decision.by_id == opened.viewer.user),
            )
        )
    return found


def resource_of(opened: Opened, line: Line) -> dict[str, Any]:
    """The FHIR R4 resource that leads a line."""
    row = by_ids(opened, [line.id]).first()
    return dict(decode(opened.key.open(bytes(row.body), BODY))) if row else {}


def follow(opened: Opened, line: Line) -> list[Follow]:
    """Where the links of an entry lead."""
    keys = {identity_key(opened, line.source.text, one.reference): one for one in line.entry.links if one.reference}
    mine = Record.objects.filter(person_id=opened.person, identity__in=list(keys))
    rows = mine.exclude(state=State.SUPERSEDED).values_list("id", "identity", "kind", "face")
    found = {bytes(identity): (number, kind, face) for number, identity, kind, face in rows}
    follows = []
    for key, link in keys.items():
        number, kind, sealed = found.get(key, (None, None, None))
        face = decode_face(opened.key.open(bytes(sealed), FACE)) if sealed else None
        shown = number if kind == Kind.DISPLAYED else None
        label = link.label or (face.entry.title if face and face.entry else face.label if face else "")
        follows.append(Follow(link, shown, label))
    return [*follows, *(Follow(one, None, one.label) for one in line.entry.links if not one.reference)]


def members(opened: Opened, line: Line) -> list[Line]:
    """The lines of the results that a panel or report groups, in the panel's order."""
    keys = [identity_key(opened, line.source.text, reference) for reference in line.entry.members]
    if not keys:
        return []
    mine = Record.objects.filter(person_id=opened.person, identity__in=keys)
    rows = mine.exclude(state=State.SUPERSEDED).filter(kind=Kind.DISPLAYED)
    place = {bytes(identity): number for number, identity in rows.values_list("id", "identity")}
    by_id = {one.id: one for one in lines_of(opened, rows)}
    found = [by_id[place[key]] for key in keys if key in place and place[key] in by_id]
    return [one for one in found if one.state == line.state]
