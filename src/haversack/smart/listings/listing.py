"""What is known of one name under which people look for care, and of the portals that it leads to?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Door:
    """One FHIR server of a portal. version: as FHIR writes it ("4.0.1"), "" unknown. authorize, token: where it is
    signed in at, as far as the list says."""

    base: str
    version: str = ""
    authorize: str = ""
    token: str = ""
    name: str = ""  # of the portal, in words for people
    web: str = ""  # where people sign in themselves


@dataclass(frozen=True, slots=True)
class Listing:
    """An office or a doctor. Every text as the list has it; "" and () for what it does not say.

    key: what makes it the same listing when the list is read again. kind: "office" | "doctor". former: names it had
    or is also known by. practices: for a doctor, keys of the offices they work at, or their names.
    """

    key: str
    name: str
    kind: str = "office"
    former: Sequence[str] = ()
    website: str = ""
    npi: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    part_of: str = ""
    specialty: str = ""
    doors: Sequence[Door] = ()
    practices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read. where: such as "entry 12"; what: in words for whoever runs the site."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class ReadList:
    """A whole list. shape: what it turned out to be. is_cut: it ends in the middle."""

    shape: str
    listings: Sequence[Listing]
    problems: Sequence[Problem] = field(default=())
    is_cut: bool = False
