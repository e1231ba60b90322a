"""Who looks at which patient's record, at which moment? Every query about a record starts from this one value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from haversack.accounts.models import User

from ..models import Patient
from ..rules.access import AccessClass
from ..rules.sections import Section
from .policy import current_policy


class NotFound(Exception):
    """There is no such patient."""


class NotAllowed(Exception):
    """This user may not see this record; the text tells them why."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody looking at one patient's record now, and how far their access goes.

    patient: the row. user: None at the console. pseudonym: what the trail calls who looks. sections: what this access
    may see. policy: the number of the policy that holds: what another one decided is hidden.
    """

    patient: int
    uuid: UUID
    user: int | None
    pseudonym: str
    access: AccessClass
    sections: frozenset[Section]
    now: datetime
    policy: int

    def __repr__(self) -> str:
        return f"<Reader {self.pseudonym}>"


def readers_of(user: User, now: datetime) -> list[Reader]:
    """The records that this user may open, their own first."""
    own = Patient.objects.filter(user=user, merged_into=None).first()
    return [_own(own, user, now)] if own else []


def open_reader(user: User, patient_uuid: UUID, now: datetime) -> Reader:
    """This user as the reader of that record. Raises NotFound; NotAllowed where the user may be told why."""
    for reader in readers_of(user, now):
        if reader.uuid == patient_uuid:
            return reader
    raise NotFound


def _own(patient: Patient, user: User, now: datetime) -> Reader:
    everything = frozenset(Section)
    return Reader(
        patient.pk, patient.uuid, user.pk, user.pseudonym, AccessClass.SELF, everything, now, current_policy().number
    )
