"""Signing up, in and out: what is let through, what is not, and what the trail keeps of it."""

import pytest
from django.core import mail
from django.test import Client

from haversack.accounts.models import User

PASSWORD = "seven quiet harbours"

NEW = {"email": "mateo@example.org", "password1": PASSWORD, "password2": PASSWORD}


def test_the_right_password_signs_in(rosa, sign_in, is_signed_in, trail):
    assert is_signed_in(sign_in(rosa))
    assert ("account.signed-in", rosa.pseudonym, "") in trail()


def test_a_wrong_password_does_not_and_the_trail_names_the_account_only(rosa, sign_in, is_signed_in, trail):
    assert not is_signed_in(sign_in(rosa, password="seven quiet harbors"))
    assert trail()[1:] == [("account.sign-in-failed", "anonymous", rosa.pseudonym)]


def test_an_unknown_address_gets_the_same_answer_as_a_wrong_password(rosa):
    wrong = Client().post("/account/login/", {"login": rosa.email, "password": "no"})
    unknown = Client().post("/account/login/", {"login": "nobody@example.org", "password": "no"})
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_an_account_is_closed_for_a_while_after_five_wrong_passwords(rosa, sign_in, is_signed_in):
    for _ in range(5):
        sign_in(rosa, password="no")
    assert not is_signed_in(sign_in(rosa))


def test_a_user_who_was_made_inactive_cannot_sign_in(rosa, sign_in, is_signed_in):
    User.objects.filter(pk=rosa.pk).update(is_active=False)
    assert not is_signed_in(sign_in(rosa))


def test_signing_out_ends_the_session(rosa, sign_in, is_signed_in, trail):
    browser = sign_in(rosa)
    browser.post("/account/logout/")
    assert not is_signed_in(browser)
    assert trail()[-1] == ("account.signed-out", rosa.pseudonym, "")


def test_a_link_alone_does_not_sign_out(rosa, sign_in, is_signed_in):
    browser = sign_in(rosa)
    browser.get("/account/logout/")
    assert is_signed_in(browser)


def test_anybody_may_sign_up_where_sign_up_is_open(is_signed_in, trail):
    browser = Client()
    browser.post("/account/signup/", NEW)
    assert is_signed_in(browser)
    assert [act for act, _, _ in trail()] == ["account.signed-up", "account.signed-in"]


def test_nobody_may_where_it_is_closed(settings):
    settings.SIGN_UP_OPEN = False
    Client().post("/account/signup/", NEW)
    assert not User.objects.exists()


@pytest.mark.parametrize("weak", ["short", "password123456", "mateo@example.org"])
def test_a_weak_password_is_refused(weak):
    Client().post("/account/signup/", NEW | {"password1": weak, "password2": weak})
    assert not User.objects.exists()


def test_sign_up_does_not_tell_who_has_an_account_where_mail_is_sent(rosa, settings):
    settings.SENDS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    known = Client().post("/account/signup/", NEW | {"email": rosa.email})
    unknown = Client().post("/account/signup/", NEW)
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert {message.to[0] for message in mail.outbox} == {rosa.email, "mateo@example.org"}


def test_no_mail_is_sent_where_none_is_set_up(rosa, sign_in):
    browser = sign_in(rosa)
    browser.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    assert mail.outbox == []


def test_a_lost_password_leads_to_whoever_runs_the_site_where_no_mail_is_sent(rosa):
    assert Client().get("/account/password/reset/").status_code == 200
    assert Client().post("/account/password/reset/", {"email": rosa.email}).status_code == 405
