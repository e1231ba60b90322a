"""What does a command that fetches from a portal do meanwhile, and what does it tell afterwards?

The fetch is a row like any other: where a site runs beside the command, whichever of the two takes it first does it,
and the command watches.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from .frame import Console

if TYPE_CHECKING:
    from haversack.backpack.queries.opened import Opened
    from haversack.connections.queries.fetches import FetchSeen

_LOOK = 0.5  # seconds, while another process is at it
_PATIENCE = 60  # seconds that the portal may ask for; a longer rest is left to the site


def fetched(opened: Opened, fetch: int, console: Console) -> FetchSeen:
    """The fetch once it is over, or once it waits for longer than somebody at a console would."""
    from django.utils import timezone

    from haversack.connections.jobs.fetching import carry_out
    from haversack.connections.queries.connections import holds
    from haversack.connections.queries.fetches import fetch_of

    while True:
        done = carry_out(fetch)
        seen = fetch_of(opened, fetch)
        assert seen is not None
        wait = (seen.due_at - timezone.now()).total_seconds()
        if seen.is_over or wait > _PATIENCE or not holds(fetch):
            return seen
        if not done or wait > 0:
            time.sleep(max(_LOOK, wait))


def document(number: int, opened: Opened, seen: FetchSeen) -> dict[str, Any]:
    """A connection with what its fetch brought, as commands show it."""
    from haversack.connections.presenters.words import words_for
    from haversack.connections.queries.connections import connection_of
    from haversack.connections.rules.states import Reason

    now = connection_of(opened, number)
    reason = now.reason or Reason(seen.reason)
    return {
        "number": number,
        "portal": now.facts.name,
        "state": now.state.value,
        "reason": str(words_for(reason).what),
        "fetch": seen.state,
        **seen.counts,
        "not_shared": seen.not_shared,
    }


def words(one: dict[str, Any]) -> str:
    """The same, for a person."""
    if one["fetch"] in ("waiting", "running"):
        return f"{one['portal']}: not everything came yet. {one['reason']} It goes on by itself while the site runs."
    if one["fetch"] == "failed":
        return f"{one['portal']}: nothing could be fetched. {one['reason']}"
    if not one["new"] and not one["changed"] and not one["withdrawn"]:
        told = f"{one['portal']}: nothing new, {one['unchanged']} records as before."
    else:
        told = f"{one['portal']}: {one['new']} new records, {one['changed']} changed, {one['unchanged']} known already."
        told += " What is new waits for review."
    if one["withdrawn"]:
        told += f" The portal withdrew {one['withdrawn']}; they stay here, marked."
    if one["declined"]:
        told += f" {one['declined']} were turned down before and stay away."
    if one["unreadable"]:
        told += f" {one['unreadable']} could not be read."
    if one["not_shared"]:
        told += f" The portal does not give: {', '.join(one['not_shared'])}."
    return told + (f" {one['reason']}" if one["reason"] else "")
