"""Is every page of a portal the hospital's own: its name, its colours, its help line, signed in or not?"""

from __future__ import annotations

import dataclasses
import re

import msgspec
import pytest
from django.test import Client

from haversack.accounts.models import User
from haversack.portal.actions.policy import set_policy
from haversack.portal.rules.policy import Hospital
from haversack.portal.rules.presets import PRESETS

pytestmark = pytest.mark.usefixtures("portal_site")
GREEN = {"accent": "light-dark(#1d5b3d, #8ad3ab)", "bar": "#184b33", "radius": "6px"}


@dataclasses.dataclass(frozen=True)
class Somebody:
    pseudonym: str = "somebody"


@pytest.fixture
def riverside():
    hospital = Hospital("Riverside General Hospital", "555-0140", mark="waves", look=GREEN)
    set_policy(by=Somebody(), policy=msgspec.structs.replace(PRESETS["open"], hospital=hospital))


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(User.objects.create_with_login_id("ann", None))
    return client


@pytest.mark.usefixtures("riverside")
def test_the_way_in_bears_the_hospital_s_name_and_its_help_line(client: Client):
    page = client.get("/account/login/").content.decode()
    assert "<title>Sign in – Riverside General Hospital</title>" in page
    assert "555-0140" in page
    assert 'class="brand"' in page
    assert "Haversack" not in page


@pytest.mark.usefixtures("riverside")
def test_the_hospital_s_colours_are_a_style_sheet_that_a_browser_may_keep(signed_in: Client):
    page = signed_in.get("/account/sessions/").content.decode()
    (address,) = re.findall(r'href="(/look/\w+\.css)"', page)
    sheet = signed_in.get(address)
    assert sheet["Content-Type"].startswith("text/css")
    assert sheet.content.decode() == (
        ":root { --accent: light-dark(#1d5b3d, #8ad3ab); --bar: #184b33; --r: 6px; --r-s: 6px; }\n"
    )
    assert sheet["Cache-Control"] == "public, max-age=31536000, immutable"
    assert signed_in.get("/look/before.css")["Cache-Control"] == "no-cache, private, no-store"
    assert 'style="' not in page


def test_a_hospital_that_chose_no_colours_has_ours(client: Client):
    (address,) = re.findall(r'href="(/look/\w+\.css)"', client.get("/account/login/").content.decode())
    assert client.get(address).content.decode() == ":root { }\n"


@pytest.mark.usefixtures("riverside")
def test_a_page_that_is_not_there_names_the_help_line_and_the_emergency_line(client: Client):
    answer = client.get("/there/is/no/such/page/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "555-0140" in page
    assert "In an emergency call 911" in page


@pytest.mark.usefixtures("riverside")
def test_a_page_that_failed_is_the_hospital_s_too(client: Client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    client.raise_request_exception = False
    monkeypatch.setattr("haversack.portal.views.site._digest", fail)  # in what every page asks
    page = client.get("/account/login/").content.decode()
    assert "Code for support" in page
    monkeypatch.undo()
    monkeypatch.setattr("haversack.portal.views.home.redirect", fail)
    page = client.get("/").content.decode()
    assert "Code for support" in page
    assert "555-0140" in page
