"""Can a user choose what reaches them, and see what did?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from haversack.accounts.actions import add_user
from haversack.backpack.actions.noticing import tell_of_waiting
from haversack.notices import queries
from haversack.notices.actions.gathering import gather_due
from haversack.notices.actions.sending import deliver, due
from haversack.notices.models import Browser, Choices, Delivery, Message

from ...fakes.push import Receiver
from ..backpack.conftest import observation

PAGE = "/account/notices/"


def read(browser: Client) -> str:
    return browser.get(PAGE).content.decode()


def test_choices_are_kept_and_shown(browser, rosa):
    chosen = {"quiet_from": "22:00", "quiet_until": "07:00", "zone": "Europe/Madrid"}
    assert browser.post(PAGE, chosen).status_code == 302
    kept = Choices.objects.get(pk=rosa.pk)
    assert (kept.by_mail, str(kept.quiet_from), kept.zone) == (False, "22:00:00", "Europe/Madrid")
    page = read(browser)
    assert 'value="22:00"' in page
    assert '<option value="Europe/Madrid" selected' in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"quiet_from": "22:00"}, "Give both times"),
        ({"quiet_from": "22:00", "quiet_until": "22:00", "zone": "UTC"}, "These times are the same"),
        ({"quiet_from": "22:00", "quiet_until": "07:00"}, "Choose where your clock is"),
        ({"quiet_from": "25:00", "quiet_until": "07:00", "zone": "UTC"}, "valid time"),
        ({"zone": "Mars/Olympus"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_used_is_said_and_not_kept(browser, wrong, words):
    answer = browser.post(PAGE, wrong)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Choices.objects.filter(quiet_from__isnull=False).exists()


def test_without_mail_the_page_says_so_and_what_was_chosen_stays(browser, rosa, settings):
    settings.SENDS_MAIL = False
    assert "This site sends no e-mail" in read(browser)
    browser.post(PAGE, {})
    assert Choices.objects.get(pk=rosa.pk).by_mail


def test_the_page_says_what_was_told_about_whom_and_leads_there(browser, ada, take):
    take(ada, observation("one"))
    tell_of_waiting(opened=ada, brought_by=None, now=timezone.now())
    gather_due(timezone.now() + timedelta(minutes=6))
    page = read(browser)
    assert "You have new records to review" in page
    assert "Ada Ferris" in page
    assert "E-mail: on its way" in page
    number = Message.objects.get().pk
    assert browser.get(f"{PAGE}{number}/").headers["Location"] == f"/p/{ada.uuid}/review/"
    stranger = Client()
    stranger.force_login(add_user(email="eve@example.org", password="seven quiet harbours"))
    assert stranger.get(f"{PAGE}{number}/").headers["Location"] == PAGE
    assert "Ada Ferris" not in read(stranger)


def test_the_page_opens_a_backpack_once_for_all_that_was_told_of_it(browser, ada, rosa, monkeypatch):
    asked, real = [], queries.about
    monkeypatch.setattr(queries, "about", lambda *which: asked.append(which) or real(*which))
    for _ in range(8):
        told = Message.objects.create(user=rosa, made_at=timezone.now())
        told.events.create(
            user=rosa, kind="records_waiting", person=ada.uuid, key="x", at=told.made_at, due_at=told.made_at,
            settled_at=told.made_at,
        )  # fmt: skip
    assert read(browser).count("Ada Ferris") >= 8
    assert len(asked) == 1


def test_what_did_not_arrive_says_why(browser, receiver, service):
    service.answers.append((410, {}))
    browser.post(f"{PAGE}test/")
    for number in due(timezone.now()):
        deliver(number, timezone.now())
    page = read(browser)
    assert "not sent, since the browser takes no notices from here any more" in page
    assert "E-mail: sent" in page
    assert "Turn notices on in that browser again" in page


def test_a_test_arrives_at_once_and_not_twice_in_a_row(browser, receiver, service):
    for _ in range(2):
        browser.post(f"{PAGE}test/")
    assert Message.objects.count() == 1
    assert Delivery.objects.count() == 2
    for number in due(timezone.now()):
        deliver(number, timezone.now())
    assert [told["title"] for told in service.messages(receiver)] == ["This is a test"]


def test_a_browser_tells_one_user_the_last_who_asked(browser, receiver, service):
    eve = add_user(email="eve@example.org", password="seven quiet harbours")
    other = Client()
    other.force_login(eve)
    other.post(f"{PAGE}browsers/add/", receiver.as_form(f"{service.address}/to/one"))
    assert [row.user for row in Browser.objects.all()] == [eve]
    number = Browser.objects.get().pk
    browser.post(f"{PAGE}browsers/remove/", {"browser": number})
    assert Browser.objects.count() == 1  # it is not hers any more
    other.post(f"{PAGE}browsers/remove/", {"browser": number})
    assert Browser.objects.count() == 0


def test_a_user_has_at_most_twenty_browsers(browser, service):
    for number in range(21):
        browser.post(f"{PAGE}browsers/add/", Receiver().as_form(f"{service.address}/to/{number}"))
    assert Browser.objects.count() == 20
    assert "twenty browsers already" in read(browser)


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "javascript:alert(1)"},
        {"endpoint": "https:///nowhere"},
        {"endpoint": "https://push.example/" + "x" * 1000},
        {"p256dh": "AAAA"},
        {"p256dh": "ä" * 87},
        {"auth": "AAAA"},
        {"auth": ""},
    ],
)
def test_what_no_browser_would_say_is_refused(browser, wrong):
    browser.post(f"{PAGE}browsers/add/", Receiver().as_form("https://push.example/x") | wrong)
    assert Browser.objects.count() == 0


def test_what_is_kept_of_a_browser_is_sealed(browser, receiver, service):
    row = Browser.objects.get()
    kept = bytes(row.sealed) + row.name.encode()
    assert service.address.encode() not in kept
    assert receiver.secret not in kept


def test_the_script_has_the_pages_scope_and_is_asked_for_anew():
    answer = Client().get(f"{PAGE}worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert b"showNotification" in answer.content
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
