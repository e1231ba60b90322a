"""A person finds the way in, and guards it (X1: no account with anyone else)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

import pytest
from playwright.sync_api import Page

from .conftest import PASSWORD


def _sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/account/login/")


def _enter_password(page: Page, email: str) -> None:
    page.goto("/account/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


def _is_signed_in(page: Page) -> bool:
    page.goto("/account/sessions/")
    return page.get_by_role("heading", level=1, name="Devices").is_visible()


def _say_it_is_me(page: Page) -> None:
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def _code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_the_way_in_can_be_read_by_everybody(page, look):
    page.goto("/account/login/")
    look(page, "sign-in")
    page.goto("/account/signup/")
    look(page, "sign-up")
    page.goto("/account/password/reset/")
    look(page, "password-lost")


def test_somebody_signs_up_leaves_and_comes_back(signed_up, email):
    assert _is_signed_in(signed_up)
    _sign_out(signed_up)
    _enter_password(signed_up, email)
    assert _is_signed_in(signed_up)


def test_signing_out_everywhere_reaches_the_other_browser(signed_up, new_page, email):
    elsewhere = new_page()
    _enter_password(elsewhere, email)
    assert _is_signed_in(elsewhere)
    signed_up.goto("/account/sessions/")
    signed_up.get_by_role("button", name="Sign out everywhere", exact=True).click()
    assert not _is_signed_in(elsewhere)
    assert not _is_signed_in(signed_up)


def test_the_pages_of_an_account_can_be_read_by_everybody(signed_up, look):
    for name in ("email", "password/change", "2fa", "sessions"):
        signed_up.goto(f"/account/{name}/")
        look(signed_up, f"account-{name.replace('/', '-')}")


@pytest.fixture
def with_passkeys(page) -> Page:
    """The page's machine has a fingerprint reader, and its owner's finger is on it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return page


def test_a_passkey_signs_in_without_password(with_passkeys, signed_up, look):
    page = signed_up
    page.goto("/account/2fa/webauthn/add/")
    look(page, "is-it-you")
    _say_it_is_me(page)
    look(page, "passkey-add")
    page.locator("[name=name]").fill("my phone")
    page.get_by_label("Use it instead of the password").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    _sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/login/" not in url)
    assert _is_signed_in(page)


def test_a_code_from_the_phone_is_asked_for_once_it_is_set_up(signed_up, look, email):
    page = signed_up
    page.goto("/account/2fa/totp/activate/")
    _say_it_is_me(page)
    look(page, "authenticator-set-up")
    secret = page.locator("#authenticator_secret").inner_text()
    page.locator("[name=code]").fill(_code(secret))
    page.get_by_role("button", name="Turn on").click()
    page.wait_for_url(lambda url: "/activate/" not in url)
    look(page, "recovery-codes")
    _sign_out(page)
    _enter_password(page, email)
    look(page, "second-step")
    assert not _is_signed_in(page)
    page.goto("/account/login/")
    page.locator("[name=code]").first.fill(_code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/2fa/" not in url)
    assert _is_signed_in(page)
