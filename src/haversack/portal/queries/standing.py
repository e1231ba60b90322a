"""By what right does a user see whose record now? The answer of rules/access.py, for the rows that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from haversack.accounts.models import User
from haversack.fhirserver.queries.prepared import ask

from ..models import Patient, Proxy
from ..rules.access import Access, AccessClass, Kind, Tie, own_access, proxy_access
from ..rules.minors import Life
from ..rules.rights import AccessPolicy, access_policy
from ..rules.sections import Section
from .policy import Current, current_policy


@dataclass(frozen=True, slots=True)
class Standing:
    """One user and one patient. proxy: the form by which they stand in; None for the patient."""

    patient: Patient
    access: Access
    proxy: Proxy | None = None

    def __repr__(self) -> str:
        return f"<Standing {self.patient}>"


def current_access() -> AccessPolicy:
    """What the policy that holds says about who may see."""
    return _access(current_policy())


@lru_cache(maxsize=8)
def _access(current: Current) -> AccessPolicy:
    return access_policy(current.policy.preset, current.policy.access)


def life_of(patient: Patient) -> Life:
    return Life(patient.born, patient.emancipated_on, patient.died_on)


def tie_of(proxy: Proxy) -> Tie:
    sections = None if proxy.sections is None else frozenset(map(Section, proxy.sections))
    return Tie(Kind(proxy.kind), sections, proxy.since, proxy.until, proxy.ended_at)


def standings(user: User, now: datetime, **which: object) -> list[Standing]:
    """How this user stands to each patient they have to do with, their own record first, open forms before ended ones.

    Yes and no alike: a page says why somebody who signed in sees nothing. which: narrows it to some patients, such as
    `uuid=...`.
    """
    policy = current_access()
    own = Patient.objects.filter(user=user, merged_into=None, **which)
    found = [Standing(patient, own_access(policy, life_of(patient), now)) for patient in own]
    of_others = Proxy.objects.filter(
        user=user, patient__merged_into=None, **{f"patient__{name}": value for name, value in which.items()}
    ).select_related("patient")
    for proxy in sorted(of_others, key=lambda one: (one.ended_at is not None, one.pk)):
        access = proxy_access(policy, tie_of(proxy), life_of(proxy.patient), now)
        found.append(Standing(proxy.patient, access, proxy))
    return found


def own_standing(user: int, fhir_id: str, now: datetime) -> Access | None:
    """How a user stands to this patient, if they are the patient. Every request of an app asks it."""

    def build(values: Sequence[Any]) -> QuerySet[Patient, Any]:
        own = Patient.objects.filter(user=values[0], fhir_id=values[1], merged_into=None)
        return own.values_list("born", "emancipated_on", "died_on")

    rows = ask("own standing", build, [user, fhir_id])
    return own_access(current_access(), Life(*rows[0]), now) if rows else None


def minors_may_enrol() -> bool:
    """Does the policy give teenagers an account of their own? For the words on the page where people enrol."""
    return AccessClass.TEEN in current_access().rights
