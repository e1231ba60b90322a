"""How is a line that several sources state taken apart, and joined again?

Sources that state the same merge by themselves (invariant 3). A person who knows better says so once, and it holds for
every later version, fetch and import: what stands in a part is keyed with it, so that no rule can join it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from haversack import audit
from haversack.records.digits import decode
from haversack.records.origins import Partings

from ..models import Apart, Parting, Record
from ..models.face import BODY, FACE, decode_face
from ..queries.lines import Line, identity_key, leader_of
from ..queries.lines import line as line_of
from ..queries.opened import Opened
from ..queries.partings import identities_of
from ..rules.parting import divide, part_text
from ..rules.roles import Act, Viewer
from .accepting import settle
from .arriving import Arriving, stated_fact
from .persons import still_there
from .taking_rows import has_partings

Place = tuple[int, int]  # parting, part


class NothingToPart(Exception):
    """The line is not there any more, or a single source states it: somebody else was quicker, or a page is old."""


def take_apart(*, opened: Opened, by: Viewer, record: int, alone: int | None = None) -> int:
    """Make several lines of the one that `record` leads: one for each source; with `alone`, one for that record and
    one for the others. Returns into how many.

    Raises NothingToPart, NotAllowed and NoSuchPerson.
    """
    opened.require(Act.DECIDE)
    with transaction.atomic():
        still_there(opened)
        line = line_of(opened, leader_of(opened, record))
        told = [one.record for one in line.told] if line else []
        if line is None or line.reported_by < 2 or (alone is not None and alone not in told):
            raise NothingToPart
        number = _divide(opened, by, line, alone)
        audit.record(by=by, act="record.apart", person=opened.uuid, count=number)
    return number


def join_again(*, opened: Opened, by: Viewer, record: int) -> int:
    """Undo the parting that this record stands in: its records make one line again wherever they still state the same.
    Returns how many there are.

    Raises NothingToPart, NotAllowed and NoSuchPerson.
    """
    opened.require(Act.DECIDE)
    with transaction.atomic():
        still_there(opened)
        here = Apart.objects.filter(person_id=opened.person, identity__in=identities_of(opened, [record])).first()
        if here is None:
            raise NothingToPart
        made = here.parting
        identities = [bytes(one) for one in made.parts.values_list("identity", flat=True)]
        made.delete()
        _restate(opened, identities)
        audit.record(by=by, act="record.join", person=opened.uuid, count=len(identities))
    return len(identities)


def bring_back(*, opened: Opened, by: Viewer, partings: Partings) -> None:
    """What was taken apart in the backpack that an export came from is so here as well; what somebody decided here
    since stands."""
    with transaction.atomic():
        still_there(opened)
        for parts in partings:
            places = {
                identity_key(opened, text, f"{kind}/{number}"): place
                for place, part in enumerate(parts, 1)
                for text, kind, number in part
            }
            if not places or Apart.objects.filter(person_id=opened.person, identity__in=list(places)).exists():
                continue
            made = Parting.objects.create(person_id=opened.person, by_id=by.user, at=timezone.now())
            Apart.objects.bulk_create(
                Apart(parting=made, person_id=opened.person, identity=identity, part=place)
                for identity, place in places.items()
            )
            _restate(opened, places)
            audit.record(by=by, act="record.apart", person=opened.uuid, count=len(parts))


def _divide(opened: Opened, by: Viewer, line: Line, alone: int | None) -> int:
    """A line that stands in a part already is divided within its parting, so that all of it can be joined again."""
    records = [one.record for one in line.told]
    identities = dict(zip(records, identities_of(opened, records), strict=True))
    mine = Apart.objects.filter(person_id=opened.person)
    before = mine.filter(identity__in=list(identities.values())).select_related("parting").first()
    made = before.parting if before else Parting.objects.create(
        person_id=opened.person, by_id=by.user, at=timezone.now()
    )  # fmt: skip
    taken = dict(made.parts.values_list("pk", "part"))  # any key will do: their numbers are taken
    parts = divide(records, {-key: part for key, part in taken.items()}, alone=alone)
    mine.filter(identity__in=list(identities.values())).delete()
    Apart.objects.bulk_create(
        Apart(parting=made, person_id=opened.person, identity=identities[record], part=part)
        for record, part in parts.items()
    )
    _restate(opened, identities.values())
    return len(set(parts.values()))


def _restate(opened: Opened, identities: Collection[bytes]) -> None:
    """Key the facts of these records, and of their other versions, as their parts say, and arrange every line that
    they leave or make."""
    places = places_of(opened, identities)
    touched: set[bytes] = set()
    for row in Record.objects.filter(person_id=opened.person, identity__in=list(identities), fact__isnull=False):
        face = decode_face(opened.key.open(bytes(row.face), FACE))
        if face.entry is None or row.rank < 0:
            continue
        doc = decode(opened.key.open(bytes(row.body), BODY))
        stated = stated_fact(face.entry, doc, opened.key.index)
        if stated is None:
            continue
        fact = _placed(opened, stated, places.get(bytes(row.identity)))
        touched |= {bytes(row.fact or b""), fact}
        Record.objects.filter(pk=row.pk).update(fact=fact, rank=0)
    settle(opened, touched, Counter())


def places_of(opened: Opened, identities: Iterable[bytes]) -> dict[bytes, Place]:
    """Those of these identities that stand in a part of a parting."""
    rows = Apart.objects.filter(person_id=opened.person, identity__in=list(identities))
    return {bytes(key): (parting, part) for key, parting, part in rows.values_list("identity", "parting_id", "part")}


def keep_apart(opened: Opened, waiting: Iterable[Arriving]) -> None:
    """What arrives under an identity that was taken apart states the fact of its part. Call inside the transaction."""
    if not has_partings(opened.person):
        return
    stating = {one.identity: one for one in waiting if one.fact is not None and one.rank >= 0}
    for identity, place in places_of(opened, stating).items():
        one = stating[identity]
        one.fact = _placed(opened, one.fact or b"", place)


def _placed(opened: Opened, fact: bytes, place: Place | None) -> bytes:
    return fact if place is None else fact[:4] + opened.key.index(part_text(fact, *place))
