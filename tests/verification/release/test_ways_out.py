"""Does a hidden record leave by what nobody looks at in a browser: a service's export, a mail, what was written of it?

(Invariant 7.) Mails tell of no record at all, shown or not.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db.models import Q
from django.test import Client

from haversack.accounts.models import User
from haversack.fhirserver.actions import exporting
from haversack.portal.models import Record
from haversack.portal.presenters import mails as mail_words
from haversack.portal.presenters import messages as message_words
from haversack.portal.queries.bodies import described

from . import judging, post, services, ways
from .cases import MIDNIGHT, NOW
from .test_matrix import OF, hospital  # noqa: F401 (a fixture)
from .ways import Came
from .world import ALL, LOOKERS, Looker

BEFORE = NOW.replace(hour=5)  # everything was taken in an hour before
SECOND = timedelta(seconds=1)
MOMENTS = (NOW, NOW - SECOND, MIDNIGHT, MIDNIGHT - SECOND)


def out_of_exports(came: list[Came], at) -> list[str]:
    """A service takes out everybody: of each, what is shown at the moment at which it asked."""
    found = []
    for patient, mine in OF.items():
        looker = Looker(f"a service, {patient}'s", "", patient, at, ALL, True)
        found += judging.leaks(looker, mine, came)
        found += judging.missing(looker, mine, came)
    return found


@pytest.fixture
def exports(hospital, monkeypatch):  # noqa: F811
    services.lost_message(monkeypatch)
    return lambda at: list(services.exports(Client(), at))


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_a_service_gets_what_is_shown_at_the_moment_it_asks(proof, exports):
    tried, found = 0, []
    for at in MOMENTS[: proof.size(sample=2, full=len(MOMENTS))]:
        came = exports(at)
        assert len(came) > 30
        tried += sum(max(1, len(one.keys)) for one in came)
        found += out_of_exports(came, at)
    proof.counted("records in exports for services that are not shown when it is asked", tried=tried, wrong=len(found))
    assert found == []


def test_an_export_of_what_is_decided_later_is_noticed(exports, monkeypatch):
    """The worker comes two minutes after the question; two results become visible in between."""
    now = exporting.timezone.now
    monkeypatch.setattr(exporting, "Reach", lambda *given: _Reach(*given[:4], now()))
    came = exports(NOW - SECOND)
    assert any("Observation" in one for one in out_of_exports(came, NOW - SECOND))


def test_an_export_that_asks_for_no_decision_is_noticed(exports, monkeypatch):
    monkeypatch.setattr("haversack.portal.queries.fhir_looking.visible", lambda reader: Record.objects.all())
    assert "DiagnosticReport" in " ".join(out_of_exports(exports(NOW), NOW))


_Reach = exporting.Reach


def written(looker: Looker) -> list[Came]:
    client = Client()
    with time_machine.travel(looker.at, tick=False):
        client.force_login(User.objects.get(login_id=looker.user))
        return list(post.pages(client, looker.patient))


@pytest.fixture
def letters(hospital):  # noqa: F811
    """Everything has been asked about, while it was seen."""
    with time_machine.travel(BEFORE, tick=False):
        for patient in OF:
            post.write_about_everything(patient, BEFORE)


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_what_was_written_about_a_record_tells_no_more_of_it_than_its_page(proof, letters):
    tried, found = 0, []
    for looker in LOOKERS[: proof.size(sample=3, full=len(LOOKERS))]:
        came = written(looker)
        tried += len(came)
        found += judging.leaks(looker, OF[looker.patient], came)
    proof.counted("questions and reports of errors about records that are not shown", tried=tried, wrong=len(found))
    assert found == []


def test_a_question_that_names_a_hidden_record_is_noticed(letters, monkeypatch):
    def anything(reader, number):
        return next(iter(described(reader, [Record.objects.get(pk=number)])), None)

    monkeypatch.setattr(message_words, "record_numbered", anything)
    assert "thread" in " ".join(judging.leaks(LOOKERS[0], OF["ana"], written(LOOKERS[0])))


def on_paper(looker: Looker) -> list[Came]:
    client = Client()
    with time_machine.travel(looker.at, tick=False):
        client.force_login(User.objects.get(login_id=looker.user))
        copies = ways.pages(client, looker.patient, only=("portal:copy",))
        return [one for one in copies if "pdf" in one.way]


def test_a_pdf_that_asks_for_no_decision_is_noticed(hospital, monkeypatch):  # noqa: F811
    assert not judging.leaks(LOOKERS[0], OF["ana"], on_paper(LOOKERS[0]))
    monkeypatch.setattr("haversack.portal.queries.visible.released", lambda policy, now: Q(policy=policy))
    assert "pdf" in " ".join(judging.leaks(LOOKERS[0], OF["ana"], on_paper(LOOKERS[0])))


def on_cards(looker: Looker) -> list[Came]:
    client = Client()
    with time_machine.travel(looker.at, tick=False):
        client.force_login(User.objects.get(login_id=looker.user))
        return list(ways.pages(client, looker.patient, only=("portal:card", "portal:card_file", "portal:cards")))


def test_a_card_of_what_is_hidden_now_is_noticed(hospital, monkeypatch):  # noqa: F811
    came = on_cards(LOOKERS[0])
    assert "lotNumber" in " ".join(one.text for one in came)
    assert not judging.leaks(LOOKERS[0], OF["ana"], came)
    assert judging.missing(LOOKERS[0], [case for case in OF["ana"] if "lotNumber" in case.doc], came) == []
    monkeypatch.setattr("haversack.portal.queries.cards.visible", lambda reader: Record.objects.all())
    assert "portal:card_file" in " ".join(judging.leaks(LOOKERS[0], OF["ana"], on_cards(LOOKERS[0])))


def told_in_mails(patient: str, at) -> tuple[int, list[str]]:
    came = post.mails(patient, at)
    every = [case.word for made in OF.values() for case in made]
    return len(came), [one.way for one in came if any(word in one.text for word in every)]


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_no_mail_tells_of_a_record(proof, letters, settings):
    settings.DEFAULT_FROM_EMAIL = "portal@hospital.example"
    tried, found = 0, []
    for patient in ("ana", "kim", "lee")[: proof.size(sample=1, full=3)]:
        number, told = told_in_mails(patient, NOW)
        assert number > 100
        tried, found = tried + number, found + told
    proof.counted("mails searched for records", tried=tried, wrong=len(found))
    assert found == []


def test_a_mail_that_says_what_is_new_is_noticed(letters, settings, monkeypatch):
    settings.DEFAULT_FROM_EMAIL = "portal@hospital.example"

    def news(of):
        latest = Record.objects.filter(patient__fhir_id="ana", type="Observation")[:1]
        (shown,) = described(post.whoever_sees_all("ana", NOW), list(latest))
        return "Something new", [f"You have a new result: {shown.entry.title}"]

    monkeypatch.setitem(mail_words.SAID, "news", news)
    assert told_in_mails("ana", NOW)[1]
