"""Does a message go out once, whatever answers, breaks off or dies?"""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from haversack.connections.actions import posting
from haversack.notices.actions import by_mail, sending
from haversack.notices.actions.choosing import choose
from haversack.notices.actions.gathering import send_test
from haversack.notices.actions.sending import deliver, due, give_up_interrupted
from haversack.notices.models import Browser, Delivery
from haversack.notices.rules.timing import TRIES

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_the_services_clock(request):
    if "service" in request.fixturenames:
        request.getfixturevalue("service").now = NOW.timestamp()


class Killed(BaseException):
    """What nobody catches: a worker that is gone."""


def only() -> Delivery:
    return Delivery.objects.get()


def state() -> tuple[str, str]:
    return only().state, only().why


@pytest.fixture
def by_mail_alone(rosa) -> int:
    send_test(user=rosa, now=NOW)
    return only().pk


@pytest.fixture
def by_browser_alone(rosa, receiver) -> int:
    choose(user=rosa, by_mail=False, quiet_from=None, quiet_until=None, zone="", now=NOW)
    send_test(user=rosa, now=NOW)
    return only().pk


def test_two_workers_send_it_once(by_mail_alone):
    assert [deliver(by_mail_alone, NOW) for _ in range(3)] == [True, False, False]
    assert len(mail.outbox) == 1


def test_a_worker_that_dies_while_it_sends_leaves_no_second_message(by_mail_alone, monkeypatch):
    def sent_and_gone(self, messages):
        mail.outbox.extend(messages)
        raise Killed

    monkeypatch.setattr(EmailBackend, "send_messages", sent_and_gone)
    with pytest.raises(Killed):
        deliver(by_mail_alone, NOW)
    monkeypatch.undo()
    for minutes in (1, 9, 11, 600):
        now = NOW + timedelta(minutes=minutes)
        give_up_interrupted(now)
        assert not any(deliver(number, now) for number in due(now))
    assert len(mail.outbox) == 1
    assert state() == ("given_up", "interrupted")


def test_the_harness_would_see_a_claim_that_is_not_kept(by_mail_alone, monkeypatch):
    """A planted fault: sending first, and noting it afterwards."""

    def claim_without_a_word(number, now):
        row = Delivery.objects.select_related("message__user").get(pk=number)
        return sending.Claim(row, (sending.Kind.TEST,))

    monkeypatch.setattr(sending, "_claim", claim_without_a_word)
    for _ in range(2):
        deliver(by_mail_alone, NOW)
    assert len(mail.outbox) == 2


def test_a_worker_that_comes_back_late_changes_nothing_any_more(by_mail_alone):
    claim = sending._claim(by_mail_alone, NOW)
    give_up_interrupted(NOW + timedelta(minutes=11))
    sending._settle(claim.row, sending.Outcome(sending.Progress.SENT), NOW + timedelta(minutes=12))
    assert state() == ("given_up", "interrupted")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (smtplib.SMTPRecipientsRefused({"rosa@example.org": (550, b"no such user")}), ("given_up", "refused")),
        (smtplib.SMTPRecipientsRefused({"rosa@example.org": (450, b"try later")}), ("waiting", "busy")),
        (smtplib.SMTPDataError(554, b"no"), ("given_up", "refused")),
        (smtplib.SMTPDataError(451, b"later"), ("waiting", "busy")),
        (smtplib.SMTPServerDisconnected("gone"), ("given_up", "interrupted")),
        (TimeoutError(), ("given_up", "interrupted")),
    ],
)
def test_what_a_mail_server_answers_decides(by_mail_alone, monkeypatch, fault, told):
    def refuses(self, messages):
        raise fault

    monkeypatch.setattr(EmailBackend, "send_messages", refuses)
    deliver(by_mail_alone, NOW)
    assert state() == told


def test_a_mail_server_that_is_never_reached_is_tried_for_days_and_then_given_up(by_mail_alone, monkeypatch):
    def unreachable(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", unreachable)
    now, tries = NOW, 0
    while due(now):
        deliver(by_mail_alone, now)
        tries += 1
        now = only().due_at
        if only().state != "waiting":
            break
    assert tries == len(TRIES) + 1
    assert state() == ("given_up", "unreachable")
    monkeypatch.undo()
    assert not deliver(by_mail_alone, NOW + timedelta(days=30))


def test_a_mail_server_that_comes_back_gets_it(by_mail_alone, monkeypatch):
    monkeypatch.setattr(EmailBackend, "open", lambda self: (_ for _ in ()).throw(OSError()))
    deliver(by_mail_alone, NOW)
    assert due(NOW) == []
    monkeypatch.undo()
    assert deliver(by_mail_alone, only().due_at)
    assert (len(mail.outbox), state()) == (1, ("sent", ""))


@pytest.mark.parametrize("turned_off", ["mail", "choice", "address", "user"])
def test_mail_goes_only_where_it_is_wanted_and_to_ones_own_address(by_mail_alone, rosa, settings, turned_off):
    if turned_off == "mail":
        settings.SENDS_MAIL = False
    elif turned_off == "choice":
        choose(user=rosa, by_mail=False, quiet_from=None, quiet_until=None, zone="", now=NOW)
    elif turned_off == "address":
        EmailAddress.objects.filter(user=rosa).update(verified=False)
    else:
        rosa.is_active = False
        rosa.save()
    deliver(by_mail_alone, NOW)
    assert mail.outbox == []
    assert state()[0] == "given_up"


def test_mail_says_nothing_of_anybody_and_asks_no_machine_to_answer(by_mail_alone):
    deliver(by_mail_alone, NOW)
    (sent,) = mail.outbox
    assert sent.extra_headers == {"Auto-Submitted": "auto-generated"}
    assert "Rosa" not in sent.message().as_string()


def test_without_an_address_of_the_site_mail_has_no_link(by_mail_alone, settings):
    settings.SITE_ADDRESS = ""
    deliver(by_mail_alone, NOW)
    assert "://" not in mail.outbox[0].body
    assert by_mail.address_of  # the mail went to it


@pytest.mark.parametrize(
    ("status", "headers", "told", "stopped"),
    [
        (201, {}, ("sent", ""), ""),
        (410, {}, ("given_up", "gone"), "gone"),
        (404, {}, ("given_up", "gone"), "gone"),
        (403, {}, ("given_up", "refused"), ""),
        (302, {"Location": "http://127.0.0.1:1/"}, ("given_up", "refused"), ""),
        (503, {}, ("waiting", "busy"), ""),
        (429, {"Retry-After": "1800"}, ("waiting", "busy"), ""),
        (429, {"Retry-After": format_datetime(NOW + timedelta(minutes=30))}, ("waiting", "busy"), ""),
    ],
)
def test_what_a_push_service_answers_decides(by_browser_alone, service, status, headers, told, stopped):
    service.answers.append((status, headers))
    deliver(by_browser_alone, NOW)
    assert (state(), Browser.objects.get().stopped) == (told, stopped)
    if "Retry-After" in headers:
        assert only().due_at == NOW + timedelta(minutes=30)


def test_a_push_that_is_sent_again_is_the_same_to_service_and_browser(by_browser_alone, service, receiver, monkeypatch):
    deliver(by_browser_alone, NOW)
    Delivery.objects.update(state="waiting")
    deliver(by_browser_alone, NOW)
    assert len({one["headers"]["topic"] for one in service.got}) == 1
    assert len({told["tag"] for told in service.messages(receiver)}) == 1
    assert len({one["body"][21:86] for one in service.got}) == 2  # a key of its own each time


def test_a_push_service_inside_the_network_is_not_spoken_to(by_browser_alone, service, settings):
    settings.ALLOWED_PORTALS = []
    deliver(by_browser_alone, NOW)
    assert (state(), Browser.objects.get().stopped) == (("given_up", "not_allowed"), "not_allowed")
    assert service.got == []


def test_a_push_service_that_is_not_there_is_tried_again(by_browser_alone, monkeypatch):
    def broken(*_, **__):
        raise posting.Unreachable

    monkeypatch.setattr("haversack.notices.actions.by_browser.post", broken)
    deliver(by_browser_alone, NOW)
    assert state() == ("waiting", "unreachable")
