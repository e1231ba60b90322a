"""One click opens the demo: for a browser on this machine, and for nobody else."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from ...running import PATIENCE, Site, haversack

DOOR = "/demo/"
BUTTON = "Open the demo"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    running = Site(tmp_path_factory.mktemp("demo") / "data", "--demo", "--no-portals")
    yield running
    running.end()


def _click(site: Site, **headers: str) -> tuple[int, str]:
    """(status, page) of pressing the door's button on the sign-in page, with these headers besides."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(site.address + "/account/login/", timeout=PATIENCE) as answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
    assert token
    sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "who": "ines"}).encode()
    try:
        with browser.open(urllib.request.Request(site.address + DOOR, sent, headers), timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()


def test_the_first_button_of_the_sign_in_page_opens_the_demo(demo):
    page = demo.get("/account/login/")[1]
    main = page[page.index("<main") :]
    assert BUTTON in main[main.index("<button") : main.index("</button>")]


def test_one_click_leads_to_a_backpack(demo):
    status, page = _click(demo)
    assert status == 200
    assert "Health</h1>" in page
    assert "your own record" in page


def test_every_component_is_shown_in_the_demo(demo):
    assert demo.get("/gallery/")[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost.evil.example", "192.0.2.7", "0.0.0.0"])
def test_a_page_that_calls_this_machine_by_another_name_finds_nothing(demo, host):
    assert demo.get(DOOR, Host=host)[0] in (400, 404)
    assert _click(demo, Host=host)[0] in (400, 403, 404)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxy_that_lets_strangers_in_finds_nothing(demo, header):
    assert demo.get(DOOR, **{header: "for=203.0.113.9"})[0] == 404
    assert _click(demo, **{header: "for=203.0.113.9"})[0] == 404


def test_another_site_cannot_press_the_button(demo):
    assert _click(demo, Origin="http://evil.example")[0] == 403


def test_without_the_demo_there_is_no_door(tmp_path):
    site = Site(tmp_path / "data")
    try:
        assert site.get(DOOR)[0] == site.get("/gallery/")[0] == 404
        assert BUTTON not in site.get("/account/login/")[1]
    finally:
        site.end()


def test_a_demo_that_others_can_reach_has_no_door(tmp_path):
    site = Site(tmp_path / "data", "--demo", "--host", "0.0.0.0")
    site.address = f"http://localhost:{site.address.rpartition(':')[2]}"
    try:
        assert site.get(DOOR)[0] == site.get("/gallery/")[0] == 404
        assert BUTTON not in site.get("/account/login/")[1]
    finally:
        site.end()


def test_a_family_s_own_folder_is_refused(tmp_path):
    haversack(tmp_path / "data", "person", "add", "Ada")
    told = haversack(tmp_path / "data", "run", "--demo", "--port", "0", code=2)
    assert "records of your own" in told
