"""Who looks at which patient's record, at which moment? Every query about a record starts from this one value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from haversack.accounts.models import User

from ..rules.access import REASONS, AccessClass, Act, Why
from ..rules.rights import OWN
from ..rules.sections import LISTED, Section
from .policy import current_policy
from .standing import Standing, standings


class NotFound(Exception):
    """There is no such patient."""


class NotAllowed(Exception):
    """This user may not see this record; the text tells them why."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody looking at one patient's record now, and how far their access goes.

    patient: the row. user: None at the console. pseudonym: what the trail calls who looks. sections: what this access
    may see. policy: the number of the policy that holds: what another one decided is hidden. acts: what this access
    may do, which actions ask by `require`.
    """

    patient: int
    uuid: UUID
    user: int | None
    pseudonym: str
    access: AccessClass
    sections: frozenset[Section]
    now: datetime
    policy: int
    acts: frozenset[Act] = frozenset({Act.SEE})

    def __repr__(self) -> str:
        return f"<Reader {self.pseudonym}>"

    def require(self, act: Act) -> None:
        """Raises NotAllowed where this access does not cover the act."""
        if act not in self.acts:
            raise NotAllowed(REASONS[Why.NOT_THIS])

    def require_section(self, section: Section) -> None:
        """Raises NotAllowed where this access does not cover the section."""
        if section not in self.sections:
            raise NotAllowed(REASONS[Why.NOT_THIS])

    @property
    def covers_all(self) -> bool:
        """Whether it covers every section: only then what was written about anything may be read. Whoever sees a part
        reads what they wrote themselves, so that a teen's question does not reach the parent who sees the vaccines.
        """
        return self.sections >= frozenset(LISTED)

    @property
    def is_patient(self) -> bool:
        """Whether it is the patient who looks, and nobody in their place."""
        return self.access in OWN


def readers_of(user: User, now: datetime) -> list[Reader]:
    """The records that this user may open, their own first, then those of people for whom they stand in."""
    number = current_policy().number
    opened: dict[int, Reader] = {}
    for standing in standings(user, now):
        if standing.access:
            opened.setdefault(standing.patient.pk, _reader(standing, user, now, number))
    return list(opened.values())


def open_reader(user: User, patient_uuid: UUID, now: datetime) -> Reader:
    """This user as the reader of that record. Raises NotFound; NotAllowed where the user may be told why."""
    found = standings(user, now, uuid=patient_uuid)
    for standing in found:
        if standing.access:
            return _reader(standing, user, now, current_policy().number)
    if found:
        raise NotAllowed(found[0].access.reason)
    raise NotFound


def _reader(standing: Standing, user: User, now: datetime, number: int) -> Reader:
    patient, access = standing.patient, standing.access
    assert access.access is not None
    return Reader(
        patient.pk, patient.uuid, user.pk, user.pseudonym, access.access, access.sections, now, number, access.acts
    )
