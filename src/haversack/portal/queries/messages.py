"""What was written between a patient and providers, what of it is unread, and to whom can one write?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ..models import Message, MessageFile, Patient, Provider, Record, Thread
from ..models.keys import sealer
from ..models.messages import FILE, FILE_NAME, MESSAGE, SUBJECT, Words
from ..models.sealed import unseal
from ..rules.messages import Side
from ..rules.rights import Act
from ..rules.staff import Duty, Worker
from .reader import Reader


class NoSuchThread(Exception):
    """There is no conversation of that id that this reader may see."""


class NoSuchProvider(Exception):
    """There is no provider of that id."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation, without what was said. unread: how many messages of the other side wait to be read."""

    id: int
    uuid: UUID
    patient: Patient
    provider: Provider
    record: Record | None
    subject: str
    begun_at: datetime
    last_at: datetime
    unread: int

    def __repr__(self) -> str:
        return f"<Talk {self.uuid}>"


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that was sent along; its bytes come by `file_of`."""

    uuid: UUID
    name: str
    kind: str
    size: int

    def __repr__(self) -> str:
        return f"<Enclosed {self.uuid}>"


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation."""

    uuid: UUID
    side: Side
    from_proxy: bool
    by: str
    sent_at: datetime
    read_at: datetime | None
    text: str
    files: tuple[Enclosed, ...]

    def __repr__(self) -> str:
        return f"<Said {self.uuid}>"


def threads_of(reader: Reader) -> list[Talk]:
    """All conversations about this record, the one with the latest message first."""
    return _talks(_of(reader), Side.PROVIDER)


def thread_of(reader: Reader, thread: UUID) -> Talk:
    """One of them. Raises NoSuchThread."""
    return _one(_of(reader), thread, Side.PROVIDER)


def unread_of(reader: Reader) -> int:
    """How many answers the patient's side has not opened."""
    if Act.WRITE not in reader.acts:
        return 0
    return Message.objects.filter(thread__in=_of(reader), side=Side.PROVIDER, read_at=None).count()


def threads_for(by: Worker) -> list[Talk]:
    """For a provider: the conversations with them."""
    return _talks(_with(by), Side.PATIENT)


def thread_for(by: Worker, thread: UUID) -> Talk:
    """For a provider: one conversation. Raises NoSuchThread."""
    return _one(_with(by), thread, Side.PATIENT)


def unread_for(by: Worker) -> int:
    """For a provider: how many messages of patients they have not opened."""
    return Message.objects.filter(thread__in=_with(by), side=Side.PATIENT, read_at=None).count()


def messages_in(talk: Talk) -> list[Said]:
    """What was said in a conversation that was opened by one of the above, the oldest first."""
    files: dict[int, list[Enclosed]] = defaultdict(list)
    for row in MessageFile.objects.filter(message__thread_id=talk.id).defer("body").order_by("pk"):
        name = unseal(row.name, Words, FILE_NAME).text
        files[row.message_id].append(Enclosed(row.uuid, name, row.kind, row.size))
    return [
        Said(
            uuid=row.uuid,
            side=Side(row.side),
            from_proxy=row.from_proxy,
            by=row.by,
            sent_at=row.sent_at,
            read_at=row.read_at,
            text=unseal(row.body, Words, MESSAGE).text,
            files=tuple(files[row.pk]),
        )
        for row in Message.objects.filter(thread_id=talk.id).order_by("pk")
    ]


def file_in(talk: Talk, file: UUID) -> tuple[bytes, str] | None:
    """The bytes and the kind of a file sent along in a conversation that was opened; None where there is none."""
    row = MessageFile.objects.filter(uuid=file, message__thread_id=talk.id).first()
    return (sealer().open(bytes(row.body), FILE), row.kind) if row else None


def providers_of(reader: Reader) -> tuple[list[Provider], list[Provider]]:
    """(those who take messages, those who do not), in the order of their names."""
    reader.require(Act.WRITE)
    found = list(Provider.objects.order_by("name", "pk"))
    return [one for one in found if one.participates], [one for one in found if not one.participates]


def provider_named(reader: Reader, fhir_ids: Iterable[str]) -> Provider | None:
    """The first provider of these Practitioner ids who takes messages: whom to ask about a result."""
    ids = list(fhir_ids)
    found = {one.fhir_id: one for one in Provider.objects.filter(fhir_id__in=ids, participates=True)}
    return next((found[one] for one in ids if one in found), None)


def _of(reader: Reader) -> QuerySet[Thread]:
    reader.require(Act.WRITE)
    rows = Thread.objects.filter(patient_id=reader.patient)
    if reader.covers_all:
        return rows
    return rows.filter(Exists(Message.objects.filter(thread=OuterRef("pk"), by=reader.pseudonym)))


def _with(by: Worker) -> QuerySet[Thread]:
    by.require(Duty.MESSAGES)
    return Thread.objects.filter(provider_id=by.provider) if by.provider else Thread.objects.none()


def _talks(rows: QuerySet[Thread], theirs: Side) -> list[Talk]:
    unread = Count("messages", filter=Q(messages__side=theirs, messages__read_at=None))
    found = rows.select_related("patient", "provider", "record").annotate(unread=unread)
    return [_read(row) for row in found.order_by("-last_at", "-pk")]


def _one(rows: QuerySet[Thread], thread: UUID, theirs: Side) -> Talk:
    found = _talks(rows.filter(uuid=thread), theirs)
    if not found:
        raise NoSuchThread
    return found[0]


def _read(row: Thread) -> Talk:
    return Talk(
        id=row.pk,
        uuid=row.uuid,
        patient=row.patient,
        provider=row.provider,
        record=row.record,
        subject=unseal(row.subject, Words, SUBJECT).text,
        begun_at=row.begun_at,
        last_at=row.last_at,
        unread=row.unread,  # type: ignore[attr-defined]
    )
