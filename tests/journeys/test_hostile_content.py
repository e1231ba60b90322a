"""Would anything in a record run in a real browser, even if the content policy were not there?"""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from ..verification.hostile.pages import addresses, browser_of, drawn, hostile_backpack, in_one_file

PAIRS, PAGES, SEED = 130, 40, 20261121
SITE = "http://pages.example"
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def served():
    """Pages of a record full of hostile texts, by address, rendered beforehand; the export is among them."""
    opened = hostile_backpack(drawn(PAIRS, SEED))
    browser, every = browser_of(opened), list(addresses(opened))
    chosen = dict.fromkeys([*every[:: len(every) // PAGES], *(a for a in every if "/c/" in a or "/review/" in a)])
    return {"/index.html": in_one_file(opened).encode()} | {a: browser.get(a).content for a in chosen}


def _answer(served, route):
    parts = urlsplit(route.request.url)
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    if address in served:
        return route.fulfill(body=served[address], content_type="text/html; charset=utf-8")
    found = _static(parts.path.removeprefix("/static/")) if parts.path.startswith("/static/") else None
    if found is None:
        return route.fulfill(status=404, body="")
    kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
    return route.fulfill(body=Path(found).read_bytes(), content_type=kind)


def _static(name):
    """Where a file lies, by its own name or by the one with its hash."""
    parts = name.split(".")
    return finders.find(name) or finders.find(".".join([*parts[:-2], parts[-1]]))


def test_nothing_in_a_record_runs_even_without_the_content_policy(served, chromium):
    context = chromium.new_context(bypass_csp=True, base_url=SITE)
    page, ran = context.new_page(), []
    context.add_init_script("window.alert = words => console.log('ran ' + words)")
    page.on("console", lambda said: said.text.startswith("ran ") and ran.append(said.text))
    page.on("request", lambda asked: asked.url.startswith(SITE) or ran.append(f"asked for {asked.url[:80]}"))
    with_one_that_runs = served | {"/planted.html": b"<img src=x onerror=alert('planted')>"}
    context.route("**/*", lambda route: _answer(with_one_that_runs, route))
    for address in served:
        page.goto(address, wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        if page.url != SITE + address and page.url.partition("#")[0] != SITE + address:
            ran.append(f"{address} led to {page.url[:80]}")
    page.goto("/planted.html")
    page.wait_for_timeout(100)
    context.close()
    assert ran == ["ran planted"]  # that one is seen, so the others would have been
