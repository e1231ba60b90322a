"""Who works at the hospital, and what may each of them do at the desk?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody does here. The values are stored on rows: they never change."""

    CLERK = "clerk"  # Medical Records
    PROVIDER = "provider"
    ADMINISTRATOR = "administrator"


class Duty(StrEnum):
    """What is done at the desk."""

    LOOK_UP = "look-up"  # a patient
    ENROL = "enrol"
    CHANGES = "changes"  # requests to change a profile
    AMENDMENTS = "amendments"
    PROXIES = "proxies"
    MESSAGES = "messages"  # to the provider whose account it is
    MEDICATIONS = "medications"  # saying that a list was reviewed
    LOAD = "load"  # records
    POLICY = "policy"
    STAFF = "staff"
    AUDIT = "audit"
    CARDS = "cards"  # health cards: taking one back


_RECORDS = frozenset({Duty.LOOK_UP, Duty.ENROL, Duty.CHANGES, Duty.AMENDMENTS, Duty.PROXIES, Duty.LOAD, Duty.CARDS})
DUTIES: dict[Role, frozenset[Duty]] = {
    Role.CLERK: _RECORDS,
    Role.PROVIDER: frozenset({Duty.MESSAGES, Duty.MEDICATIONS}),
    Role.ADMINISTRATOR: _RECORDS | {Duty.POLICY, Duty.STAFF, Duty.AUDIT},
}
NOT_YOURS = "Your role at the desk does not cover this."


class NotYourDuty(Exception):
    """This member of staff may not do that; an administrator can give them another role."""

    def __init__(self) -> None:
        super().__init__(NOT_YOURS)


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of staff who acts. provider: the row of the provider whose messages they answer; None: nobody's."""

    pseudonym: str
    role: Role
    provider: int | None = None

    def may(self, duty: Duty) -> bool:
        return duty in DUTIES[self.role]

    def require(self, duty: Duty) -> None:
        """Raises NotYourDuty."""
        if not self.may(duty):
            raise NotYourDuty
