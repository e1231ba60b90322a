"""Who signs in during these tests?"""

import pytest
from django.core.cache import cache
from django.test import Client

from haversack.accounts.actions import add_user
from haversack.accounts.models import User

PASSWORD = "seven quiet harbours"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    """Rate limits are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def rosa() -> User:
    return add_user(email="rosa@example.org", password=PASSWORD, name="Rosa Almeida")


@pytest.fixture
def sign_in():
    """Sign in through the form; returns the browser."""

    def sign_in(user: User, *, remember: bool = False, password: str = PASSWORD) -> Client:
        browser = Client()
        form = {"login": user.email, "password": password}
        browser.post("/account/login/", form | ({"remember": "on"} if remember else {}))
        return browser

    return sign_in


@pytest.fixture
def is_signed_in():
    """Whether this browser is let into a page that wants somebody signed in."""
    return lambda browser: browser.get("/account/sessions/").status_code == 200


@pytest.fixture
def trail():
    """What the audit trail waits to be told: (act, by, object) of each line, oldest first."""
    from haversack.audit.models import Waiting

    return lambda: list(Waiting.objects.order_by("id").values_list("act", "by", "object"))
