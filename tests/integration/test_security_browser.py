"""What does the site ask of a browser, and what can somebody else's page or link make a browser do?"""

import itertools
import re
import subprocess
import sys

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from haversack.accounts.actions import add_user
from haversack.accounts.models import User

from ..running import own_environment
from ..verification.authorisation.asking import read
from ..verification.authorisation.routes import DEMO, STATIC, every_route
from ..verification.authorisation.table import rows
from ..verification.authorisation.world import PASSWORD, World, make_world

EVIL = [
    "//evil.example",
    "///evil.example",
    "////evil.example/%2e%2e",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "HTTPS://evil.example",
    " https://evil.example",
    "\thttps://evil.example",
    "https://localhost@evil.example",
    "https://localhost.evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/%09/evil.example",
    "/\t/evil.example",
    "//localhost:80@evil.example/",
    "/account/login/?next=//evil.example",
]


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def rosa() -> User:
    return add_user(email="rosa@example.org", password=PASSWORD, name="Rosa Almeida")


def _addresses(world: World, methods: str) -> list[str]:
    """One address of every route that answers one of these methods."""
    asked = {row.route for row in rows() if set(methods.split()) & set(row.methods)}
    found = {}
    for route in every_route():
        if route.name in asked:
            first = {part: next(iter(world.things[part].values())) for part in route.parts}
            found[route.name] = STATIC.get(route.name) or reverse(route.name, kwargs=first)
    return list(found.values())


@pytest.mark.urls(DEMO)
def test_no_form_of_somebody_elses_page_is_taken():
    world = make_world()
    browser = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    browser.cookies = world.browsers["owner"].cookies
    answers = {a: browser.post(a, {"all": "on"}).status_code for a in _addresses(world, "POST")}
    # An app on a phone shows a token and never a session, so a browser's cookie opens nothing there.
    by_token = {a: answers.pop(a) for a in list(answers) if a.startswith("/phone/")}
    assert set(by_token.values()) <= {400, 401, 415}, by_token
    assert [a for a, status in answers.items() if status != 403] == []
    assert len(_addresses(world, "POST")) > 30


@pytest.mark.urls(DEMO)
def test_every_answer_says_what_a_browser_may_do_with_it():
    world = make_world()
    seen = 0
    for who, address in itertools.product(
        ("anonymous", "owner"), [*_addresses(world, "GET POST"), "/nowhere/", "/p/x"]
    ):
        for method in ("get", "post", "put"):
            answer = getattr(world.browsers[who], method)(address, headers={"host": "localhost"})
            read(answer)
            policy = answer["Content-Security-Policy"]
            assert "default-src 'none'" in policy, address
            scripts = re.search(r"script-src ([^;]*)", policy)
            assert "unsafe" not in (scripts[1] if scripts else ""), address
            assert "sandbox" in policy or "frame-ancestors 'none'" in policy, address
            assert answer["X-Content-Type-Options"] == "nosniff", address
            assert answer["Referrer-Policy"] == "same-origin", address
            assert answer["Cross-Origin-Opener-Policy"] == "same-origin", address
            seen += 1
        cache.clear()
    assert seen > 300


@pytest.mark.urls(DEMO)
def test_no_page_of_a_record_is_kept_by_a_browser_or_on_the_way():
    world = make_world()
    for address in _addresses(world, "GET"):
        if address.startswith(("/p/", "/people/")):
            answer = world.browsers["owner"].get(address, headers={"host": "localhost"})
            read(answer)
            assert {"private", "no-store"} <= set(answer["Cache-Control"].replace(" ", "").split(",")), address
            assert answer["X-Frame-Options"] == "DENY", address


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(rosa):
    browser = Client()
    browser.get("/account/login/")
    browser.post("/account/login/", {"login": rosa.email, "password": PASSWORD})
    assert {"haversack_session", "haversack_csrf"} <= set(browser.cookies)
    for name, cookie in browser.cookies.items():
        assert (name, cookie["samesite"], bool(cookie["httponly"])) == (name, "Lax", True)
        assert cookie["domain"] == ""


def test_behind_https_cookies_never_travel_without_it(tmp_path):
    asks = """from haversack.config import settings as s
print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS >= 31536000,
      s.SESSION_COOKIE_NAME.startswith("__Host-"), s.CSRF_COOKIE_NAME.startswith("__Host-"))"""
    environment = own_environment(HAVERSACK_HTTPS="yes", HAVERSACK_DATA=str(tmp_path))
    said = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True"] * 6


def test_a_session_from_before_signing_in_is_of_no_use_after(rosa):
    attacker = Client()
    attacker.get("/account/login/?next=/people/")
    attacker.post("/account/language/", {"language": "es"})
    attacker.session["planted"] = "yes"
    session = attacker.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    victim = Client()
    victim.cookies["haversack_session"] = before
    victim.post("/account/login/", {"login": rosa.email, "password": PASSWORD})
    after = victim.cookies["haversack_session"].value
    attacker.cookies["haversack_session"] = before
    assert after != before
    assert not Session.objects.filter(session_key=before).exists()
    assert attacker.get("/people/").status_code == 302


def test_a_cookie_kept_from_before_signing_out_opens_nothing(rosa):
    browser, thief = Client(), Client()
    browser.post("/account/login/", {"login": rosa.email, "password": PASSWORD})
    thief.cookies["haversack_session"] = browser.cookies["haversack_session"].value
    assert thief.get("/people/").status_code == 200
    browser.post("/account/logout/")
    assert thief.get("/people/").status_code == 302


@pytest.mark.parametrize("evil", EVIL)
def test_no_way_leads_off_the_site(evil, rosa):
    ways = []
    for address, form in (
        ("/account/login/", {"login": rosa.email, "password": PASSWORD}),
        ("/account/signup/", {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}),
        ("/account/language/", {"language": "es"}),
        ("/account/logout/", {}),
    ):
        browser = Client()
        ways.append(browser.post(address, form | {"next": evil}).headers.get("Location", ""))
        ways.append(Client().post(f"{address}?next={evil}", form).headers.get("Location", ""))
    signed_in = Client()
    signed_in.force_login(rosa)
    again = {"password": PASSWORD, "next": evil}
    ways.append(signed_in.post("/account/reauthenticate/", again).headers.get("Location", ""))
    ways.append(signed_in.get("/account/login/", {"next": evil}).headers.get("Location", ""))
    ways.append(Client().get("//evil.example/%2e%2e").headers.get("Location", ""))
    for way in ways:
        assert re.match(r"(/(?![/\\\s])[^\\\s]*)?$", way), way


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "", "a b"])
def test_the_site_answers_to_its_own_names_only(host, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    answer = Client(raise_request_exception=False, headers={"host": host or "%"}).get("/account/login/")
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_what_a_proxy_says_is_not_believed_where_there_is_none(settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    said = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "forwarded": "host=evil.example"}
    answer = Client(headers={"host": "localhost", **said}).get("/account/login/")
    assert answer.status_code == 200
    assert "evil" not in answer.content.decode() + str(answer.headers)
    assert not answer.wsgi_request.is_secure()


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_makes_a_look_into_an_act(header):
    world = make_world()
    address = reverse("backpack:review_accept", args=[world.things["person"]["shared"]])
    browser = world.browsers["owner"]
    assert browser.get(address, {"all": "on", "_method": "POST"}, headers={header: "POST"}).status_code == 405
    assert browser.post(address, {}, headers={header: "DELETE"}).status_code == 302


def test_nothing_answers_to_a_method_that_only_repeats_what_was_asked():
    assert Client().generic("TRACE", "/account/login/").status_code == 405
