"""What must somebody who keeps records answer, so that apps can be let in and can read them?

Two questions are asked of two parties. `RecordStore`: which records may this reader see? `People`: whose records may
this user open, and do they still? The site names both in its settings (FHIR_STORE, FHIR_PEOPLE: dotted paths to what
makes one, without arguments).

One rule holds for every answer: it is about `reach.patient`, or about nobody's record (who works where), and what the
store's own decision about release hides from this reader at `reach.at` does not exist. It is not found, not counted,
not included and not in the next page. The server asks nobody a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from django.conf import settings
from django.utils.module_loading import import_string

from haversack.smart.scopes import Category, RecordScope

from .rules.criteria import Criterion, Kind, Ref, Span, Token, Value

if TYPE_CHECKING:
    from haversack.accounts.models import User

__all__ = [
    "Criterion", "Found", "Kind", "Only", "Patient", "People", "Query", "Reach", "RecordStore", "Ref", "Span",
    "Standing", "Stored", "Support", "Token", "Value", "people", "record_store",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reach:
    """Who reads, whose record, under which scopes, and when.

    user: who let the app in; None where a service asks for itself. patient: the FHIR id of the one whose record is
    open; None for such a service. client: which app. sections: where the user stands in for the patient and may see
    only part, the names of the parts (words of the store's own, from `Standing`); None for everything.
    """

    user: User | None
    patient: str | None
    client: str
    scopes: tuple[RecordScope, ...]
    at: datetime
    sections: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"<Reach of {self.client}>"


# What is searched for: Token, Span, Ref and Criterion are in rules/criteria.py ----------------------------------------
# Scopes such as `patient/Observation.rs?category=...` leave only these categories of a type to read; None: all of it.
Only: TypeAlias = tuple[Category, ...] | None


@dataclass(frozen=True, slots=True)
class Query:
    """Every criterion must be met, and one of the categories that the scopes allow.

    The order is the store's own, but steady: a cursor goes on where its page ended, whatever was added meanwhile.
    """

    type: str
    criteria: tuple[Criterion, ...] = ()
    only: Only = None
    count: int = 50
    cursor: str = field(default="", repr=False)  # "" for the beginning, else a `Found.next` of this store's own
    with_total: bool = True

    def __repr__(self) -> str:  # what somebody searches for is about their health
        return f"<Query for {self.type}>"


# What is found --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Stored:
    """One record as this reader may see it.

    body: a JSON object; its `meta` may say anything, the server puts version and last_updated into it. last_updated:
    the later of when it was changed and when it became visible to this reader: a result that was held back is new on
    the day of its release, or apps that ask for what is new would miss it for ever.
    """

    type: str
    id: str
    version: str
    last_updated: datetime
    body: bytes = field(repr=False)

    @property
    def ref(self) -> Ref:
        return Ref(self.type, self.id)

    def __repr__(self) -> str:
        return f"<Stored {self.type}>"


@dataclass(frozen=True, slots=True)
class Found:
    """A page: its records, how many there are in all (None where that was not asked), and where the next one begins."""

    entries: tuple[Stored, ...]
    total: int | None = None
    next: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Support:
    """What one type can be asked for: this becomes the CapabilityStatement, so it must be true.

    combos: parameters that work together, each with whether US Core says SHALL. includes: such as
    "MedicationRequest:medication". categories: those that scopes may narrow this type to, each with its name for
    people.
    """

    type: str
    params: Mapping[str, Kind]
    combos: tuple[tuple[tuple[str, ...], bool], ...] = ()
    includes: tuple[str, ...] = ()
    revincludes: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    categories: tuple[tuple[Category, str], ...] = ()
    of_patient: bool = True  # False: who works where, which belongs to nobody's record


class RecordStore(Protocol):
    """Whoever keeps the records."""

    def support(self) -> Sequence[Support]:
        """Which types there are, and by what they can be found."""

    def read(self, reach: Reach, type: str, id: str) -> Stored | None:  # noqa: A002
        """One record; None when there is none, and when this reader may not see it. Stubs of what was entered in error,
        too: status and id, nothing else."""

    def find(self, reach: Reach, query: Query) -> Found: ...

    def many(self, reach: Reach, references: Sequence[Ref]) -> Sequence[Stored]:
        """Those of the records that this reader may see, for `_include`; what is missing is left out silently."""

    def referring(self, reach: Reach, type: str, targets: Sequence[Ref]) -> Sequence[Stored]:  # noqa: A002
        """Records of this type that are about one of the targets, for `_revinclude=Provenance:target`."""

    def everything(
        self, reach: Reach, types: Mapping[str, Only], *, since: datetime | None, cursor: str, count: int
    ) -> Found:
        """`Patient/{id}/$everything` for `reach.patient`, of these types, page by page."""

    def docref(self, reach: Reach, *, start: date | None, end: date | None, type: Token | None) -> Found:  # noqa: A002
        """`DocumentReference/$docref`: documents of `reach.patient` about care between these days. Without a type: the
        newest summary, made now if the store can make one."""

    def groups(self, reach: Reach) -> Sequence[str]:
        """The ids of the groups of patients that this service may export."""

    def group_export(
        self, reach: Reach, group: str, types: Mapping[str, Only], *, since: datetime | None
    ) -> Iterator[Stored]:
        """All records of these types of all patients of one group, type after type, in any order."""


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody whose record a user may open, as the page of consent offers them."""

    id: str
    name: str
    born: date | None
    relation: str  # in words, to the user who reads the page: "your own record", "you are his mother"
    sections: tuple[str, ...] = ()  # in words, where the user may see only part; empty for everything

    def __repr__(self) -> str:
        return "Patient(…)"


@dataclass(frozen=True, slots=True)
class Standing:
    """By what right a user sees a record, as far as it limits what they see. `sections` becomes `Reach.sections`."""

    sections: frozenset[str] | None = None


class People(Protocol):
    """Whoever knows who may open whose record."""

    def patients_of(self, user: User, now: datetime) -> Sequence[Patient]:
        """Whom this user may choose on the page of consent, their own record first."""

    def standing(self, user: User, patient: str, now: datetime) -> Standing | None:
        """By what right they see it now; None when they do not (any more). Asked on every request: a right that ended
        ends every token."""

    def fhir_user(self, user: User, patient: str) -> str:
        """The resource that says who the user is: "Patient/12", "RelatedPerson/7"; "" when there is none."""


def record_store() -> RecordStore:
    """The store that this site named."""
    store: RecordStore = _made(settings.FHIR_STORE)
    return store


def people() -> People:
    """Whoever this site named to know who may open whose record."""
    found: People = _made(settings.FHIR_PEOPLE)
    return found


@cache
def _made(path: str) -> Any:
    return import_string(path)()
