"""What does the list of connections say of each: how it is, how current, and what it waits for?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act, may
from haversack.web.words import Tag
from haversack.wording.dates import moment

from ..queries.connections import Seen, connections_of
from ..queries.fetches import FetchSeen, under_way
from ..rules.schedule import Schedule
from ..rules.states import LIVE, SIGNABLE, State
from .fetches import Progress, progress
from .words import tag, words_for

# What needs somebody stands before what goes by itself, and what ended last.
_ORDER = (
    State.READY, State.SIGN_IN_AGAIN, State.FAILING, State.CONNECTED, State.INVESTIGATING, State.REGISTERING,
    State.NOT_SUPPORTED, State.DISCONNECTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One connection in the list. act: the one thing to do, as (words, address)."""

    name: str
    host: str
    url: str
    tag: Tag
    what: str
    facts: list[tuple[str, str]]
    act: tuple[str, str] | None = None
    progress: Progress | None = field(default=None, repr=False)
    may_refresh: bool = False


def connections_context(opened: Opened) -> dict[str, Any]:
    found = sorted(connections_of(opened), key=lambda seen: _ORDER.index(seen.state))
    answer = may(opened.role, Act.CONNECT)
    cards = [_card(opened, seen, may_act=bool(answer)) for seen in found]
    ended = sum(seen.state is State.DISCONNECTED for seen in found)
    return {
        "cards": cards[: len(cards) - ended],
        "ended": cards[len(cards) - ended :],
        "why_not": "" if answer else _(answer.reason),
    }


def name_of(seen: Seen) -> str:
    """What a portal is called: its name, or its address while nobody knows one."""
    return seen.facts.name or host_in(seen.facts.given)


def host_in(address: str) -> str:
    """The host of an address, as a person reads it; what is no address stays as it was typed."""
    parts = urlsplit(address if "://" in address else f"https://{address}")
    return parts.netloc.rpartition("@")[2] or address


def _card(opened: Opened, seen: Seen, *, may_act: bool) -> Card:
    fetch = under_way(opened, seen.number) if seen.state in LIVE else None
    url = reverse("connections:connection", args=[opened.uuid, seen.number])
    return Card(
        name=name_of(seen),
        host=host_in(seen.facts.base or seen.facts.given),
        url=url,
        tag=Tag(_("Fetching"), "info", "refresh") if fetch else tag(seen.state),
        what=what_now(seen),
        facts=when(seen, fetch),
        act=_act(opened, seen, url) if may_act else None,
        progress=progress(fetch) if fetch else None,
        may_refresh=may_act and fetch is None and seen.state in LIVE,
    )


def _act(opened: Opened, seen: Seen, url: str) -> tuple[str, str] | None:
    if seen.state in SIGNABLE and seen.state not in LIVE:
        return _("Sign in"), reverse("connections:sign_in", args=[opened.uuid, seen.number])
    return None


def what_now(seen: Seen) -> str:
    """How a connection is and what happens next, in a sentence or two; "" for one of which all is well."""
    words = words_for(seen.reason)
    if words.what:
        return f"{words.what} {words.next}"
    if seen.state is State.INVESTIGATING:
        return _("We are finding out how this portal works. Mostly that takes some seconds, at most two business days.")
    if seen.state is State.READY:
        return _("This portal can be connected. Sign in at its own page to let it give the records.")
    if seen.state is State.DISCONNECTED:
        return _("Nothing is fetched any more. Every record that came stays.")
    return ""


def when(seen: Seen, fetch: FetchSeen | None) -> list[tuple[str, str]]:
    """When it was last checked, when it will be, and until when it may."""
    row = seen.row
    if seen.state not in (*LIVE, State.SIGN_IN_AGAIN, State.DISCONNECTED):
        return []
    pairs = []
    if row.last_fetch_at:
        pairs.append((_("Last checked"), moment(row.last_fetch_at)))
    if seen.state in LIVE and fetch is None:
        by_hand = row.schedule == Schedule.BY_HAND.value
        following = moment(row.next_fetch_at) if row.next_fetch_at else ""
        pairs.append((_("Next check"), _("When you ask for it") if by_hand and not following else following))
    if seen.state in LIVE and seen.ends:
        pairs.append((_("May read until"), moment(seen.ends)))
    return [pair for pair in pairs if pair[1]]
