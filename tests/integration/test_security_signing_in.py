"""What can somebody learn or reach by trying: addresses, passwords, second factors?"""

from itertools import count

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from haversack.accounts.actions import add_user
from haversack.accounts.models import User

PASSWORD = "seven quiet harbours"
MANY = 60


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def rosa() -> User:
    return add_user(email="rosa@example.org", password=PASSWORD)


def _signs_in(password: str = PASSWORD, **more: str) -> bool:
    browser = Client(**more)
    browser.post("/account/login/", {"login": "rosa@example.org", "password": password})
    return browser.get("/people/").status_code == 200


@pytest.mark.parametrize("address", ["rosa@example.org", "nobody@example.org", "ROSA@EXAMPLE.ORG ", "x"])
def test_an_unknown_address_takes_as_long_as_a_known_one(address, rosa, monkeypatch):
    """No time is measured: what takes long is hashing, done once either way, and never for what is no address."""
    hashed = count()
    once = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: (next(hashed), once(*args))[1])
    Client().post("/account/login/", {"login": address, "password": "not hers"})
    assert next(hashed) == (1 if "@" in address else 0)


def test_strangers_cannot_push_out_the_count_of_wrong_passwords(rosa):
    for _ in range(5):
        assert not _signs_in("not hers")
    for number in range(2000):
        cache.set(f"somebody-else-{number}", 1)
    assert not _signs_in()


def test_one_machine_cannot_try_many_addresses():
    tried = [
        Client().post("/account/login/", {"login": f"r{number}@example.org", "password": "x"}).status_code
        for number in range(MANY)
    ]
    assert tried[-1] == 429


def test_one_machine_cannot_ask_for_many_addresses_by_signing_up(rosa):
    form = {"password1": PASSWORD, "password2": PASSWORD}
    tried = [Client().post("/account/signup/", form | {"email": f"r{number}"}).status_code for number in range(MANY)]
    assert tried[-1] == 429


def test_a_password_cannot_be_guessed_in_an_open_session(rosa):
    browser = Client()
    browser.force_login(rosa)
    tried = [browser.post("/account/reauthenticate/", {"password": f"{n}"}) for n in range(MANY)]
    last = browser.post("/account/reauthenticate/", {"password": PASSWORD})
    assert tried[0].status_code == 200
    assert last.status_code != 302


def test_a_second_factor_cannot_be_guessed(rosa):
    TOTP.activate(rosa, generate_totp_secret())
    browser = Client()
    browser.post("/account/login/", {"login": rosa.email, "password": PASSWORD})
    assert browser.get("/people/").status_code == 302
    for number in range(MANY):
        browser.post("/account/2fa/authenticate/", {"code": f"{number:06}"})
    answer = browser.post("/account/2fa/authenticate/", {"code": "000000"})
    assert answer.status_code in (200, 302, 429)
    assert "Too many" in answer.content.decode() or answer.status_code != 200
    assert browser.get("/people/").status_code == 302


def test_a_second_factor_stands_before_every_page(rosa):
    TOTP.activate(rosa, generate_totp_secret())
    browser = Client()
    browser.post("/account/login/", {"login": rosa.email, "password": PASSWORD})
    for address in ("/", "/people/", "/account/sessions/", "/account/2fa/", "/account/password/change/"):
        assert browser.get(address).url.startswith("/account/"), address
