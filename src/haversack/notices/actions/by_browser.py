"""How is a message sent to a browser, through its maker's push service?

Each message has a topic of its own: a service that gets it twice keeps one (RFC 8030, section 5.4), and the browser
shows one. So a service that broke off may be asked again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from haversack.accounts.sealing import site_sealer
from haversack.smart.answers import retry_after

from ..facts import BROWSER, BrowserFacts, decode_browser
from ..models import Browser, Delivery
from ..ports import NotAllowed, Unreachable, post
from ..rules.kinds import Kind, Why
from ..webpush import NotAKey, authorization, encrypt, fresh, to_text
from ..words import text_of
from .keys import contact, signing_key
from .outcomes import SENT, Outcome, again, given_up

LASTS = 3 * 24 * 3600  # seconds for which a push service keeps a message for a browser that is closed
_GONE = (404, 410)  # RFC 8030, section 7.3


def send_to_browser(row: Delivery, kinds: Sequence[Kind], now: datetime) -> Outcome:
    browser = row.browser
    if browser is None or browser.stopped or not row.message.user.is_active:
        return given_up(Why.OFF)
    facts = decode_browser(site_sealer().open(bytes(browser.sealed), BROWSER))
    topic = topic_of(row)
    try:
        body = encrypt(
            payload(row, kinds, topic), point=facts.point, secret=facts.secret, salt=secrets.token_bytes(16),
            own=fresh(),
        )  # fmt: skip
        status, headers = post(facts.endpoint, headers=_headers(facts, topic, now), body=body)
    except NotAKey:
        return _stopped(browser, Why.GONE)
    except NotAllowed:
        return _stopped(browser, Why.NOT_ALLOWED)
    except Unreachable:
        return again(Why.UNREACHABLE)
    return _read(browser, status, headers, now)


def payload(row: Delivery, kinds: Sequence[Kind], topic: str) -> bytes:
    """What the service worker of the site is given (static/notices/worker.js)."""
    user = row.message.user
    with translation.override(user.language or settings.LANGUAGE_CODE):
        text = text_of(kinds)
    address = reverse("notices:open", args=[row.message_id])
    told = {"title": text.title, "body": "\n".join(text.lines), "tag": topic, "address": address}
    return json.dumps(told, ensure_ascii=False).encode()


def topic_of(row: Delivery) -> str:
    """The message's name at push services, which tells them nothing: at most 32 letters (RFC 8030, section 5.4)."""
    return to_text(site_sealer().index(f"topic\0{row.message_id}".encode())[:18])


def _headers(facts: BrowserFacts, topic: str, now: datetime) -> dict[str, str]:
    signed = authorization(facts.endpoint, key=signing_key(), contact=contact(), now=int(now.timestamp()))
    return {
        "Authorization": signed,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(LASTS),
        "Topic": topic,
        "Urgency": "normal",
    }


def _read(browser: Browser, status: int, headers: dict[str, str], now: datetime) -> Outcome:
    if 200 <= status < 300:
        return SENT
    if status in _GONE:
        return _stopped(browser, Why.GONE)
    if status == 429 or status >= 500:
        return again(Why.BUSY, retry_after(headers.get("retry-after", ""), now))
    return given_up(Why.REFUSED)


def _stopped(browser: Browser, why: Why) -> Outcome:
    """Nothing is sent there any more, until the user turns it on in that browser again."""
    Browser.objects.filter(pk=browser.pk).update(stopped=why.value)
    return given_up(why)
