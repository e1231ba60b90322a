"""What are the facts about a hospital with a portal, beside the name and doctors that every chart knows?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from haversack.demo.hospitals import Doctor, Hospital


@dataclass(frozen=True)
class Colleague:
    """Somebody with an account at the hospital's desk. `doctor`: the family name of the provider who they are."""

    user_id: str
    name: str
    role: Literal["clerk", "provider", "administrator"]
    doctor: str = ""


@dataclass(frozen=True)
class PortalHospital:
    """A hospital, its portal's policy and look, and who does what there.

    site: as charts know it. preset: the policy its portal begins with. mark, look: its picture and
    colours, as the policy document wants them. at: for each role in
    a story ("primary") the doctor's family name and the place. kinds: HL7 v3 role code of each place. absent: doctors
    who do not take part in the portal, by family name, and why, in words for patients.
    """

    site: Hospital
    preset: Literal["backus", "open"]
    motto: str
    help_line: str
    help_hours: str
    phone: str
    state: str
    postcode: str
    mark: Literal["waves", "sunrise", "building"]
    look: Mapping[str, str]
    at: Mapping[str, tuple[str, str]]
    kinds: tuple[str, ...]
    absent: Mapping[str, str]
    staff: tuple[Colleague, ...]
    payers: tuple[str, ...] = ("Tri-County Mutual", "Medicare", "Prairie Health Plan")

    def takes_part(self, doctor: Doctor) -> bool:
        """Whether patients can write to the doctor, who also keeps the medication list."""
        return doctor.family not in self.absent
