"""P1: does a patient enrol alone, and does nobody learn anything by trying?"""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from haversack.accounts.models import User
from haversack.audit.models import Waiting
from haversack.portal.actions.policy import set_policy
from haversack.portal.jobs.outgoing import forget_links
from haversack.portal.models import Link, Outgoing, Patient
from haversack.portal.rules.presets import PRESETS

from .conftest import link_in
from .patients import CLERK, PASSWORD, a_patient, a_proxy, a_user

pytestmark = pytest.mark.usefixtures("sends_mail")
CHOICE = {"login_id": "rosa.almeida", "password1": PASSWORD, "password2": PASSWORD}
A_MINOR = {"born": date(2015, 1, 1)}


def _ask(patient: Patient, browser: Client | None = None, **other):
    form = {"email": patient.email, "mrn": patient.mrn} | other
    return (browser or Client()).post("/enrol/", form)


def _opened(patient: Patient, post_comes) -> Client:
    """A browser in which the link that was mailed has been opened."""
    browser = Client()
    _ask(patient, browser)
    (message,) = post_comes()
    browser.get(link_in(message))
    return browser


def test_the_address_on_file_and_the_record_number_lead_to_an_account(post_comes):
    patient = a_patient()
    browser = _opened(patient, post_comes)
    answer = browser.post("/enrol/choose/", CHOICE)
    assert answer.status_code == 302
    patient.refresh_from_db()
    assert patient.user == User.objects.get(login_id="rosa.almeida")
    assert patient.user.email is None
    assert browser.get("/account/sessions/").status_code == 200
    acts = list(Waiting.objects.order_by("pk").values_list("act", "by"))
    assert ("enrol.done", patient.user.pseudonym) in acts
    assert ("account.signed-in", patient.user.pseudonym) in acts
    assert ("mail.enrol-link", "portal") in acts


@pytest.mark.parametrize("typed", ["m 123 456", "M-123456"])
def test_the_number_and_the_address_are_found_however_they_are_typed(post_comes, typed):
    a_patient(mrn="M123456")
    Client().post("/enrol/", {"email": " ROSA@Example.org", "mrn": typed})
    assert len(post_comes()) == 1


def test_of_two_patients_with_one_address_the_number_says_which(post_comes):
    mother, daughter = a_patient(), a_patient(given="Ana")
    browser = _opened(daughter, post_comes)
    browser.post("/enrol/choose/", CHOICE)
    mother.refresh_from_db()
    daughter.refresh_from_db()
    assert (mother.user, daughter.user is not None) == (None, True)


@pytest.mark.parametrize(
    ("facts", "typed", "subjects"),
    [
        ({}, {}, ["Your link"]),
        ({}, {"mrn": "M999999"}, []),
        ({}, {"email": "somebody@example.org"}, []),
        ({"email": ""}, {"email": "rosa@example.org"}, []),
        (A_MINOR, {}, ["Your question"]),
        ({"died_on": date(2026, 1, 1)}, {}, ["Your question"]),
        ({"born": None}, {}, ["Your question"]),
    ],
    ids=["known", "wrong number", "wrong address", "no address on file", "minor", "dead", "no birth date"],
)
def test_whatever_is_known_the_page_says_the_same_and_the_mail_alone_differs(post_comes, facts, typed, subjects):
    set_policy(by=CLERK, policy=PRESETS["backus"])
    answer = _ask(a_patient(**facts), **typed)
    assert (answer.status_code, answer.url, answer.content) == (302, "/enrol/sent/", b"")
    messages = post_comes()
    assert [message.subject[: len(subject)] for message, subject in zip(messages, subjects, strict=True)] == subjects


@pytest.mark.parametrize("as_what", ["patient", "proxy"])
def test_a_teenagers_link_does_not_go_to_an_address_that_is_a_parents_too(post_comes, as_what):
    teen = a_patient(born=timezone.now().date() - timedelta(days=15 * 366), email="family@example.org")
    if as_what == "patient":
        a_patient(email="family@example.org")
    else:
        a_proxy(teen, None, kind="parent", email="family@example.org")
    _ask(teen)
    (message,) = post_comes()
    assert "cannot be given online" in message.body
    assert not Link.objects.exists()


def test_somebody_who_has_an_account_is_told_so_by_mail_without_its_user_id(post_comes):
    patient = a_patient(user=a_user("rosa.almeida"))
    answer = _ask(patient)
    assert (answer.status_code, answer.url) == (302, "/enrol/sent/")
    (message,) = post_comes()
    assert "account already" in message.body
    assert "rosa.almeida" not in message.body + message.subject
    assert not Link.objects.exists()


def test_the_pages_of_a_known_and_an_unknown_patient_are_the_same_to_the_byte():
    known = a_patient()
    asked = [_ask(known), _ask(known, mrn="M999999", email="else@example.org")]
    known_one, unknown_one = [(one.status_code, one.content, sorted(one.headers.items())) for one in asked]
    assert known_one == unknown_one
    assert Outgoing.objects.count() == 2


def test_nothing_is_looked_up_before_the_page_has_answered():
    """What is not asked cannot show, in words or in time."""
    patient = a_patient()
    with CaptureQueriesContext(connection) as captured:
        _ask(patient)
    asked = " ".join(query["sql"] for query in captured.captured_queries)
    assert "portal_outgoing" in asked
    assert "portal_patient" not in asked
    assert "accounts_user" not in asked


def test_what_was_typed_is_kept_sealed():
    _ask(a_patient())
    sealed = bytes(Outgoing.objects.get().sealed)
    assert b"rosa" not in sealed
    assert b"M100" not in sealed


def test_opening_a_link_uses_nothing_up_and_leaves_no_secret_in_the_address(post_comes):
    _ask(a_patient())
    (message,) = post_comes()
    path = link_in(message)
    for _ in range(3):  # a mail scanner, a preview, the patient
        browser = Client()
        answer = browser.get(path)
        assert (answer.status_code, answer.url) == (302, "/enrol/choose/")
    assert browser.get("/enrol/choose/").status_code == 200


def test_a_link_works_once(post_comes):
    patient = a_patient()
    browser = _opened(patient, post_comes)
    path = link_in(mail.outbox[-1])
    assert browser.post("/enrol/choose/", CHOICE).status_code == 302
    assert Client().get(path).status_code == 410
    other = Client()
    assert other.post("/enrol/choose/", CHOICE).status_code == 410


def test_a_link_works_for_an_hour(post_comes):
    _ask(a_patient())
    (message,) = post_comes()
    with time_machine.travel(timezone.now() + timedelta(minutes=59), tick=False):
        assert Client().get(link_in(message)).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert Client().get(link_in(message)).status_code == 410


def test_a_newer_link_ends_the_one_before(post_comes):
    patient = a_patient()
    paths = []
    for _ in "ab":
        _ask(patient)
        (message,) = post_comes()
        paths.append(link_in(message))
    assert [Client().get(path).status_code for path in paths] == [410, 302]


def test_links_are_kept_as_hashes_only(post_comes):
    _ask(a_patient())
    (message,) = post_comes()
    token = link_in(message).split("/")[-2]
    assert token.encode() not in bytes(Link.objects.get().digest)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"login_id": "rosa"}, "6 to 30"),
        ({"login_id": "taken.already"}, "Choose another"),
        ({"login_id": "rosa.100"}, None),
        ({"password1": "short", "password2": "short"}, "12 characters"),
        ({"password1": "password1234", "password2": "password1234"}, "too common"),
        ({"password2": "nine quiet harbours"}, "not the same"),
    ],
)
def test_what_cannot_be_chosen_is_said_and_the_link_still_works(post_comes, change, says):
    a_user("taken.already")
    browser = _opened(a_patient(), post_comes)
    answer = browser.post("/enrol/choose/", CHOICE | change)
    if says is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert browser.post("/enrol/choose/", CHOICE).status_code == 302


def test_the_user_id_may_not_tell_the_record_number(post_comes):
    patient = a_patient(mrn="M424242")
    answer = _opened(patient, post_comes).post("/enrol/choose/", CHOICE | {"login_id": "rosa424242"})
    assert answer.status_code == 400
    assert "424242" not in answer.content.decode().replace("rosa424242", "")


def test_a_policy_that_changed_meanwhile_holds_when_the_link_is_used(post_comes):
    teen = a_patient(born=timezone.now().date() - timedelta(days=15 * 366))
    browser = _opened(teen, post_comes)
    set_policy(by=CLERK, policy=PRESETS["backus"])
    answer = browser.post("/enrol/choose/", CHOICE)
    assert answer.status_code == 403
    assert "Medical Records" in answer.content.decode()
    assert not User.objects.exists()


def test_too_many_tries_get_the_same_words_whatever_they_are_aimed_at():
    known = [a_patient(email=f"rosa{number}@example.org") for number in range(8)]
    answers = []
    for number in range(8):
        answers.append(_ask(known[number]))
        answers.append(Client().post("/enrol/", {"email": f"no{number}@example.org", "mrn": f"M99999{number}"}))
    limited = [one for one in answers if one.status_code == 429]
    assert len(limited) == 16 - 10  # of one network in an hour
    assert all("tried too often" in one.content.decode() for one in limited)


def test_one_address_cannot_be_tried_from_many_networks():
    codes = [
        Client(REMOTE_ADDR=f"203.0.113.{number}")
        .post("/enrol/", {"email": "rosa@example.org", "mrn": f"M00000{number}"})
        .status_code
        for number in range(8)
    ]
    assert codes == [302] * 5 + [429] * 3


def test_one_number_cannot_be_tried_with_many_addresses():
    codes = [
        Client(REMOTE_ADDR=f"203.0.113.{number}")
        .post("/enrol/", {"email": f"rosa{number}@example.org", "mrn": "M100000"})
        .status_code
        for number in range(8)
    ]
    assert codes == [302] * 5 + [429] * 3


def test_mail_comes_in_the_language_in_which_it_was_asked_for(post_comes):
    Client(headers={"Accept-Language": "es"}).post("/enrol/", {"email": "rosa@example.org", "mrn": a_patient().mrn})
    (message,) = post_comes()
    assert "portal del paciente" in message.body


def test_a_mail_that_does_not_go_out_is_tried_again(post_comes, monkeypatch):
    _ask(a_patient())

    def refuse(*args, **more):
        raise ConnectionRefusedError

    monkeypatch.setattr("haversack.portal.actions.outgoing.send_mail", refuse)
    assert post_comes() == []
    monkeypatch.undo()
    assert post_comes() == []  # not at once
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        assert len(post_comes()) == 1
    assert Outgoing.objects.count() == 0


def test_where_no_mail_is_sent_nobody_is_promised_any(portal_site):
    portal_site.SENDS_MAIL = False
    page = Client().get("/enrol/").content.decode()
    assert "sends no mail" in page
    assert 'name="mrn"' not in page
    assert Client().post("/enrol/", {"email": "rosa@example.org", "mrn": "M100000"}).status_code == 200
    assert not Outgoing.objects.exists()


def test_links_that_have_been_over_for_long_are_forgotten(post_comes):
    _ask(a_patient())
    post_comes()
    forget_links()
    assert Link.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        forget_links()
    assert Link.objects.count() == 0
