"""What does a hospital keep about a patient beside the record: how they sign in, who may look, who they are?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

RACES = {
    "white": ("2106-3", "White"),
    "black": ("2054-5", "Black or African American"),
    "asian": ("2028-9", "Asian"),
    "native": ("1002-5", "American Indian or Alaska Native"),
}
MARITAL = {"M": "Married", "S": "Never Married", "D": "Divorced", "W": "Widowed"}


@dataclass(frozen=True)
class Proxy:
    """Who stands in for the patient: the account, what they are to the patient, by which paper, until when.

    kind: a form that the patient signed, being a parent, or a document such as a court's.
    """

    user_id: str
    name: str
    relation: str
    kind: Literal["consent", "parent", "representative"] = "consent"
    until: date | None = None


@dataclass(frozen=True)
class OnFile:
    """What the hospital keeps about a patient, beside the record.

    email: "" where the hospital has none. user_id: of the account that the demo makes, "" where nobody enrolled.
    relative: next of kin and person to notify, (HL7 v3 role code, given, family, phone). tongue: needs an interpreter.
    wait_hours: how long the patient asked to wait with results. died: the day, or nothing.
    """

    email: str = ""
    user_id: str = ""
    race: str = "white"
    hispanic: bool = False
    marital: str = "S"
    religion: str = ""
    relative: tuple[str, str, str, str] | None = None
    interpreter: bool = False
    tribe: bool = False
    gender_identity: tuple[str, str] | None = None
    former_family: str = ""
    payer: str = "Tri-County Mutual"
    emancipated_on: date | None = None
    wait_hours: int = 0
    died: date | None = None
    proxies: tuple[Proxy, ...] = field(default=())
