"""How do a patient and a provider write to each other? Only while the provider takes part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from haversack import audit
from haversack.audit import Actor

from ..models import Message, MessageFile, Patient, Provider, Thread
from ..models.keys import sealer
from ..models.messages import FILE, FILE_NAME, MESSAGE, SUBJECT, Words
from ..models.sealed import seal
from ..queries.messages import NoSuchProvider, NoSuchThread, thread_of
from ..queries.reader import Reader
from ..queries.single import seen
from ..rules.messages import File, Side, checked_files, require_message, require_participating
from ..rules.rights import Act
from ..rules.staff import Duty, Worker
from .news import tell_news


@transaction.atomic
def begin_thread(
    *,
    by: Reader,
    provider: UUID,
    subject: str,
    text: str,
    files: Sequence[File] = (),
    about: int | None = None,
) -> Thread:
    """Write to a provider. about: the number of a record that the reader sees. Raises NoSuchProvider, NotSent."""
    by.require(Act.WRITE)
    require_message(text, subject=subject)
    kept = checked_files(list(files))
    row = Provider.objects.select_for_update().filter(uuid=provider).first()
    if row is None:
        raise NoSuchProvider
    require_participating(row.participates)
    thread = Thread.objects.create(
        patient_id=by.patient,
        provider=row,
        record=seen(by, about).row if about is not None else None,
        subject=seal(Words(subject.strip()), SUBJECT),
        begun_at=by.now,
        last_at=by.now,
    )
    _add(thread, Side.PATIENT, by.pseudonym, text, kept, by.now, from_proxy=not by.is_patient)
    _note(by, thread, "message.write")
    return thread


@transaction.atomic
def write(*, by: Reader, thread: UUID, text: str, files: Sequence[File] = ()) -> Message:
    """Add to a conversation, as the patient's side. Raises NoSuchThread, NotSent."""
    by.require(Act.WRITE)
    require_message(text)
    kept = checked_files(list(files))
    row = _lock(thread_of(by, thread).uuid, patient_id=by.patient)
    require_participating(row.provider.participates, begun=True)
    message = _add(row, Side.PATIENT, by.pseudonym, text, kept, by.now, from_proxy=not by.is_patient)
    _note(by, row, "message.write")
    return message


@transaction.atomic
def reply(*, by: Worker, thread: UUID, text: str, files: Sequence[File] = (), now: datetime | None = None) -> Message:
    """Answer a patient, as their provider. Raises NotYourDuty, NoSuchThread, NotSent."""
    by.require(Duty.MESSAGES)
    require_message(text)
    kept = checked_files(list(files))
    row = _lock(thread, provider_id=by.provider)
    require_participating(row.provider.participates, begun=True)
    message = _add(row, Side.PROVIDER, by.pseudonym, text, kept, now or timezone.now())
    tell_news(row.patient, message.sent_at)
    _note(by, row, "message.reply")
    return message


@transaction.atomic
def mark_read(*, by: Reader, thread: UUID) -> int:
    """The patient's side has opened the conversation; returns how many answers were new. Raises NoSuchThread."""
    by.require(Act.WRITE)
    return _mark(_lock(thread_of(by, thread).uuid, patient_id=by.patient), Side.PROVIDER, by.now)


@transaction.atomic
def mark_read_by_provider(*, by: Worker, thread: UUID, now: datetime | None = None) -> int:
    """The provider has opened the conversation. Raises NotYourDuty, NoSuchThread."""
    by.require(Duty.MESSAGES)
    return _mark(_lock(thread, provider_id=by.provider), Side.PATIENT, now or timezone.now())


def _lock(thread: UUID, **whose: int | None) -> Thread:
    row = Thread.objects.select_for_update().filter(uuid=thread, **whose).first() if all(whose.values()) else None
    if row is None:
        raise NoSuchThread
    return row


def _add(
    thread: Thread, side: Side, by: str, text: str, files: list[File], now: datetime, *, from_proxy: bool = False
) -> Message:
    message = Message.objects.create(
        thread=thread, side=side, by=by, from_proxy=from_proxy, sent_at=now, body=seal(Words(text.strip()), MESSAGE)
    )
    for file in files:
        MessageFile.objects.create(
            message=message,
            kind=file.kind,
            size=len(file.data),
            name=seal(Words(file.name), FILE_NAME),
            body=sealer().seal(file.data, FILE),
        )
    thread.last_at = now
    thread.save(update_fields=["last_at"])
    return message


def _mark(thread: Thread, theirs: Side, now: datetime) -> int:
    return thread.messages.filter(side=theirs, read_at=None).update(read_at=now)


def _note(by: Actor, thread: Thread, act: str) -> None:
    audit.record(by=by, act=act, person=Patient.objects.values_list("uuid", flat=True).get(pk=thread.patient_id))
