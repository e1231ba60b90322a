"""P3, P8: does anything that somebody who is not signed in can ask for tell a record number, a user id or a name?

Every address of the portal is asked, with what a stranger may know; and the forms that take a question
are answered with a patient's true address and number, up to the mail. None of the answers may hold what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import product

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from haversack.config import portal_urls
from haversack.portal.jobs.outgoing import send_outgoing
from haversack.portal.models import Patient

from ...integration.portal.patients import a_patient, a_user
from ..authorisation.routes import Route, routes

METHODS = ("GET", "POST", "OPTIONS")
MRN, USER_ID = "M424242", "quill.harbour"
SECRETS = re.compile(r"M?424242|quill\.harbour|Zephyrine|Quillfeather", re.IGNORECASE)


@pytest.fixture
def patient(portal_site) -> Patient:
    portal_site.SENDS_MAIL = True
    return a_patient(mrn=MRN, given="Zephyrine", family="Quillfeather", email="zq@example.org", user=a_user(USER_ID))


def _address(route: Route, patient: Patient) -> str:
    """The route's address, with the patient's own ids wherever one stands in it; something else of the right shape."""
    known = {"patient": patient.uuid, "uuid": patient.uuid, "id": patient.fhir_id, "token": "x" * 43, "digest": "x"}
    shapes = (patient.uuid, "results", 1, "2026-01-01", "Patient", "Patient-1.ndjson", "Patient.ndjson")
    for fillers in product(shapes, repeat=len(route.parts)):
        parts = dict(zip(route.parts, fillers, strict=True))
        for kwargs in ({**parts, **{part: known[part] for part in parts if part in known}}, parts):
            with suppress(NoReverseMatch):  # not of the shape that this address wants
                return reverse(route.name, kwargs=kwargs)
    raise AssertionError(f"no way to ask for {route.name}")


def _said(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return body.decode(errors="replace") + str(dict(answer.headers))


def _asked(browser: Client, patient: Patient) -> Iterator[tuple[str, str]]:
    """(what was asked, what came)"""
    for route in routes(portal_urls.__name__).values():
        path = _address(route, patient)
        for method in METHODS:
            answer = browser.generic(method, path)
            yield f"{method} {route.name}", _said(answer).replace(path, "")


def test_no_address_tells_it_to_somebody_who_is_not_signed_in(patient):
    asked = list(_asked(Client(raise_request_exception=False), patient))
    assert len(asked) > 90
    assert [what for what, said in asked if SECRETS.search(said)] == []


def test_no_question_and_no_mail_tells_it(patient):
    """Whoever types the number knows it; what may not be is that it comes back, or that the user id comes with it."""
    said = []
    browser = Client()
    for path, form in (
        ("/enrol/", {"email": patient.email, "mrn": MRN}),
        ("/enrol/", {"email": patient.email, "mrn": "M000001"}),
        ("/account/password/reset/", {"login_id": USER_ID}),
    ):
        said.append(_said(browser.post(path, form, follow=True)))
        send_outgoing()
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        said.append(str(message.message()) + str(message.body))
        for link in re.findall(r"https?://[^/\s]+(/\S*)", str(message.body)):
            said.append(_said(Client().get(link, follow=True)))
    said.append(_said(browser.post("/account/login/", {"login": patient.email, "password": "no"})))
    assert [one for one in said if SECRETS.search(one)] == []


def test_a_limit_that_is_reached_tells_it_neither(patient):
    browser = Client()
    for _ in range(7):
        answer = browser.post("/account/password/reset/", {"login_id": f"{USER_ID}x"})
    assert answer.status_code == 429
    assert MRN not in _said(answer)


def test_the_search_would_find_it(patient):
    """The harness shown to fail: a page that tells is caught."""
    assert SECRETS.search(f"Dear patient {MRN.lower()}")
    assert SECRETS.search(f"your user id is {USER_ID.upper()}")
