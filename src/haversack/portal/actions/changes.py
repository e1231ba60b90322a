"""How does a patient ask for a change of the profile, and how do staff answer? Nothing changes before they have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from haversack import audit

from ..models import ChangeRequest, Patient
from ..models.changes import CHANGE, Asked
from ..models.sealed import seal, unseal
from ..queries.changes import NoSuchRequest, change_of
from ..queries.policy import current_policy
from ..queries.profile import on_file
from ..queries.reader import Reader
from ..rules.changes import (
    MOVES,
    AlreadyWaiting,
    Answer,
    Move,
    State,
    answer_by,
    difference,
    require_decided,
    require_same,
)
from ..rules.profile import Field, Profile, digest
from ..rules.profile_writing import with_changes
from ..rules.rights import Act
from ..rules.sections import Section
from ..rules.staff import Duty, Worker
from ..rules.states import moved
from .news import tell_news
from .profile import put_on_file


@transaction.atomic
def send_change_request(*, by: Reader, wanted: Profile, shown: str) -> ChangeRequest:
    """Ask for what differs from what is on file. shown: the digest of the profile that was on the screen.

    Raises NotUsable, OnFileChanged, AlreadyWaiting.
    """
    by.require(Act.ASK)
    by.require_section(Section.PROFILE)
    patient = Patient.objects.select_for_update().get(pk=by.patient)
    if ChangeRequest.objects.filter(patient=patient, state=State.SENT).exists():
        raise AlreadyWaiting
    now_on_file = on_file(patient).profile
    require_same(shown=shown, now=digest(now_on_file))
    asked = difference(now_on_file, wanted)
    row = ChangeRequest.objects.create(
        patient=patient,
        by=by.pseudonym,
        from_proxy=not by.is_patient,
        fields=len(asked),
        sent_at=by.now,
        due_at=answer_by(by.now, current_policy().policy.change_days),
        body=seal(
            Asked({field.value: now_on_file[field] for field in asked}, {f.value: parts for f, parts in asked.items()}),
            CHANGE,
        ),
    )
    audit.record(by=by, act="change.ask", person=by.uuid, count=len(asked))
    return row


@transaction.atomic
def withdraw_change_request(*, by: Reader, request: UUID) -> ChangeRequest:
    """The patient does not ask for it any more. Raises NoSuchRequest, NotPossible."""
    row = ChangeRequest.objects.select_for_update().get(uuid=change_of(by, request).uuid)
    row.state = moved(MOVES, State(row.state), Move.WITHDRAW)
    row.answered_at = by.now
    row.save(update_fields=["state", "answered_at"])
    audit.record(by=by, act="change.withdraw", person=by.uuid)
    return row


@transaction.atomic
def answer_change_request(
    *,
    by: Worker,
    request: UUID,
    answers: Mapping[Field, Answer],
    shown: str,
    message: str = "",
    now: datetime | None = None,
) -> ChangeRequest:
    """Accept or decline each field; what is accepted is on file from now on.

    shown: the digest of what was on file, on the screen, for the fields asked for (`digest(now_on_file(change))`).
    Raises NotYourDuty, NoSuchRequest, NotPossible, OnFileChanged, NotUsable.
    """
    by.require(Duty.CHANGES)
    row = ChangeRequest.objects.select_for_update().filter(uuid=request).first()
    if row is None:
        raise NoSuchRequest
    body = unseal(row.body, Asked, CHANGE)
    wanted = {Field(name): parts for name, parts in body.wanted.items()}
    row.state = moved(MOVES, State(row.state), Move.ANSWER)
    patient = Patient.objects.select_for_update().get(pk=row.patient_id)
    found = on_file(patient)
    require_same(shown=shown, now=digest({field: found.profile[field] for field in wanted}))
    require_decided(wanted, answers)
    accepted = {field: wanted[field] for field, answer in answers.items() if answer.accepted}
    if accepted:
        put_on_file(by=by, patient=patient, doc=with_changes(found.doc, accepted), now=now or timezone.now())
    body.answers = {field.value: (answer.accepted, answer.message.strip()) for field, answer in answers.items()}
    body.message = message.strip()
    row.body, row.answered_at, row.answered_by = seal(body, CHANGE), now or timezone.now(), by.pseudonym
    row.save(update_fields=["state", "body", "answered_at", "answered_by"])
    tell_news(patient, row.answered_at)
    audit.record(by=by, act="change.answer", person=patient.uuid, count=len(accepted))
    return row
