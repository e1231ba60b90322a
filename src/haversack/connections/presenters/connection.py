"""What does the page of one connection say: how it is, what it may read, what came, and what can be done?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from haversack.backpack.presenters.categories import WORDS
from haversack.backpack.presenters.work import grouped
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.waiting import waiting_total
from haversack.backpack.rules.roles import Act, may
from haversack.web.words import Freshness, Step
from haversack.wording.dates import moment, said

from ..actions.investigating import TAKES
from ..actions.registering import Task, tasks
from ..queries.connections import Seen, received_by
from ..queries.fetches import FetchSeen, fetch_of, fetches_of, under_way
from ..rules.states import LIVE, SIGNABLE, Reason, State
from .connections import host_in, name_of, what_now, when
from .fetches import not_shared, past, progress
from .signing_in import offered
from .vendors import VENDOR_NAMES, steps
from .words import tag, words_for

_SOON = timedelta(minutes=3)  # for so long after it was wanted, the page of a portal asks by itself how it is


def connection_context(opened: Opened, seen: Seen, form: Any) -> dict[str, Any]:
    now = timezone.now()
    answer = may(opened.role, Act.CONNECT)
    fetch = under_way(opened, seen.number) if seen.state in LIVE else None
    fetches = fetches_of(opened, seen.number)
    over = [one for one in fetches if one.is_over]
    words = words_for(seen.reason)
    task = _task(seen) if seen.state is State.REGISTERING else None
    return {
        "title": name_of(seen),
        "host": host_in(seen.facts.base or seen.facts.given) if seen.facts.name else "",
        "tag": tag(seen.state),
        "state": seen.state.value,
        "fresh": _fresh(seen, over),
        "reason": words if words.what else None,
        "what": "" if words.what else what_now(seen),
        "told": _told(seen, words.what),
        "may_sign_in_now": seen.reason is Reason.KNOWN_NOW,
        "is_live": seen.state in LIVE,
        "may_sign_in": seen.state in SIGNABLE,
        "is_first": seen.row.signed_in_at is None,
        "another_person": seen.reason is Reason.ANOTHER_PERSON,
        "progress": progress(fetch) if fetch else None,
        "asks_again": fetch is not None or _is_looked_at(seen, now),
        "looking": _is_looked_at(seen, now),
        "steps": _steps(seen, now),
        "facts": _facts(seen, fetch),
        "missing": _missing(opened, seen, over),
        "past": [past(opened, seen, one) for one in fetches],
        "has_received": bool(over),
        "waiting": waiting_total(opened),
        "task": _task_context(task) if task else None,
        "manage": seen.facts.manage,
        "form": form,
        "why_not": "" if answer else _(answer.reason),
        "sign_in_url": reverse("connections:sign_in", args=[opened.uuid, seen.number]),
        "disconnect_url": reverse("connections:disconnect", args=[opened.uuid, seen.number]),
        "here": reverse("connections:connection", args=[opened.uuid, seen.number]),
        "ends_soon": _ends_soon(seen, now),
    }


def _told(seen: Seen, what: str) -> str:
    """What the examination of the portal found, where that says more than the reason does."""
    told = _(seen.facts.told) if seen.facts.told and seen.state in (State.INVESTIGATING, State.NOT_SUPPORTED) else ""
    return "" if told == what else told


def _fresh(seen: Seen, over: list[FetchSeen]) -> Freshness | None:
    at = seen.row.last_fetch_at
    if at is None or seen.state not in (*LIVE, State.SIGN_IN_AGAIN):
        return None
    words = _("Last checked %(moment)s") % {"moment": moment(at)}
    failed = seen.state is not State.CONNECTED or bool(over and over[0].state == "failed")
    return Freshness("failed" if failed else "current", words)


def _is_looked_at(seen: Seen, now: datetime) -> bool:
    """Whether somebody is finding out about the portal this very minute."""
    return seen.state is State.INVESTIGATING and not seen.facts.looks and now - seen.row.created_at < _SOON


def _steps(seen: Seen, now: datetime) -> list[Step]:
    """The way of a portal that nobody knows yet; [] for the others."""
    begun = seen.row.created_at
    day = said(timezone.localtime(begun).date().isoformat())
    if seen.state is State.INVESTIGATING and not _is_looked_at(seen, now):
        end = said(timezone.localtime(begun + TAKES).date().isoformat())
        return [
            Step(_("Asked"), day, "done"),
            Step(_("Being checked"), _("asked again by itself"), "now"),
            Step(_("Answer"), _("by %(day)s") % {"day": end}),
        ]
    if seen.state is State.REGISTERING:
        return [
            Step(_("Found"), day, "done"),
            Step(_("Getting to know each other"), _("up to two business days, mostly"), "now"),
            Step(_("Sign in")),
        ]
    return []


def _facts(seen: Seen, fetch: FetchSeen | None) -> list[tuple[str, Any]]:
    received = received_by(seen.number)
    facts = seen.facts
    return [
        *when(seen, fetch),
        (_("What it may read"), ", ".join(_reads(seen))),
        (_("Received so far"), grouped(received) if received else ""),
        (_("Connected since"), moment(seen.row.signed_in_at) if seen.row.signed_in_at else ""),
        (_("Address"), facts.base or facts.given),
        (_("Software"), facts.software),
    ]


def _reads(seen: Seen) -> list[str]:
    """The names of what it may read; [] before anybody signed in."""
    if seen.row.signed_in_at is None:
        return []
    slugs = [one for one in offered(seen.facts) if not seen.facts.chosen or one in seen.facts.chosen]
    return [str(WORDS[one].name) for one in slugs if one not in seen.facts.missing]


def _missing(opened: Opened, seen: Seen, over: list[FetchSeen]) -> list[str]:
    """Which lists the portal gave no permission for, or shares nothing of."""
    names = [str(WORDS[one].name) if one in WORDS else one for one in seen.facts.missing]
    last = fetch_of(opened, over[0].number) if over else None
    return list(dict.fromkeys([*names, *(not_shared(last.courses) if last else [])]))


def _ends_soon(seen: Seen, now: datetime) -> str:
    """When the permission ends, if that is within a week."""
    ends = seen.ends
    return moment(ends) if seen.state in LIVE and ends and now < ends < now + timedelta(days=7) else ""


def _task(seen: Seen) -> Task | None:
    return next((one for one in tasks() if one.facts.base == seen.facts.base), None)


def _task_context(task: Task) -> dict[str, Any]:
    vendor = task.facts.vendor
    return {
        "vendor": VENDOR_NAMES.get(vendor, ""),
        "steps": steps(vendor, task.number),
        "addresses": task.facts.redirect_uris,
        "base": task.facts.base,
    }


def disconnect_context(opened: Opened, seen: Seen) -> dict[str, Any]:
    received = received_by(seen.number)
    has_access = seen.row.tokens is not None
    title = _("Disconnect %(name)s?") if has_access or received else _("Do not connect %(name)s?")
    return {
        "page_title": _("Disconnect"),
        "title": title % {"name": name_of(seen)},
        "received": received,
        "has_access": has_access,
        "back": reverse("connections:connection", args=[opened.uuid, seen.number]),
        "back_text": name_of(seen),
        "name": name_of(seen),
        "facts": [
            (_("Portal"), name_of(seen)),
            (_("Received so far"), grouped(received)),
            (_("Last checked"), moment(seen.row.last_fetch_at) if seen.row.last_fetch_at else ""),
        ],
        "revokes": bool(seen.facts.revoke),
    }
