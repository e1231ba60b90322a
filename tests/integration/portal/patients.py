"""Who is a patient in these tests, and who signs in? Invented people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from haversack.accounts.models import User
from haversack.portal.models import Patient, Proxy
from haversack.portal.rules.staff import Role, Worker

PASSWORD = "seven quiet harbours"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_NUMBERS = count(100_001)


CLERK = Worker("clerk", Role.CLERK)  # whoever at the desk does something in these tests


def a_user(login_id: str) -> User:
    return User.objects.create_with_login_id(login_id, PASSWORD)


def a_patient(**more: Any) -> Patient:
    number = next(_NUMBERS)
    facts: dict[str, Any] = {
        "fhir_id": f"p{number}",
        "mrn": f"M{number}",
        "family": "Almeida",
        "given": "Rosa",
        "born": date(1968, 4, 1),
        "email": "rosa@example.org",
    }
    return Patient.objects.create(**facts | more)


def a_proxy(patient: Patient, user: User | None, **more: Any) -> Proxy:
    facts: dict[str, Any] = {
        "kind": "consent",
        "name": "Ikenna Okoro",
        "relation": "husband",
        "email": "ikenna@example.org",
        "signed_on": date(2020, 1, 1),
        "since": LONG_AGO,
        "recorded_by": "clerk",
    }
    return Proxy.objects.create(patient=patient, user=user, **facts | more)
