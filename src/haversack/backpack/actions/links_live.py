"""How is what a live link opens looked at again, and when does that end?

A link is live where its giver says that what it opens may change. It is looked at once a day, and not sooner than its
address asks for; for as long as it holds, and until a person says that it is enough.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from haversack import audit
from haversack.smart.links.refused import BadLink, Wrong

from ..models import HealthLink, Membership, Work
from ..models.work_facts import HEALTH_LINK, HealthLinkFacts, ImportFacts, decode_link, encode
from ..queries.opened import NotAllowed, Opened
from ..queries.persons import KeysMissing, NoSuchPerson, open_person
from ..rules.asking import AGAIN, next_try
from ..rules.roles import Act, Role, Viewer
from .links import Followed
from .work import want

_AT_ONCE = 100
# After these nothing will ever come again.
_ENDS = frozenset({Wrong.OVER, Wrong.GONE, Wrong.NO_ATTEMPTS, Wrong.WRONG_PASSCODE, Wrong.PASSCODE, Wrong.DAMAGED})


def keep_live(*, opened: Opened, by: Viewer, followed: Followed, passcode: str, now: datetime) -> None:
    """Look after a link that was opened, if it is live; of one that is looked after already, note that it gave."""
    link, fetched = followed.link, followed.fetched
    key = opened.key.index(f"health-link\0{link.url}".encode())
    mine = HealthLink.objects.filter(person_id=opened.person, key=key)
    if not link.live or fetched.ended:
        mine.update(ended_at=now, next_at=None, looked_at=now)
        return
    facts = HealthLinkFacts(followed.text, passcode, link.label, link.host, followed.source)
    at: datetime | None = now + max(AGAIN, fetched.after or AGAIN)
    if link.expires is not None and at is not None and at.timestamp() > link.expires:
        at = datetime.fromtimestamp(link.expires, UTC) - timedelta(minutes=5)
        at = at if at > now + timedelta(hours=1) else None
    values = {
        "sealed": opened.key.seal(encode(facts), HEALTH_LINK), "reason": "", "failures": 0, "looked_at": now,
        "next_at": at, "ended_at": None if at else now, "by_id": by.user,
    }  # fmt: skip
    HealthLink.objects.update_or_create(
        person_id=opened.person, key=key, defaults=values, create_defaults={**values, "created_at": now}
    )


def link_facts(opened: Opened, number: int) -> HealthLinkFacts | None:
    """What is kept of a link that is looked after."""
    row = HealthLink.objects.filter(person_id=opened.person, pk=number).first()
    return decode_link(opened.key.open(bytes(row.sealed), HEALTH_LINK)) if row else None


def note_failure(*, opened: Opened, number: int, bad: BadLink, now: datetime) -> None:
    """It brought nothing this time: it is tried again ever later, or never, where that is of no use."""
    row = HealthLink.objects.filter(person_id=opened.person, pk=number).first()
    if row is None:
        return
    wait = next_try(row.failures)
    over = bad.wrong in _ENDS
    HealthLink.objects.filter(pk=row.pk).update(
        reason=bad.wrong.name, failures=row.failures + 1, looked_at=now,
        next_at=None if over else now + max(wait, bad.after or wait), ended_at=now if over else None,
    )  # fmt: skip


def look_again(*, opened: Opened, by: Viewer, number: int, now: datetime) -> Work | None:
    """Have a link looked at now; None where nobody looks after it any more."""
    opened.require(Act.IMPORT)
    with transaction.atomic():
        mine = HealthLink.objects.select_for_update().filter(person_id=opened.person, pk=number, ended_at=None)
        if not mine.update(next_at=now + AGAIN):
            return None
        return want(opened=opened, by=by, kind=Work.Kind.IMPORT, facts=ImportFacts((), link=number))


def stop_looking(*, opened: Opened, by: Viewer, number: int) -> bool:
    """Forget the link and its passcode. Every record stays."""
    opened.require(Act.IMPORT)
    with transaction.atomic():
        gone, _rows = HealthLink.objects.filter(person_id=opened.person, pk=number).delete()
        if gone:
            audit.record(by=by, act="link.forget", person=opened.uuid)
    return bool(gone)


def want_due(now: datetime | None = None) -> int:
    """Have every link looked at whose moment has come. Returns how many."""
    now = now or timezone.now()
    due = HealthLink.objects.filter(next_at__lte=now, ended_at=None, person__removed_at__isnull=True)
    number = 0
    for row in due.select_related("person", "by").order_by("next_at")[:_AT_ONCE]:
        opened = _opened_for(row)
        if opened is None:
            HealthLink.objects.filter(pk=row.pk).update(next_at=None, ended_at=now)
        else:
            number += look_again(opened=opened, by=opened.viewer, number=row.pk, now=now) is not None
    return number


def _opened_for(row: HealthLink) -> Opened | None:
    """The backpack, as whoever added the link; where that one may not any more, as an owner. None where nobody may."""
    owners = Membership.objects.filter(person_id=row.person_id, role=Role.OWNER.value).select_related("user")
    for user in [*([row.by] if row.by else []), *(one.user for one in owners.order_by("pk"))]:
        with suppress(NoSuchPerson, KeysMissing, NotAllowed):
            opened = open_person(Viewer(user.pk, user.pseudonym), row.person.uuid)
            opened.require(Act.IMPORT)
            return opened
    return None
