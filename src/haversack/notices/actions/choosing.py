"""How does a user choose what reaches them, and where?"""

from __future__ import annotations

from datetime import datetime, time
from hashlib import sha256

from django.db import transaction

from haversack import audit
from haversack.accounts.models import User
from haversack.accounts.sealing import site_sealer

from ..facts import BROWSER, BrowserFacts, encode
from ..models import Browser, Choices, Event
from ..rules.timing import due
from .gathering import lock_choices

MOST_BROWSERS = 20  # of one user


class TooManyBrowsers(Exception):
    """So many browsers of one user are told already; the user can remove one."""


@transaction.atomic
def choose(
    *, user: User, by_mail: bool, quiet_from: time | None, quiet_until: time | None, zone: str, now: datetime
) -> None:
    """Keep what the user chose; what waits to be told already waits by it too."""
    choices = lock_choices(user.pk)
    choices.by_mail, choices.quiet_from, choices.quiet_until, choices.zone = by_mail, quiet_from, quiet_until, zone
    choices.save(update_fields=["by_mail", "quiet_from", "quiet_until", "zone"])
    Event.objects.filter(user=user, settled_at=None).update(due_at=due(now, choices.told_at, choices.quiet))
    audit.record(by=user, act="notices.choose")


@transaction.atomic
def add_browser(*, user: User, facts: BrowserFacts, name: str, now: datetime) -> Browser:
    """Tell this user in this browser from now on; a browser tells one user, whoever asked for it last.

    Raises TooManyBrowsers.
    """
    lock_choices(user.pk)
    mark = sha256(facts.endpoint.encode()).digest()[:16]
    if Browser.objects.filter(user=user).exclude(mark=mark).count() >= MOST_BROWSERS:
        raise TooManyBrowsers
    sealed = site_sealer().seal(encode(facts), BROWSER)
    known = {"user": user, "sealed": sealed, "name": name, "stopped": "", "added_at": now}
    row, _ = Browser.objects.update_or_create(mark=mark, defaults=known)
    audit.record(by=user, act="notices.browser-add")
    return row


@transaction.atomic
def remove_browser(*, user: User, number: int) -> bool:
    """Tell this user in that browser no more. False for no such browser, somebody else's too."""
    removed, _ = Browser.objects.filter(user=user, pk=number).delete()
    if removed:
        audit.record(by=user, act="notices.browser-remove")
    return bool(removed)


def choices_of(user: User) -> Choices:
    """What the user chose, or would have without a word."""
    return Choices.objects.filter(pk=user.pk).first() or Choices(pk=user.pk)
