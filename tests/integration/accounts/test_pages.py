"""What every page of this site promises to a browser, and in which language it speaks."""

import pytest
from django.test import Client

from haversack.accounts.models import User

SPANISH = {"HTTP_ACCEPT_LANGUAGE": "es-MX,es;q=0.9,en;q=0.5"}


def _language(answer) -> str:
    return answer.headers["Content-Language"]


def test_the_browsers_language_is_spoken():
    assert _language(Client().get("/account/login/", **SPANISH)) == "es"
    assert _language(Client().get("/account/login/", HTTP_ACCEPT_LANGUAGE="fi")) == "en"


def test_a_users_choice_goes_before_the_browsers(rosa, sign_in):
    browser = sign_in(rosa)
    browser.post("/account/language/", {"language": "es"})
    assert User.objects.get(pk=rosa.pk).language == "es"
    browser.cookies.pop("django_language", None)
    assert _language(browser.get("/account/sessions/", HTTP_ACCEPT_LANGUAGE="en")) == "es"
    assert _language(Client().get("/account/login/", HTTP_ACCEPT_LANGUAGE="en")) == "en"


def test_nobody_signed_in_may_choose_for_their_browser():
    browser = Client()
    browser.post("/account/language/", {"language": "es"})
    assert _language(browser.get("/account/login/", HTTP_ACCEPT_LANGUAGE="en")) == "es"


def test_a_language_that_is_not_spoken_here_is_refused():
    assert Client().post("/account/language/", {"language": "xx"}).status_code == 400


@pytest.mark.parametrize(
    ("asked", "back"),
    [("/account/sessions/", "/account/sessions/"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("", "/")],
)
def test_after_choosing_one_goes_back_to_this_site_only(asked, back):
    assert Client().post("/account/language/", {"language": "es", "next": asked}).url == back


def test_no_cache_keeps_a_page_that_somebody_signed_in_to_see(rosa, sign_in):
    kept = sign_in(rosa).get("/account/sessions/").headers["Cache-Control"]
    assert {"private", "no-store"} <= {each.strip() for each in kept.split(",")}


def test_a_form_from_elsewhere_is_refused(rosa):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/account/login/", {"login": rosa.email, "password": "x"}).status_code == 403


@pytest.mark.urls("tests.integration.accounts.failing_urls")
def test_a_page_that_fails_shows_a_code_and_keeps_no_words(settings, tmp_path):
    settings.DATA = tmp_path
    answer = Client(raise_request_exception=False).get("/fails/")
    kept = (tmp_path / "faults.log").read_text()
    assert answer.status_code == 500
    assert kept.split()[1] in answer.content.decode()
    assert "Rosa" not in kept + answer.content.decode()
