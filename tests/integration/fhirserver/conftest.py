"""Whose records are asked for in these tests, and who asks?"""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from haversack.accounts.actions import Operator
from haversack.accounts.models import User
from haversack.fhirserver.store import Standing

from ...fakes.records import CATEGORIES, OBSERVATION, Families, Store
from .walking import Walk, registered


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "integration/fhirserver" in str(item.path):
            item.add_marker(pytest.mark.urls("tests.integration.fhirserver.urls"))


@pytest.fixture(autouse=True)
def _nothing_left_over():
    """Rates are counted in the cache, records kept in memory; both outlive a test."""
    cache.clear()
    Store.reset()
    Families.reset()


@pytest.fixture
def rosa() -> User:
    """Rosa, who may open Ana's record."""
    user = User.objects.create_user("rosa@example.org", "seven quiet harbours", name="Rosa Almeida")
    Families.may[user.pseudonym] = {"ana": Standing()}
    Families.names = {"ana": ("Ana Muster", date(1967, 3, 2)), "ben": ("Ben Fremd", date(1990, 1, 1))}
    return user


@pytest.fixture
def browser(rosa: User) -> Client:
    found = Client()
    found.force_login(rosa)
    return found


@pytest.fixture
def walk(browser: Client) -> Walk:
    """A public app, in Rosa's browser."""
    return Walk(browser, registered().app.client_id)


@pytest.fixture
def checked(browser: Client) -> Walk:
    """A public app that the site added, in Rosa's browser."""
    return Walk(browser, registered(by=Operator()).app.client_id)


@pytest.fixture
def records() -> type[Store]:
    """Ana's records, and one of Ben's under a name that is easily guessed."""
    for name in ("ana", "ben"):
        Store.add(name, {
            "resourceType": "Patient", "id": name, "name": [{"family": "Muster", "given": [name.title()]}],
            "birthDate": "1967-03-02", "identifier": [{"system": "urn:mrn", "value": f"M-{name}"}],
        })  # fmt: skip
        for number, (category, _) in enumerate(CATEGORIES["Observation"], 1):
            Store.add(name, observation(name, f"{name}-obs-{number}", category.system or "", category.code))
    Store.add("ana", {"resourceType": "Provenance", "id": "prov-1", "target": [{"reference": "Observation/ana-obs-1"}],
                      "recorded": "2024-01-02T00:00:00Z"})  # fmt: skip
    return Store


def observation(patient: str, identity: str, system: str = OBSERVATION, category: str = "laboratory", **more):
    return {
        "resourceType": "Observation", "id": identity, "status": "final",
        "category": [{"coding": [{"system": system, "code": category}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "4548-4"}]},
        "subject": {"reference": f"Patient/{patient}"}, "effectiveDateTime": "2024-05-17",
        "valueQuantity": {"value": 7.10, "unit": "%"},
    } | more  # fmt: skip
