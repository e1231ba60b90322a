"""What does a journey through the site in a real browser stand on?

A running site with data of its own, a Chromium found on this machine, pages that may not fail in silence, and a look
that holds every page against the accessibility rules and keeps a picture of it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from ..running import Site, haversack
from .hospital import Hospital
from .looking import Look
from .riverside import Riverside
from .steps import add_person, open_demo

ON_CI = os.environ.get("CI") == "true"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PASSWORD = "seven quiet harbours"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.journey)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """On CI a journey that was skipped has failed: nobody would see that it was not made."""
    report = yield
    if ON_CI and report.skipped and item.get_closest_marker("journey"):
        report.outcome = "failed"
        report.longrepr = f"a skipped journey fails on CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all journeys of this process, with the demo's family to look at.

    A journey that changes anything signs up people of its own: others come after it, in any order.
    """
    folder = tmp_path_factory.mktemp("journeys") / "data"
    running = Site(folder, "--demo", "--no-portals", HAVERSACK_ALLOWED_PORTALS="localhost")
    yield running
    running.end()


@pytest.fixture(scope="session")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    """One hospital's portal for all journeys of this process; each takes a patient of its own."""
    running = Hospital(tmp_path_factory.mktemp("hospital") / "data")
    yield running
    running.end()


@pytest.fixture(scope="session")
def riverside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Riverside]:
    """The demo's hospital for all journeys of this process."""
    running = Riverside(tmp_path_factory.mktemp("riverside") / "data")
    yield running
    running.end()


@pytest.fixture
def command(site: Site) -> Callable[..., str]:
    """Run `haversack` on the data of the running site: `command("person", "add", "Rosa")`."""
    return lambda *words, **more: haversack(site.folder, *words, **more)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_found(playwright), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


def _found(playwright: Playwright) -> str:
    """The Chromium on this machine, or the one that `make browser` installed."""
    for name in CHROMIUMS:
        if path := shutil.which(name):
            return path
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    pytest.skip("JOURNEY NOT MADE: there is no Chromium on this machine; `make browser` installs one")


@pytest.fixture
def new_page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Open a page in a browser of its own, at the site, or where `base_url` says. The journey fails if a page's script
    fails, breaks the content policy, or asks anybody else for anything; but for those in `new_page.also`.
    """
    contexts, complaints, also = [], [], list[str]()

    def new_page(**options: Any) -> Page:
        chosen = {"viewport": {"width": 1280, "height": 900}, "locale": "en-US"} | options
        if "base_url" not in chosen:
            chosen["base_url"] = request.getfixturevalue("site").address
        context = chromium.new_context(**chosen)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda said: said.type == "error" and complaints.append(f"console: {said.text}"))
        ours = chosen["base_url"]
        page.on(
            "request", lambda asked: _is_ours(asked.url, ours, *also) or complaints.append(f"asked for {asked.url}")
        )
        return page

    new_page.complaints, new_page.also = complaints, also  # type: ignore[attr-defined]
    yield new_page
    for context in contexts:
        context.close()
    assert complaints == []


def _is_ours(url: str, *ours: str) -> bool:
    return url.startswith((*ours, "data:", "blob:", "about:"))


@pytest.fixture
def portal_page(new_page: Callable[..., Page], hospital: Hospital) -> Page:
    """A page in a browser of its own, at the hospital's portal."""
    return new_page(base_url=hospital.address)


@pytest.fixture
def at_riverside(new_page: Callable[..., Page], riverside: Riverside) -> Callable[..., Page]:
    """`at_riverside("ines.valdivia")`: a page in a browser of its own, in which that user has just signed in."""

    def signed_in(who: str, **options: Any) -> Page:
        page = new_page(base_url=riverside.address, **options)
        page.goto("/account/login/")
        door = page.locator(f"button[name=who][value='{who}']")
        if not door.is_visible():
            page.locator("details", has=door).locator("summary").click()
        door.click()
        page.wait_for_url(lambda url: "/account/" not in url)
        return page

    return signed_in


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Look:
    """`look(page, "review")`: no accessibility fault, light or dark; fits 320 px; its picture is kept."""
    return Look(request.config.rootpath / "artefacts" / "screenshots")


@pytest.fixture
def email(request: pytest.FixtureRequest) -> str:
    """An address that nobody else in these journeys has."""
    return f"{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:12]}@example.org"


@pytest.fixture
def signed_up(page: Page, email: str) -> Page:
    """A page in which somebody new, of that address, has just signed up through the form."""
    page.goto("/account/signup/")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.locator("[name=password2]").press("Enter")
    page.wait_for_url(lambda url: "/signup/" not in url)
    return page


@pytest.fixture
def ines(new_page: Callable[..., Page]) -> Page:
    """A page in which one click has opened the demo, at Inés's own record."""
    page = new_page()
    open_demo(page)
    return page


@pytest.fixture
def ada(signed_up: Page) -> Page:
    """A page in which somebody who has just signed up has begun a backpack for Ada, and looks at it."""
    add_person(signed_up, "Ada Ferris")
    return signed_up
