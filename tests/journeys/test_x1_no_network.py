"""X1: no account with anyone, no call home: the site talks to this machine alone, and so do its pages."""

from __future__ import annotations

import ipaddress

import pytest
from playwright.sync_api import expect

from .steps import go, open_category, open_demo


def _connections(site) -> list:
    return [each for process in site.processes() for each in process.net_connections(kind="inet")]


def test_nothing_is_asked_of_anybody_outside(ines, site):
    page = ines
    for place in ("Review", "Timeline", "Add files", "Take away", "Settings", "Health"):
        go(page, place)
    open_category(page, "Lab results")
    page.get_by_role("link", name="Hemoglobin A1c").first.click()
    expect(page.get_by_role("table")).to_be_visible()
    for each in _connections(site):
        for end in (each.laddr, each.raddr):
            assert not end or ipaddress.ip_address(end.ip).is_loopback


def test_everything_works_on_a_machine_without_a_network(new_page, site):
    page = new_page()
    page.context.route(lambda url: not url.startswith(site.address), lambda route: route.abort())
    open_demo(page)
    expect(page.get_by_role("heading", name="Latest results out of range")).to_be_visible()
    assert page.evaluate("document.fonts.size > 0 && document.fonts.check('16px \"Atkinson Next\"')")


FETCH = "fetch('https://192.0.2.1/').catch(() => 'refused')"
PICTURE = """new Promise(done => { const picture = new Image(); picture.onerror = () => done('refused');
  picture.src = 'https://192.0.2.1/x.png' })"""
SCRIPT = """new Promise(done => { document.addEventListener('securitypolicyviolation', () => done('refused'));
  const script = document.createElement('script'); script.textContent = 'document.title = "owned"';
  document.body.append(script) })"""


@pytest.mark.parametrize("attempt", [FETCH, PICTURE, SCRIPT])
def test_a_page_could_not_call_out_if_it_wanted_to(ines, new_page, attempt):
    assert ines.evaluate(attempt) == "refused"
    assert ines.title() != "owned"
    new_page.complaints.clear()
