"""P12, P13: the birthday that changes rights ends sessions and tokens at midnight where the hospital is."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from haversack.fhirserver.models import App, Permission
from haversack.portal.actions import birthdays
from haversack.portal.actions.birthdays import keep_birthdays
from haversack.portal.jobs.birthdays import keep_the_calendar
from haversack.portal.models import DayKept
from haversack.portal.queries.reader import readers_of

from .patients import PASSWORD, a_patient, a_proxy, a_user

pytestmark = pytest.mark.usefixtures("sends_mail")
MIDNIGHT = datetime(2026, 3, 4, 5, tzinfo=UTC)  # in New York
BEFORE, AFTER = MIDNIGHT - timedelta(minutes=1), MIDNIGHT + timedelta(seconds=30)
THIRTEEN, EIGHTEEN, TWENTY = date(2013, 3, 4), date(2008, 3, 4), date(2006, 3, 4)


@pytest.fixture
def app():
    return App.objects.create(
        client_id="app", name="App", client_type="public", authorization_grant_type="authorization-code"
    )


def _token(app, user, patient) -> Permission:
    return Permission.objects.create(
        user=user, app=app, patient=patient.fhir_id, scope="", audience="", lasts="year", granted=BEFORE,
        ends=BEFORE + timedelta(days=365),
    )  # fmt: skip


def _ended(permission: Permission) -> bool:
    permission.refresh_from_db()
    return permission.ended is not None


def _signed_in(user) -> Client:
    browser = Client()
    browser.post("/account/login/", {"login": user.login_id, "password": PASSWORD})
    return browser


def _is_in(browser: Client) -> bool:
    return browser.get("/account/sessions/").status_code == 200


def test_at_18_the_parents_session_and_tokens_end_and_so_does_the_teens_session(app, post_comes):
    mother, teen = a_user("mother"), a_user("teen-a")
    patient = a_patient(born=EIGHTEEN, user=teen)
    form = a_proxy(patient, mother, kind="parent")
    with time_machine.travel(BEFORE, tick=False):
        keep_the_calendar()
        browsers = [_signed_in(mother), _signed_in(teen)]
        tokens = [_token(app, mother, patient), _token(app, teen, patient)]
        assert [_is_in(browser) for browser in browsers] == [True, True]
    with time_machine.travel(AFTER, tick=False):
        assert readers_of(mother, AFTER) == []
        keep_the_calendar()
        assert [_is_in(browser) for browser in browsers] == [False, False]
        assert [_ended(token) for token in tokens] == [True, True]
        assert {message.to[0] for message in post_comes()} == {"rosa@example.org", "ikenna@example.org"}
    form.refresh_from_db()
    assert (form.ended_at, form.ended_by) == (MIDNIGHT, "portal")


def test_at_13_the_parents_rights_shrink_and_they_sign_in_again(app):
    mother, patient = a_user("mother"), a_patient(born=THIRTEEN)
    a_proxy(patient, mother, kind="parent")
    with time_machine.travel(BEFORE, tick=False):
        keep_the_calendar()
        browser, token = _signed_in(mother), _token(app, mother, patient)
    with time_machine.travel(AFTER, tick=False):
        keep_the_calendar()
        assert not _is_in(browser)
        assert _ended(token)
        assert len(readers_of(mother, AFTER)) == 1


@pytest.mark.parametrize("born", [TWENTY, date(2008, 3, 5), date(2008, 3, 3), None])
def test_birthdays_that_change_nothing_end_nothing(app, born):
    user = a_user("somebody")
    patient = a_patient(born=born, user=user)
    with time_machine.travel(BEFORE, tick=False):
        keep_the_calendar()
        browser, token = _signed_in(user), _token(app, user, patient)
    with time_machine.travel(AFTER, tick=False):
        keep_the_calendar()
        assert _is_in(browser)
        assert not _ended(token)


def test_a_token_for_another_record_stays(app):
    mother, son, daughter = a_user("mother"), a_patient(born=EIGHTEEN), a_patient(born=date(2019, 5, 1))
    for child in (son, daughter):
        a_proxy(child, mother, kind="parent")
    with time_machine.travel(BEFORE, tick=False):
        keep_the_calendar()
        of_son, of_daughter = _token(app, mother, son), _token(app, mother, daughter)
    with time_machine.travel(AFTER, tick=False):
        keep_the_calendar()
        assert (_ended(of_son), _ended(of_daughter)) == (True, False)


def test_somebody_born_on_29_february_is_of_age_on_1_march():
    teen = a_user("leapling")
    a_patient(born=date(2008, 2, 29), user=teen)
    for day, changed in ((date(2026, 2, 28), 0), (date(2026, 3, 1), 1)):
        assert keep_birthdays(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)) == changed


def test_days_on_which_no_worker_ran_are_made_up_for(app):
    mother, patient = a_user("mother"), a_patient(born=EIGHTEEN)
    a_proxy(patient, mother, kind="parent")
    keep_birthdays(BEFORE - timedelta(days=2))
    token = _token(app, mother, patient)
    assert keep_birthdays(AFTER + timedelta(days=3)) == 1
    assert _ended(token)
    assert DayKept.objects.count() == 7  # 1 to 7 March


def test_a_day_is_done_once(post_comes):
    teen = a_user("teen-a")
    a_patient(born=EIGHTEEN, user=teen)
    assert [keep_birthdays(AFTER) for _ in "abc"] == [1, 0, 0]
    assert len(post_comes()) == 1


def test_a_worker_that_dies_half_way_leaves_the_day_to_be_done_again(monkeypatch):
    a_patient(born=EIGHTEEN, user=a_user("teen-a"))

    def die(*args, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(birthdays, "tell_user", die)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        keep_birthdays(AFTER)
    assert not DayKept.objects.exists()
    monkeypatch.undo()
    assert keep_birthdays(AFTER) == 1
