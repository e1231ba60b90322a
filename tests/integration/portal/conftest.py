"""What do tests of a portal's pages stand on?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache

from haversack.portal.jobs.outgoing import send_outgoing


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    """The library counts in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def sends_mail(portal_site):
    """A portal that sends mail."""
    portal_site.SENDS_MAIL = True
    portal_site.DEFAULT_FROM_EMAIL = "portal@hospital.example"
    return portal_site


@pytest.fixture
def post_comes() -> Callable[[], list[mail.EmailMessage]]:
    """The job has run: the mails that went out since the last time."""

    def post_comes() -> list[mail.EmailMessage]:
        before = len(mail.outbox)
        send_outgoing()
        return mail.outbox[before:]

    return post_comes


def link_in(message: mail.EmailMessage) -> str:
    """The path of the one link in a mail."""
    (found,) = re.findall(r"https?://[^/\s]+(/\S*)", str(message.body))
    return found
