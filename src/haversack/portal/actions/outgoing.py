"""How does a mail get out: written down in the transaction that wants it, sent by a job, tried again, given up?

Nothing that a page shows waits for it, or knows what came of it. A mail carries no health data, no name, no user id and
no record number; who could read it on the way learns that somebody has to do with the hospital.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

import orjson
from django.core.mail import send_mail
from django.db.models import F, Q

from haversack import audit

from ..models import Outgoing
from ..models.keys import sealer
from ..rules.outgoing import LEASE, next_try

KIND = "outgoing"


class Portal:
    """The site itself, when nobody acts."""

    pseudonym = "portal"


@dataclass(frozen=True, slots=True)
class Mail:
    """What is to be said, to which address and in which language. link: the address it leads to."""

    kind: str
    to: str = field(repr=False)
    language: str
    link: str = field(default="", repr=False)


Facts: TypeAlias = dict[str, Any]
Answer: TypeAlias = Callable[[Facts, datetime], Mail | None]
Write: TypeAlias = Callable[[Mail], tuple[str, str]]


def want(kind: str, facts: Facts, now: datetime) -> None:
    """Write down a question whose answer is a mail or none. Call inside the transaction that wants it."""
    Outgoing.objects.create(kind=kind, sealed=sealer().seal(orjson.dumps(facts), KIND), due_at=now)


def want_mail(mail: Mail, now: datetime) -> None:
    """Write down a mail; one without an address goes nowhere."""
    if mail.to:
        want(mail.kind, {"to": mail.to, "language": mail.language, "link": mail.link}, now)


def due(now: datetime) -> list[int]:
    """What waits, the longest waiting first."""
    return list(Outgoing.objects.filter(_free(now)).order_by("due_at", "pk").values_list("pk", flat=True))


def deliver(row: int, now: datetime, *, answers: Mapping[str, Answer], write: Write) -> bool:
    """Send one, under a lease, and forget it. Returns whether anything went out. What fails comes round again later."""
    taken = Outgoing.objects.filter(_free(now), pk=row).update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    if not taken:
        return False
    found = Outgoing.objects.get(pk=row)
    try:
        mail = _answered(found, now, answers)
        if mail is not None:
            send_mail(*write(mail), None, [mail.to])
    except OSError:  # what mail servers answer is one, too
        _again(found, now)
        return False
    except Exception:
        _again(found, now)
        raise
    if mail is not None:
        audit.record(by=Portal(), act=f"mail.{mail.kind}")
    found.delete()
    return mail is not None


def _answered(found: Outgoing, now: datetime, answers: Mapping[str, Answer]) -> Mail | None:
    facts = orjson.loads(sealer().open(bytes(found.sealed), KIND))
    return answers[found.kind](facts, now) if found.kind in answers else Mail(found.kind, **facts)


def _again(found: Outgoing, now: datetime) -> None:
    at = next_try(found.attempts, now)
    if at is None:
        audit.record(by=Portal(), act="mail.given-up", object=found.kind)
        found.delete()
    else:
        Outgoing.objects.filter(pk=found.pk).update(due_at=at, leased_until=None)


def _free(now: datetime) -> Q:
    return Q(due_at__lte=now) & (Q(leased_until=None) | Q(leased_until__lt=now))
