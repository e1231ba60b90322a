"""Does somebody see in their history who signed in as them, or tried to?"""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from haversack.accounts.models import Attempt, SignIn
from haversack.accounts.sweeps import forget_old_moments

PASSWORD = "seven quiet harbours"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_the_history_tells_of_every_sign_in_and_every_try(rosa, sign_in):
    sign_in(rosa, password="no")
    browser = sign_in(rosa)
    browser.post("/account/logout/")
    browser = sign_in(rosa)
    assert [one.what for one in rosa.sign_ins.order_by("pk")] == [
        "wrong-password", "signed-in", "signed-out", "signed-in",
    ]  # fmt: skip
    page = browser.get("/account/history/").content.decode()
    assert page.count("Signed in") == 2
    assert page.count("Wrong password") == 1


def test_it_says_with_what_and_from_where(rosa):
    browser = Client(headers={"User-Agent": FIREFOX})
    browser.post("/account/login/", {"login": rosa.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")
    page = browser.get("/account/history/").content.decode()
    assert "Firefox" in page
    assert "203.0.113.9" in page


def test_nobody_sees_what_was_tried_at_another_account(rosa, sign_in):
    Client().post("/account/login/", {"login": "nobody@example.org", "password": "no"})
    assert "Wrong password" not in sign_in(rosa).get("/account/history/").content.decode()


def test_a_try_at_no_account_writes_as_much_as_one_at_an_account(rosa):
    """So that neither takes longer: what differs is only what stands in the rows."""
    written = [_written(address) for address in (rosa.email, "nobody@example.org")]
    assert written[0] == written[1] >= 3


def _written(address):
    with CaptureQueriesContext(connection) as captured:
        Client().post("/account/login/", {"login": address, "password": "no"})
    return sum(query["sql"].startswith("INSERT") for query in captured.captured_queries)


def test_old_moments_are_forgotten(rosa):
    now = datetime.now(UTC)
    for days in (1, 364, 366):
        SignIn.objects.create(user=rosa, at=now - timedelta(days=days), what="signed-in")
    for hours in (1, 25):
        Attempt.objects.create(key=b"k", at=now - timedelta(hours=hours))
    forget_old_moments()
    assert (SignIn.objects.count(), Attempt.objects.count()) == (2, 1)
