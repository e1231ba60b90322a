"""Who is told in these tests? Rosa, whose address is her own, and who keeps Ada's backpack."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.test import Client

from haversack.accounts.actions import add_user
from haversack.accounts.models import User
from haversack.backpack.actions.persons import add_person
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Viewer

from ...fakes.push import Receiver, Service, push_service
from ..backpack.conftest import take as take

import_module(
    "haversack.config.urls"
)  # which addresses there are is decided once, before a test has its site send mail


@pytest.fixture(autouse=True)
def _with_mail(settings):
    settings.SENDS_MAIL = True
    settings.SITE_ADDRESS = "https://haversack.example.org"


@pytest.fixture
def rosa() -> User:
    return add_user(email="rosa@example.org", password="seven quiet harbours", name="Rosa Almeida")


@pytest.fixture
def ada(rosa) -> Opened:
    return add_person(by=Viewer(rosa.pk, rosa.pseudonym), name="Ada Ferris", owner=rosa.pk)


@pytest.fixture
def browser(rosa) -> Client:
    client = Client()
    client.force_login(rosa)
    return client


@pytest.fixture(scope="module")
def _service():
    with push_service() as service:
        yield service


@pytest.fixture
def service(_service, settings) -> Service:
    _service.got.clear()
    _service.answers.clear()
    _service.now = 0.0
    settings.ALLOWED_PORTALS = [_service.address.removeprefix("http://")]
    return _service


@pytest.fixture
def receiver(browser, service) -> Receiver:
    """A browser in which Rosa is told."""
    receiver = Receiver()
    browser.post("/account/notices/browsers/add/", receiver.as_form(f"{service.address}/to/one"))
    return receiver
