"""Whose record may a user let an app read, and may they still? The portal's answer to `fhirserver.store.People`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from haversack.accounts.models import User
from haversack.fhirserver.store import Patient as Offered
from haversack.fhirserver.store import Standing as Right

from ..models import Patient
from ..rules.access import Act
from ..rules.sections import NAMES
from .standing import Standing, own_standing, standings


class People:
    """Patients and those who stand in for them. A birthday, an ended form, a death: each ends the right at once."""

    def patients_of(self, user: User, now: datetime) -> Sequence[Offered]:
        return [_offered(standing) for standing in _that_may_connect(user, now)]

    def standing(self, user: User, patient: str, now: datetime) -> Right | None:
        own = own_standing(user.pk, patient, now)
        if own is not None and own.may(Act.CONNECT):
            return Right(frozenset(section.value for section in own.sections))
        for standing in _that_may_connect(user, now, fhir_id=patient):
            return Right(frozenset(section.value for section in standing.access.sections))
        return None

    def fhir_user(self, user: User, patient: str) -> str:
        """Whoever stands in for somebody has no resource of their own here."""
        return f"Patient/{patient}" if user.pk and _is_own(user, patient) else ""


def _that_may_connect(user: User, now: datetime, **which: object) -> list[Standing]:
    opened: dict[int, Standing] = {}
    for standing in standings(user, now, **which):
        if standing.access.may(Act.CONNECT):
            opened.setdefault(standing.patient.pk, standing)
    return list(opened.values())


def _offered(standing: Standing) -> Offered:
    patient, covered = standing.patient, standing.access.sections
    part = () if set(NAMES) <= covered else tuple(_(words) for section, words in NAMES.items() if section in covered)
    return Offered(
        id=patient.fhir_id,
        name=" ".join(filter(None, (patient.given, patient.family))),
        born=patient.born,
        relation=_relation(standing),
        sections=part,
    )


def _relation(standing: Standing) -> str:
    if standing.proxy is None:
        return _("your own record")
    said = standing.proxy.relation
    return (
        _("you stand in for this person (%(relation)s)") % {"relation": said}
        if said
        else _("you stand in for this person")
    )


def _is_own(user: User, patient: str) -> bool:
    return Patient.objects.filter(user=user, fhir_id=patient).exists()
