"""Does the page of connected apps say what was allowed, and is it closed at once when it is taken back?"""

import json

import pytest
from django.test import Client

from haversack.accounts.models import User
from haversack.fhirserver.models import Permission
from haversack.fhirserver.store import Standing

from ...fakes.records import Families
from .walking import Walk, registered


def test_the_page_says_which_app_sees_what_of_whom_until_when(walk, records):
    held = walk.tokens(give=["Patient", "Goal"])
    walk.get("Patient/ana", held["access_token"])
    page = walk.browser.get("/apps/").content.decode()
    for words in ("Kite", "Ana Muster", "Personal details", "Goals", "No: it registered itself", "Take it back"):
        assert words in page
    assert "Allergies" not in page
    assert "Kite" not in page.partition("</title>")[0]


def test_everything_is_said_in_one_word(walk):
    walk.tokens()
    page = walk.browser.get("/apps/").content.decode()
    assert "Everything that you may see yourself" in page
    assert "Allergies" not in page


def test_taking_it_back_holds_at_once(walk, records):
    held = walk.tokens()
    uuid = Permission.objects.get().uuid
    assert walk.get("Patient/ana", held["access_token"]).status_code == 200
    page = walk.browser.post(f"/apps/{uuid}/end", follow=True).content.decode()
    assert "This app can see nothing any more" in page
    assert "No app can see anything" in page
    assert walk.get("Patient/ana", held["access_token"]).status_code == 401
    assert json.loads(walk.refresh(held["refresh_token"]).content)["error"] == "invalid_grant"
    assert Permission.objects.get().ended_by == "user"


def test_everything_can_be_taken_back_at_once(walk, browser, records):
    other = Walk(browser, registered(client_name="Owl").app.client_id)
    tokens = [walk.tokens()["access_token"], other.tokens()["access_token"]]
    page = walk.browser.post("/apps/end-all", follow=True).content.decode()
    assert "2 permissions were taken back." in page
    assert [walk.get("Patient/ana", token).status_code for token in tokens] == [401, 401]


def test_nobody_sees_or_ends_what_somebody_else_allowed(walk, records):
    held = walk.tokens()
    uuid = Permission.objects.get().uuid
    stranger = User.objects.create_user("vera@example.org", "seven quiet harbours")
    Families.may[stranger.pseudonym] = {"ana": Standing()}
    browser = Client()
    browser.force_login(stranger)
    assert "Kite" not in browser.get("/apps/").content.decode()
    assert browser.post(f"/apps/{uuid}/end").status_code == 404
    browser.post("/apps/end-all")
    assert walk.get("Patient/ana", held["access_token"]).status_code == 200


@pytest.mark.parametrize(("method", "path"), [("get", "/apps/"), ("post", "/apps/end-all")])
def test_one_signs_in_to_see_it(client, method, path):
    answer = getattr(client, method)(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


def test_ending_needs_a_form_of_ours(walk, rosa):
    walk.tokens()
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(rosa)
    assert forger.post("/apps/end-all").status_code == 403
    assert forger.get("/apps/end-all").status_code == 405
