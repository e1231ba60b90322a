"""The demo starts two hospitals' portals beside its site: each with its look and its doors, and gone when it goes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import replace
from http.client import HTTPResponse
from http.cookiejar import CookieJar

import psutil
import pytest

from haversack.cli.http import free_port
from haversack.demo.portals import running
from haversack.demo.portals.riverside import RIVERSIDE

from ...running import PATIENCE, Site, haversack

pytestmark = [
    pytest.mark.xdist_group("portals"),
    pytest.mark.skipif(
        os.environ.get("HAVERSACK_TEST_DATABASE") == "postgresql", reason="the demo's portals keep to SQLite"
    ),
]
NAMES = ["Riverside General Hospital", "Heron Bay Clinics"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A data folder after a first start."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    Site(folder, "--demo").end()
    return folder


@pytest.fixture(scope="module")
def demo(filled, tmp_path_factory):
    running = Site(shutil.copytree(filled, tmp_path_factory.mktemp("demo") / "data"), "--demo")
    yield running
    running.end()


class _Still(urllib.request.HTTPRedirectHandler):
    """Does not follow: where an answer leads is looked at."""

    def redirect_request(self, *_: object) -> None:
        return None


def _page(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode()


def _click(address: str, who: str, then: str = "", **headers: str) -> tuple[int, str, CookieJar]:
    """(status, where it leads, cookies) of pressing that button on the portal's sign-in page."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Still)
    with browser.open(f"{address}account/login/?next={then}", timeout=PATIENCE) as answer:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
    assert token
    sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "who": who, "next": then}).encode()
    answer: HTTPResponse | urllib.error.HTTPError
    try:
        answer = browser.open(urllib.request.Request(f"{address}demo/", sent, headers), timeout=PATIENCE)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status or 0, answer.headers.get("Location", ""), jar


def test_both_answer_with_their_own_name_and_look(demo):
    looks = set()
    for name, address in zip(NAMES, demo.told["portals"], strict=True):
        status, page = _page(address + "account/login/")
        assert status == 200
        assert name in page
        sheet = re.search(r'href="(/look/[^"]+)"', page)
        assert sheet
        looks.add(_page(address.rstrip("/") + sheet[1])[1])
    assert len(looks) == 2


def test_the_demo_s_page_leads_to_them(demo):
    page = demo.get("/account/login/")[1]
    for name, address in zip(NAMES, demo.told["portals"], strict=True):
        assert f'<a href="{address}">{name}</a>' in page


def test_the_demo_s_directory_finds_them_where_they_run(demo):
    for name, address in zip(NAMES, demo.told["portals"], strict=True):
        found = json.loads(haversack(demo.folder, "directory", "search", name.split()[0], "--json"))
        assert name in {one["name"] for one in found}
        assert f"{address}fhir" in json.dumps(found)


@pytest.mark.parametrize("who", ["ines.valdivia", "june.abara", "n.osei", "o.lindgren"])
def test_one_click_signs_in_a_patient_or_somebody_who_works_there(demo, who):
    address = demo.told["portals"][0]
    assert f'value="{who}"' in _page(address + "account/login/")[1]
    status, leads_to, jar = _click(address, who, then="/account/security/")
    assert (status, leads_to) == (302, "/account/security/")
    assert "haversack_riverside_session" in {cookie.name for cookie in jar}


def test_the_cookies_of_the_three_sites_do_not_meet(demo):
    names = [{cookie.name for cookie in _click(where, "ines.valdivia")[2]} for where in demo.told["portals"]]
    assert not names[0] & names[1]


def test_nobody_else_is_let_in(demo):
    address = demo.told["portals"][0]
    assert _click(address, "nobody")[0] == 404
    assert _click(address, "")[0] == 404
    assert _page(address + "demo/", Host="evil.example")[0] == 400
    assert _click(address, "ines.valdivia", **{"X-Forwarded-For": "203.0.113.9"})[0] == 404
    assert _click(address, "ines.valdivia", Origin="http://evil.example")[0] == 403


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_everything_goes_together(filled, tmp_path, how):
    site = Site(shutil.copytree(filled, tmp_path / "data"), "--demo")
    processes = site.processes()
    assert len(processes) == 6
    os.kill(site.process.pid, how)
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    site.end()
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []


def test_a_portal_that_cannot_start_is_told_of(tmp_path, monkeypatch):
    nowhere = replace(RIVERSIDE, site=replace(RIVERSIDE.site, key="nowhere", name="Nowhere Hospital"))
    monkeypatch.setattr(running, "HOSPITALS", (nowhere,))
    said: list[str] = []
    portals = running.Portals(tmp_path, [free_port("127.0.0.1")], said.append)
    try:
        assert portals.when_ready() == {}
        assert said == ["The portal of Nowhere Hospital could not start."]
    finally:
        portals.stop()


def test_each_portal_keeps_what_a_backpack_checks_of_any_portal(demo):
    for address in demo.told["portals"]:
        told = json.loads(haversack(demo.folder, "check", address, "--allow-local", "--json"))
        assert told["verdict"] == "supported"
        assert [one for one in told["findings"] if one["holds"] is False] == []
        assert {"labs", "medications", "allergies", "vaccines"} <= set(told["categories"])
