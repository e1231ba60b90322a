"""Against what do other people's clients run? The server itself, on a port, and a person in a browser."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from haversack.accounts.models import User
from haversack.fhirserver.store import Standing

from ...fakes.records import OBSERVATION, Families, Store


class Closes(Protocol):
    def close(self) -> None: ...


@dataclass
class Place:
    """A server at work. `consent` is a person who says yes: from the app's address to where they are sent back."""

    address: str
    browser: Client
    lines: list[Closes] = field(default_factory=list)  # what the clients leave open, hung up at the end

    @property
    def base(self) -> str:
        return f"{self.address}/fhir"

    def consent(self, url: str) -> str:
        host = urlsplit(url).netloc
        page = self.browser.get(url.removeprefix(self.address), headers={"Host": host})
        assert page.status_code == 200, page.content
        text = page.content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', text))
        form = {name: unescape(value) for name, value in hidden.items() if name != "csrfmiddlewaretoken"}
        ticked = [unescape(each) for each in re.findall(r'name="give" value="([^"]*)" checked', text)]
        form |= {"patient": "ana", "give": ticked, "stay": "yes", "act": "allow"}
        answer = self.browser.post("/oauth/decide", form, headers={"Host": host})
        assert answer.status_code == 303, answer.content
        return answer["Location"]


@pytest.fixture
def place(live_server, transactional_db, settings) -> Iterator[Place]:
    settings.ROOT_URLCONF = "tests.integration.fhirserver.urls"
    cache.clear()
    Store.reset()
    Families.reset()
    user = User.objects.create_user("rosa@example.org", "seven quiet harbours")
    Families.may[user.pseudonym] = {"ana": Standing()}
    Families.names = {"ana": ("Ana Muster", date(1967, 3, 2))}
    Store.add("ana", {"resourceType": "Patient", "id": "ana", "name": [{"family": "Muster", "given": ["Ana"]}]})
    for number in range(60):
        Store.add("ana", {
            "resourceType": "Observation", "id": f"lab-{number}", "status": "final",
            "category": [{"coding": [{"system": OBSERVATION, "code": "laboratory"}]}],
            "code": {"coding": [{"system": "http://loinc.org", "code": "4548-4"}]},
            "subject": {"reference": "Patient/ana"}, "effectiveDateTime": "2024-05-17",
            "valueQuantity": {"value": 7.1, "unit": "%"},
        })  # fmt: skip
    browser = Client()
    browser.force_login(user)
    before = set(threading.enumerate())
    made = Place(live_server.url, browser)
    yield made
    for line in made.lines:
        line.close()
    # A thread of the server keeps its database session as long as its client holds the line, and PostgreSQL then will
    # not drop the test database.
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=5)
