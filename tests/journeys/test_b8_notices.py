"""A person hears of what happens while they are away (B8): they choose how, try it, and their browser shows it."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from ..fakes.push import Receiver
from .steps import heading

# Chromium asks its maker's service for a subscription, which no test may; all else is the browser's own.
SUBSCRIBED = """(given) => {
  let now = null;
  const subscribe = async (options) => (now = {
    endpoint: given.endpoint, options: { applicationServerKey: options.applicationServerKey.buffer },
    toJSON: () => ({ endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } }),
    unsubscribe: async () => { now = null; return true; },
  });
  PushManager.prototype.subscribe = subscribe;
  PushManager.prototype.getSubscription = async () => now;
}"""


def test_a_person_chooses_how_to_hear_and_a_browser_shows_it(signed_up: Page, site, look):
    page = signed_up
    page.goto("/account/sessions/")
    page.get_by_role("link", name="Notices").click()
    heading(page, "Notices")
    expect(page.get_by_text("This site sends no e-mail")).to_be_visible()
    page.get_by_label("Quiet from").fill("22:00")
    page.get_by_label("Quiet until").fill("07:00")
    page.get_by_label("On the clock of").select_option("Europe/Madrid")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Quiet from")).to_have_value("22:00")

    page.context.grant_permissions(["notifications"], origin=site.address)
    given = Receiver().as_form("http://127.0.0.1:9/nobody-listens")
    page.add_init_script(f"({SUBSCRIBED})({json.dumps(given)})")
    page.reload()
    look(page, "notices-before")
    page.get_by_role("button", name="Turn on in this browser").click()
    expect(page.get_by_text("Notices are on in this browser.").first).to_be_visible()

    page.get_by_role("button", name="Send a test").click()
    gone = page.get_by_text("this site does not connect to the address the browser gave").first
    for _ in range(100):
        if gone.is_visible():
            break
        page.wait_for_timeout(100)
        page.reload()
    expect(gone).to_be_visible()
    page.reload()
    expect(page.get_by_text("Nothing is sent there any more")).to_be_visible()
    look(page, "notices")

    shown = _pushed(page, site.address, {"title": "This is a test", "body": "Here.", "address": "/account/notices/1/"})
    assert shown == [{"title": "This is a test", "body": "Here.", "address": "/account/notices/1/"}]
    page.get_by_role("button", name="Turn off").click()
    expect(page.get_by_text("Notices are off in that browser.")).to_be_visible()


def _pushed(page: Page, origin: str, message: dict[str, str]) -> list[dict[str, str]]:
    """What the browser shows when its maker's service hands it this message."""
    tools = page.context.new_cdp_session(page)
    registrations: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registrations.extend(one["registrationId"] for one in told["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    for _ in range(100):
        if registrations:
            break
        page.wait_for_timeout(50)
    given = {"origin": origin, "registrationId": registrations[0], "data": json.dumps(message)}
    tools.send("ServiceWorker.deliverPushMessage", given)
    script = """async () => {
      const registration = await navigator.serviceWorker.getRegistration("/account/notices/");
      for (let tries = 0; tries < 100; tries++) {
        const shown = await registration.getNotifications();
        if (shown.length) return shown.map(({ title, body, data }) => ({ title, body, address: data.address }));
        await new Promise((done) => setTimeout(done, 50));
      }
      return [];
    }"""
    found: list[dict[str, str]] = page.evaluate(script)
    return found
