"""How is an error reported and settled? By what the patient asks, and what staff decide within their time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from haversack import audit

from ..models import Amendment
from ..models.amendments import AMENDMENT, Written
from ..models.sealed import seal, unseal
from ..queries.amendments import NoSuchAmendment, amendment_of
from ..queries.policy import current_policy
from ..queries.reader import Reader
from ..queries.single import seen
from ..rules.amendments import MOVES, Ground, Move, NotUsable, State, Wrong, due_at, require_text
from ..rules.rights import Act
from ..rules.staff import Duty, Worker
from ..rules.states import moved
from .news import tell_news


@transaction.atomic
def report_error(*, by: Reader, wrong: str, right: str, tell: str = "", about: int | None = None) -> Amendment:
    """Ask for the record to be put right. about: the number of a record that the reader sees. Raises NotUsable."""
    by.require(Act.ASK)
    require_text(wrong, right)
    if tell:
        require_text(tell)
    record = seen(by, about).row if about is not None else None
    row = Amendment.objects.create(
        patient_id=by.patient,
        record=record,
        by=by.pseudonym,
        sent_at=by.now,
        due_at=due_at(by.now, current_policy().policy.amendment_days),
        body=seal(Written(wrong.strip(), right.strip(), tell.strip()), AMENDMENT),
    )
    audit.record(by=by, act="amendment.ask", person=by.uuid)
    return row


@transaction.atomic
def withdraw_amendment(*, by: Reader, request: UUID) -> Amendment:
    """The patient does not ask for it any more. Raises NoSuchAmendment, NotPossible."""
    by.require(Act.ASK)
    row = _own(by, request)
    row.state = moved(MOVES, State(row.state), Move.WITHDRAW)
    row.answered_at = by.now
    row.save(update_fields=["state", "answered_at"])
    audit.record(by=by, act="amendment.withdraw", person=by.uuid)
    return row


@transaction.atomic
def disagree(*, by: Reader, request: UUID, statement: str) -> Amendment:
    """Add the patient's statement to a denial, which goes with the record from then on. Raises as the others do."""
    by.require(Act.ASK)
    require_text(statement)
    row = _own(by, request)
    row.state = moved(MOVES, State(row.state), Move.DISAGREE)
    row.disagreed_at = by.now
    _write(row, disagreement=statement)
    row.save(update_fields=["state", "disagreed_at", "body"])
    audit.record(by=by, act="amendment.disagree", person=by.uuid)
    return row


@transaction.atomic
def extend_amendment(*, by: Worker, request: UUID, why: str, now: datetime | None = None) -> Amendment:
    """Take the 30 days more, once, with the reason in writing. Raises NotYourDuty, NoSuchAmendment, NotPossible."""
    by.require(Duty.AMENDMENTS)
    require_text(why, wrong=Wrong.NO_REASON)
    row = _any(request)
    row.state = moved(MOVES, State(row.state), Move.EXTEND)
    row.extended_at = now or timezone.now()
    row.due_at = due_at(row.sent_at, current_policy().policy.amendment_days, extended=True)
    _write(row, why_extended=why)
    row.save(update_fields=["state", "extended_at", "due_at", "body"])
    _note(by, row, "amendment.extend", row.extended_at)
    return row


def accept_amendment(*, by: Worker, request: UUID, answer: str, now: datetime | None = None) -> Amendment:
    """It was an error; `answer` tells the patient what was put right. Raises as `deny_amendment`."""
    return _answer(by, request, Move.ACCEPT, answer, "", now)


def deny_amendment(*, by: Worker, request: UUID, ground: str, answer: str, now: datetime | None = None) -> Amendment:
    """Not put right, on one of the four grounds, told in writing.

    Raises NotUsable, NotYourDuty, NoSuchAmendment, NotPossible.
    """
    if ground not in list(Ground):
        raise NotUsable(Wrong.NO_GROUND)
    return _answer(by, request, Move.DENY, answer, ground, now)


@transaction.atomic
def _answer(by: Worker, request: UUID, move: Move, answer: str, ground: str, now: datetime | None) -> Amendment:
    by.require(Duty.AMENDMENTS)
    require_text(answer, wrong=Wrong.NO_REASON)
    row = _any(request)
    row.state = moved(MOVES, State(row.state), move)
    row.answered_at, row.answered_by, row.ground = now or timezone.now(), by.pseudonym, ground
    _write(row, answer=answer)
    row.save(update_fields=["state", "answered_at", "answered_by", "ground", "body"])
    _note(by, row, f"amendment.{move}", row.answered_at)
    return row


def _own(by: Reader, request: UUID) -> Amendment:
    return _any(amendment_of(by, request).uuid)


def _any(request: UUID) -> Amendment:
    row = Amendment.objects.select_for_update().filter(uuid=request).first()
    if row is None:
        raise NoSuchAmendment
    return row


def _write(row: Amendment, **texts: str) -> None:
    written = unseal(row.body, Written, AMENDMENT)
    for name, text in texts.items():
        setattr(written, name, text.strip())
    row.body = seal(written, AMENDMENT)


def _note(by: Worker, row: Amendment, act: str, now: datetime) -> None:
    tell_news(row.patient, now)
    audit.record(by=by, act=act, person=row.patient.uuid)
