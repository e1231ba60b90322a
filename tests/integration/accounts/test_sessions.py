"""How long a session lasts, and how all of them are ended."""

from datetime import datetime, timedelta

import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client

from haversack.accounts.actions import set_password
from haversack.accounts.sweeps import end_expired_sessions

PASSWORD = "seven quiet harbours"

NOON = "2026-03-03T12:00:00Z"
AFTER_59_MINUTES, AFTER_61_MINUTES = "2026-03-03T12:59:00Z", "2026-03-03T13:01:00Z"
AFTER_13_DAYS, AFTER_15_DAYS = "2026-03-16T12:00:00Z", "2026-03-18T12:00:00Z"
NEXT = "eight quiet harbours"


def _signed_in_at_noon(sign_in, rosa, *, remember=False) -> Client:
    with time_machine.travel(NOON, tick=False):
        browser = sign_in(rosa, remember=remember)
        browser.get("/account/sessions/")
    return browser


def test_an_idle_session_ends_after_an_hour(rosa, sign_in, is_signed_in):
    browser = _signed_in_at_noon(sign_in, rosa)
    with time_machine.travel(AFTER_61_MINUTES, tick=False):
        assert not is_signed_in(browser)


def test_a_session_in_use_does_not(rosa, sign_in, is_signed_in):
    browser = _signed_in_at_noon(sign_in, rosa)
    with time_machine.travel(AFTER_59_MINUTES, tick=False):
        assert is_signed_in(browser)
    with time_machine.travel(AFTER_61_MINUTES, tick=False):
        assert is_signed_in(browser)


def test_one_that_is_to_last_lasts_two_weeks(rosa, sign_in, is_signed_in):
    browser, unused = (_signed_in_at_noon(sign_in, rosa, remember=True) for _ in "ab")
    with time_machine.travel(AFTER_13_DAYS, tick=False):
        assert is_signed_in(browser)
    with time_machine.travel(AFTER_15_DAYS, tick=False):
        assert is_signed_in(browser)
        assert not is_signed_in(unused)


def test_no_session_lasts_longer_than_90_days_however_much_it_is_used(rosa, sign_in, is_signed_in):
    browser = _signed_in_at_noon(sign_in, rosa, remember=True)
    noon = datetime.fromisoformat(NOON)
    for day in range(0, 91, 10):
        with time_machine.travel(noon + timedelta(days=day), tick=False):
            assert is_signed_in(browser)
    with time_machine.travel(noon + timedelta(days=90, minutes=1), tick=False):
        assert not is_signed_in(browser)


def test_a_page_within_the_same_minute_writes_nothing(rosa, sign_in, django_assert_num_queries):
    with time_machine.travel(NOON, tick=False):
        browser = sign_in(rosa)
        browser.get("/account/language/")
        with django_assert_num_queries(2):  # the session and the user
            browser.get("/account/language/")


def test_signing_out_everywhere_ends_every_session(rosa, sign_in, is_signed_in):
    here, there = sign_in(rosa), sign_in(rosa)
    here.post("/account/sessions/sign-out-everywhere/")
    assert not is_signed_in(here)
    assert not is_signed_in(there)


def test_nobody_else_is_signed_out_by_it(rosa, sign_in, is_signed_in):
    other = sign_in(rosa)
    Client().post("/account/sessions/sign-out-everywhere/")
    assert is_signed_in(other)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(rosa, sign_in, is_signed_in, trail):
    here, there = sign_in(rosa), sign_in(rosa)
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEXT, "password2": NEXT})
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert UserSession.objects.count() == 1
    assert ("account.password-changed", rosa.pseudonym, "") in trail()


def test_a_password_given_by_the_operator_ends_them_all(rosa, sign_in, is_signed_in):
    browser = sign_in(rosa)
    set_password(email=rosa.email, password=NEXT)
    assert not is_signed_in(browser)
    assert is_signed_in(sign_in(rosa, password=NEXT))


def test_the_sweep_forgets_what_is_over_and_nothing_else(rosa, sign_in, is_signed_in):
    _signed_in_at_noon(sign_in, rosa, remember=True)
    with time_machine.travel(AFTER_15_DAYS, tick=False):
        alive = sign_in(rosa)
        end_expired_sessions()
        assert UserSession.objects.count() == 1
        assert is_signed_in(alive)
