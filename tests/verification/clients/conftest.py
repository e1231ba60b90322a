"""Against what do other people's clients run? The server itself, on a port, and a person in a browser."""

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.servers.basehttp import WSGIRequestHandler
from django.test import Client

from haversack.accounts.models import User
from haversack.fhirserver.store import Standing

from ...fakes.records import OBSERVATION, Families, Store


@dataclass
class Place:
    """A server at work. `consent` is a person who says yes: from the app's address to where they are sent back."""

    address: str
    browser: Client

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


class OneAnswerEach(WSGIRequestHandler):
    """Hangs up after each answer: a client's open line would keep its thread's database session into the teardown."""

    protocol_version = "HTTP/1.0"

    def log_message(self, *told: object) -> None:
        """Say nothing: the addresses hold codes."""


@pytest.fixture
def place(live_server, transactional_db, settings) -> Place:
    settings.ROOT_URLCONF = "tests.integration.fhirserver.urls"
    live_server.thread.httpd.RequestHandlerClass = OneAnswerEach
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
    return Place(live_server.url, browser)
