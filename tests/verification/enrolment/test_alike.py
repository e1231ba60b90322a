"""Does a stranger learn, from the page or from its time, whether a patient or a user id is known?

Known and unknown tries in a random order. In every run the answers must be the same to the byte, the medians within
2 ms, and the times no different by the Mann-Whitney test. That test calls one of a hundred pairs of the same different,
so what it calls different is measured a second time before it counts.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from haversack.accounts.models import User
from haversack.portal.actions import asking
from haversack.portal.actions.answering import answer_enrol
from haversack.portal.models import Patient
from haversack.portal.rules.presets import PRESETS

from .measuring import Try, compare, mann_whitney

pytestmark = pytest.mark.usefixtures("mailing")
BROWSER = Client()  # one for all: a new one reads the whole site's settings first
KINDS = ("enrolled", "not enrolled", "minor")


@pytest.fixture
def mailing(portal_site):
    """A portal that sends mail and keeps the policy that has most to tell."""
    from haversack.portal.actions.policy import set_policy

    portal_site.SENDS_MAIL = True
    set_policy(by=_Somebody(), policy=PRESETS["backus"])


class _Somebody:
    pseudonym = "somebody"


def _try(path: str, form: dict[str, str], number: int) -> Try:
    """One try, from a network of its own: no limit is reached, and each is counted all the same."""
    network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def try_it():
        BROWSER.cookies.clear()
        return BROWSER.post(path, form, REMOTE_ADDR=network)

    return try_it


def _patients(count: int) -> list[Patient]:
    users = [User(login_id=f"known{n:05}", password="!") for n in range(count)]
    User.objects.bulk_create(users)
    return Patient.objects.bulk_create(
        [
            Patient(
                fhir_id=f"p{n}",
                mrn=f"M{n:06}",
                email=f"rosa{n}@example.org",
                born=date(2019 if KINDS[n % 3] == "minor" else 1968, 4, 1),
                user=user if KINDS[n % 3] == "enrolled" else None,
            )
            for n, user in enumerate(users)
        ]
    )


def _enrolling(count: int, rounds: int) -> tuple[list[Try], list[Try]]:
    known = [
        _try("/enrol/", {"email": one.email, "mrn": one.mrn}, rounds << 16 | n)
        for n, one in enumerate(Patient.objects.order_by("pk")[:count])
    ]
    unknown = [
        _try("/enrol/", {"email": f"rosa{n}@example.net", "mrn": f"M{999_999 - n}"}, rounds << 16 | 1 << 15 | n)
        for n in range(count)
    ]
    return known, unknown


def _lost(count: int, rounds: int) -> tuple[list[Try], list[Try]]:
    address = "/account/password/reset/"
    known = [_try(address, {"login_id": f"known{n:05}"}, rounds << 16 | n) for n in range(count)]
    unknown = [_try(address, {"login_id": f"other{n:05}"}, rounds << 16 | 1 << 15 | n) for n in range(count)]
    return known, unknown


def _alike(tries: Callable[[int, int], tuple[list[Try], list[Try]]], count: int, seed: int) -> bool:
    first = compare(*tries(count, 1), seed)
    return first.same or (first.answers == 1 and compare(*tries(count, 2), seed + 1).same)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("what", "tries"), [("enrolment", _enrolling), ("lost password", _lost)], ids=["enrolment", "lost"]
)
def test_known_and_unknown_are_answered_alike(what, tries, proof):
    count = proof.size(sample=150, full=1000)
    _patients(count)
    compare(*tries(min(count, 50), 3), proof.seed)  # what is read or compiled once
    alike = _alike(tries, count, proof.seed)
    proof.counted(f"{what}: known and unknown tries answered alike", tried=2 * count, wrong=0 if alike else 2 * count)


def test_a_page_that_looks_the_patient_up_and_makes_the_link_is_caught(monkeypatch):
    """The harness shown to fail: the same page, the same words, but the work is done while somebody waits."""
    written_down = asking._want

    def look_up(kind, facts, asker, now):
        answer_enrol(facts | {"site": asker.site, "language": asker.language}, now)
        written_down(kind, facts, asker, now)

    _patients(150)
    monkeypatch.setattr(asking, "_want", look_up)
    compare(*_enrolling(50, 3), 1)
    assert not _alike(_enrolling, 150, 1)


def test_a_page_that_says_more_is_caught():
    def saying(status: int) -> Try:
        class Answer:
            status_code, content, headers = status, b"", {}

        return Answer

    assert compare([saying(302)] * 20, [saying(302)] * 20, 1).answers == 1
    assert compare([saying(302)] * 20, [saying(404)] * 20, 1).answers == 2


def test_the_statistic_is_the_one_in_the_books():
    assert mann_whitney([1, 3, 5, 7], [2, 4, 6, 8]) == pytest.approx(0.564, abs=0.001)
    assert mann_whitney(range(100), range(100, 200)) < 1e-30
    mixed = random.Random(1).sample(range(1000), 400)
    assert mann_whitney(mixed[:200], mixed[200:]) > 0.01
