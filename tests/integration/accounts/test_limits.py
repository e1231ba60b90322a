"""Are tries counted, against whatever they are aimed at and by however many workers?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from haversack.accounts.limits import Limit, TooMany, give_back, network_of, spend
from haversack.accounts.models import Attempt

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
THREE_AN_HOUR = Limit("door", 3, timedelta(hours=1))
FOUR_A_DAY = Limit("door", 4, timedelta(days=1))


def _spend(*limits, value="rosa", minutes=0):
    return spend([(limit, value) for limit in limits], NOON + timedelta(minutes=minutes))


def test_so_many_get_through_and_no_more():
    for minute in range(3):
        _spend(THREE_AN_HOUR, minutes=minute)
    with pytest.raises(TooMany) as refused:
        _spend(THREE_AN_HOUR, minutes=3)
    assert refused.value.again_at == NOON + timedelta(hours=1)
    _spend(THREE_AN_HOUR, value="another", minutes=3)


def test_what_was_said_about_coming_back_is_true_however_often_somebody_tries_meanwhile():
    for minute in range(3):
        _spend(THREE_AN_HOUR, minutes=minute)
    for minute in range(3, 60):
        with pytest.raises(TooMany):
            _spend(THREE_AN_HOUR, minutes=minute)
    _spend(THREE_AN_HOUR, minutes=60)


def test_several_limits_hold_at_once_and_a_refused_try_counts_for_none():
    for minute in (0, 1, 2, 61):
        _spend(THREE_AN_HOUR, FOUR_A_DAY, minutes=minute)
    with pytest.raises(TooMany) as refused:
        _spend(THREE_AN_HOUR, FOUR_A_DAY, minutes=62)
    assert refused.value.again_at == NOON + timedelta(days=1)
    assert Attempt.objects.count() == 4


def test_what_was_given_back_was_never_spent():
    for _ in range(9):
        give_back(_spend(THREE_AN_HOUR))
    assert Attempt.objects.count() == 0


def test_what_is_counted_by_cannot_be_read_back():
    _spend(THREE_AN_HOUR, value="rosa@example.org")
    assert b"rosa" not in bytes(Attempt.objects.get().key)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::3", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::3", "2001:db8:1:3::3", False),
        ("203.0.113.9", "203.0.113.10", False),
    ],
)
def test_a_household_of_many_addresses_counts_as_one(one, other, same):
    asked = [network_of(RequestFactory().get("/", REMOTE_ADDR=address)) for address in (one, other)]
    assert (asked[0] == asked[1]) is same


def test_wrong_passwords_count_in_every_process_and_right_ones_do_not(rosa, sign_in, is_signed_in):
    for _ in range(12):
        cache.clear()  # as another process has one of its own
        assert is_signed_in(sign_in(rosa))
    for _ in range(10):
        cache.clear()
        sign_in(rosa, password="no")
    cache.clear()
    assert not is_signed_in(sign_in(rosa))
    answer = Client().post("/account/login/", {"login": rosa.email, "password": "no"})
    assert "Too many" in answer.content.decode()
