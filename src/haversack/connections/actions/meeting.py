"""Whose records would come: is the patient that the portal names the person of this backpack?

Asked before anything is kept (standards: "after launch compare"): at some portals a parent or partner chooses among
several patients while signing in, and a wrong choice must not mix two people's records.
"""

from __future__ import annotations

from django.utils import timezone

from haversack.backpack.actions.identity import AnotherPerson, require_same_person
from haversack.backpack.queries.opened import Opened
from haversack.records.people import PersonIdentity, identity_of_patient
from haversack.smart.answers import Stop, judge

from ..http import AddressRefused, Web, WebFault
from ..rules.patience import reason_for
from ..rules.states import Reason

_MOST = 4 << 20


class NotMet(Exception):
    """The patient could not be read, or is somebody else. `reason` says which."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def read_patient(*, web: Web, base: str, patient: str, token: str) -> PersonIdentity:
    """Who the patient at the portal is. Raises NotMet."""
    headers = {"Accept": "application/fhir+json, application/json", "Authorization": f"Bearer {token}"}
    try:
        answer = web.get(f"{base}/Patient/{patient}", headers=headers, most=_MOST)
    except AddressRefused:
        raise NotMet(Reason.NOT_ALLOWED_HERE) from None
    except WebFault:
        raise NotMet(Reason.UNREACHABLE) from None
    try:
        document = judge(answer.status, answer.headers, answer.body, timezone.now())
    except Stop as why:
        raise NotMet(reason_for([why.trouble])) from None
    if document["resourceType"] != "Patient":
        raise NotMet(Reason.UNREADABLE)
    if document.get("id") not in (None, patient):
        raise NotMet(Reason.FORGED)
    return identity_of_patient(document)


def require_met(opened: Opened, found: PersonIdentity, *, same_person: bool) -> None:
    """Raises NotMet unless this can be the backpack's person, or somebody who knows both said it is."""
    if same_person:
        return
    try:
        require_same_person(opened, [found])
    except AnotherPerson:
        raise NotMet(Reason.ANOTHER_PERSON) from None
