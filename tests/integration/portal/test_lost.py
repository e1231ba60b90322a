"""P8: a lost password is got at by a link, a lost user id by the help line, and neither by a stranger."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from haversack.accounts.models import User
from haversack.audit.models import Waiting
from haversack.portal.actions.outgoing import Mail, want_mail
from haversack.portal.models import Outgoing

from .conftest import link_in
from .hospital import person, take_in
from .patients import PASSWORD, a_patient, a_proxy, a_user

pytestmark = pytest.mark.usefixtures("sends_mail")
NEXT = "eight quiet harbours"
NEW = {"password1": NEXT, "password2": NEXT}


@pytest.fixture
def rosa() -> User:
    user = a_user("rosa.almeida")
    a_patient(user=user)
    return user


def _ask(login_id: str, browser: Client | None = None):
    return (browser or Client()).post("/account/password/reset/", {"login_id": login_id})


def _signs_in(password: str) -> bool:
    browser = Client()
    browser.post("/account/login/", {"login": "rosa.almeida", "password": password})
    return browser.get("/account/sessions/").status_code == 200


def _opened(post_comes) -> Client:
    browser = Client()
    _ask("rosa.almeida", browser)
    (message,) = post_comes()
    browser.get(link_in(message))
    return browser


def test_a_link_on_the_address_on_file_leads_to_a_new_password(rosa, post_comes):
    browser = _opened(post_comes)
    answer = browser.post("/account/password/new/", NEW)
    assert (answer.status_code, answer.url) == (302, "/account/login/")
    assert not _signs_in(PASSWORD)
    assert _signs_in(NEXT)
    assert Waiting.objects.filter(act="account.password-reset", by=rosa.pseudonym).exists()


def test_the_link_alone_signs_nobody_in(rosa, post_comes):
    browser = _opened(post_comes)
    browser.post("/account/password/new/", NEW)
    assert browser.get("/account/sessions/").status_code == 302


def test_a_new_password_ends_every_session_and_a_mail_says_so(rosa, post_comes):
    there = Client()
    there.post("/account/login/", {"login": "rosa.almeida", "password": PASSWORD})
    _opened(post_comes).post("/account/password/new/", NEW)
    assert there.get("/account/sessions/").status_code == 302
    (message,) = post_comes()
    assert "changed" in message.subject
    assert message.to == ["rosa@example.org"]


def test_no_mail_and_no_page_tells_the_user_id_or_the_name(rosa, post_comes):
    User.objects.filter(pk=rosa.pk).update(name="Rosa Almeida")
    browser = Client()
    pages = [_ask("rosa.almeida", browser), browser.get("/account/password/reset/sent/")]
    (message,) = post_comes()
    pages += [browser.get(link_in(message), follow=True), browser.post("/account/password/new/", NEW, follow=True)]
    pages += [browser.get("/account/user-id/"), browser.get("/account/login/")]
    said = message.subject + message.body + post_comes()[0].body
    said += "".join(page.content.decode() for page in pages)
    for secret in ("rosa.almeida", "Rosa", "Almeida"):
        assert secret not in said


def test_known_and_unknown_user_ids_get_the_same_answer_and_nothing_is_looked_up(rosa):
    answers = []
    for login_id in ("rosa.almeida", "nobody.at.all"):
        with CaptureQueriesContext(connection) as captured:
            answer = _ask(login_id)
        asked = [query["sql"].split(" (")[0] for query in captured.captured_queries]
        assert not [sql for sql in asked if "accounts_user" in sql or "portal_patient" in sql]
        answers.append((answer.status_code, answer.content, sorted(answer.headers.items()), len(asked)))
    assert answers[0] == answers[1]
    assert Outgoing.objects.count() == 2


def test_an_unknown_user_id_gets_no_mail(post_comes):
    _ask("nobody.at.all")
    assert post_comes() == []


def test_somebody_without_an_address_on_file_gets_no_mail(post_comes):
    user = a_user("rosa.almeida")
    a_patient(user=user, email="")
    _ask("rosa.almeida")
    assert post_comes() == []


def test_a_teenagers_link_does_not_go_to_an_address_that_is_a_parents_too(post_comes):
    born = timezone.now().date() - timedelta(days=15 * 366)
    a_patient(user=a_user("teen.almeida"), born=born, email="family@example.org")
    a_patient(email="family@example.org")
    _ask("teen.almeida")
    assert post_comes() == []


def test_somebody_who_stands_in_gets_the_link_at_the_address_on_the_form(post_comes):
    user = a_user("ikenna.okoro")
    a_proxy(a_patient(), user)
    _ask("ikenna.okoro")
    assert [message.to for message in post_comes()] == [["ikenna@example.org"]]


def test_a_link_works_once_and_for_an_hour(rosa, post_comes):
    browser = _opened(post_comes)
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert browser.post("/account/password/new/", NEW).status_code == 410
    assert browser.post("/account/password/new/", NEW).status_code == 302
    assert browser.post("/account/password/new/", NEW).status_code == 410
    assert _signs_in(NEXT)


def test_a_weak_password_is_refused_and_the_link_still_works(rosa, post_comes):
    browser = _opened(post_comes)
    answer = browser.post("/account/password/new/", {"password1": "short", "password2": "short"})
    assert answer.status_code == 400
    assert "12 characters" in answer.content.decode()
    assert browser.post("/account/password/new/", NEW).status_code == 302


def test_a_link_to_a_new_password_does_not_enrol_and_the_other_way_round(rosa, post_comes):
    browser = _opened(post_comes)
    assert browser.get("/enrol/choose/").status_code == 410
    patient = a_patient(email="ana@example.org")
    other = Client()
    other.post("/enrol/", {"email": patient.email, "mrn": patient.mrn})
    other.get(link_in(post_comes()[0]))
    assert other.get("/account/password/new/").status_code == 410


def test_one_user_id_cannot_be_asked_for_again_and_again():
    codes = [_ask("rosa.almeida", Client(REMOTE_ADDR=f"203.0.113.{number}")).status_code for number in range(7)]
    assert codes == [302] * 5 + [429] * 2


def test_the_page_for_a_lost_user_id_gives_the_help_line_and_no_form():
    page = Client().get("/account/user-id/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "Medical Records" in main
    assert "<form" not in main
    assert Client().post("/account/user-id/").status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/account/email/", "/account/password/reset/key/1-set/", "/account/confirm-email/", "/account/password/set/"],
)
def test_the_librarys_own_ways_are_not_there(path):
    assert Client().get(path).status_code == 404


def test_signing_up_leads_to_enrolling():
    assert Client().get("/account/signup/").url == "/enrol/"


def test_signing_in_at_an_unknown_user_id_asks_and_writes_as_much_as_at_a_known_one(rosa):
    asked = []
    for login_id in ("rosa.almeida", "nobody.at.all"):
        with CaptureQueriesContext(connection) as captured:
            answer = Client().post("/account/login/", {"login": login_id, "password": "no"})
        asked.append((answer.status_code, [query["sql"].split(" ")[0] for query in captured.captured_queries]))
    assert asked[0] == asked[1]


def test_whoever_changes_a_password_or_a_second_step_does_not_do_it_unseen(rosa, post_comes):
    browser = Client()
    browser.post("/account/login/", {"login": "rosa.almeida", "password": PASSWORD})
    browser.post("/account/password/change/", {"oldpassword": PASSWORD} | NEW)
    TOTP.activate(rosa, generate_totp_secret())
    authenticator_added.send(sender=User, request=None, user=rosa, authenticator=None)
    messages = post_comes()
    assert [message.to for message in messages] == [["rosa@example.org"]] * 2
    assert all("was changed" in message.subject for message in messages)


def test_an_open_page_that_nobody_uses_ends_after_twenty_minutes(rosa):
    noon = "2026-03-03T12:00:00Z"
    browser = Client()
    with time_machine.travel(noon, tick=False):
        browser.post("/account/login/", {"login": "rosa.almeida", "password": PASSWORD})
        assert browser.get("/account/sessions/").status_code == 200
    with time_machine.travel("2026-03-03T12:21:30Z", tick=False):
        assert browser.get("/account/sessions/").status_code == 302


def test_a_new_address_on_file_ends_links_to_the_old_one_which_is_told(rosa, post_comes):
    browser = _opened(post_comes)
    patient = rosa.portal_patient
    load_patient(patient, email="new@example.org")
    (message,) = post_comes()
    assert (message.to, "was changed" in message.subject) == (["rosa@example.org"], True)
    assert browser.post("/account/password/new/", NEW).status_code == 410
    _ask("rosa.almeida")
    assert [one.to for one in post_comes()] == [["new@example.org"]]


def test_the_same_address_once_more_changes_nothing(rosa, post_comes):
    browser = _opened(post_comes)
    load_patient(rosa.portal_patient, email="ROSA@example.org")
    assert post_comes() == []
    assert browser.post("/account/password/new/", NEW).status_code == 302


def load_patient(patient, *, email):
    take_in(person(patient.fhir_id, telecom=[{"system": "email", "value": email}]))


def test_one_mail_that_cannot_be_written_does_not_hold_up_the_others(rosa, post_comes):
    want_mail(Mail("no-such-kind", "rosa@example.org", "en"), timezone.now())
    _ask("rosa.almeida")
    with pytest.raises(KeyError):
        post_comes()
    assert [message.to for message in mail.outbox] == [["rosa@example.org"]]
    assert Outgoing.objects.get().kind == "no-such-kind"
