"""How far is a fetch, kind by kind, and what came of those that are over?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haversack.backpack.presenters.categories import ORDER, WORDS
from haversack.backpack.presenters.work import grouped
from haversack.backpack.queries.opened import Opened
from haversack.web.words import Tag
from haversack.wording.dates import moment

from ..queries.connections import Seen
from ..queries.fetches import CourseSeen, FetchSeen
from ..rules.states import Reason
from .words import words_for

_WHY = {
    "first": gettext_lazy("After connecting"),
    "signed_in": gettext_lazy("After signing in again"),
    "hand": gettext_lazy("By hand"),
    "schedule": gettext_lazy("By itself"),
}
# Why a kind of records did not come whole (smart/answers.py).
TROUBLES = {
    "unreachable": gettext_lazy("The portal did not answer."),
    "cut_off": gettext_lazy("The portal’s answer broke off."),
    "unauthorized": gettext_lazy("The permission ended meanwhile."),
    "not_shared": gettext_lazy("The portal does not share this."),
    "not_there": gettext_lazy("The portal does not have this."),
    "gone": gettext_lazy("The portal lost its place in a long list."),
    "refused": gettext_lazy("The portal does not understand the question."),
    "busy": gettext_lazy("The portal was too busy."),
    "unwell": gettext_lazy("The portal had a fault of its own."),
    "unreadable": gettext_lazy("The portal’s answer could not be read."),
    "too_large": gettext_lazy("The answer was larger than can be taken in."),
    "elsewhere": gettext_lazy("The list goes on at another server, where this site does not follow."),
    "endless": gettext_lazy("The list goes round in circles."),
    "another_patient": gettext_lazy("Records of somebody else came, and were not taken in."),
    "not_allowed": gettext_lazy("It is at an address this site does not connect to."),
}
_ABOUT, _SPOKEN_OF = gettext_lazy("Name, care team and places"), gettext_lazy("Files, and what the records speak of")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of records in a fetch. state: waiting, running, done or failed; why: each reason once."""

    name: str
    icon: str
    state: str
    received: int
    why: tuple[str, ...] = ()

    @property
    def tag(self) -> Tag:
        return {
            "waiting": Tag(_("Waiting"), "", ""),
            "running": Tag(_("Now"), "info", "refresh"),
            "done": Tag(_("Done"), "ok", "check"),
            "failed": Tag(_("Not whole"), "warn", "warning"),
        }[self.state]


@dataclass(frozen=True, slots=True)
class Progress:
    """A fetch under way. done, total: questions to the portal, which are known beforehand; records are not."""

    received: int
    done: int
    total: int
    since: datetime
    kinds: tuple[Kind, ...]
    note: str
    stopping: bool
    now: str


def progress(seen: FetchSeen) -> Progress:
    kinds = kinds_of(seen.courses)
    running = [one.name for one in kinds if one.state == "running"]
    return Progress(
        received=seen.counts["received"],
        done=seen.done,
        total=len(seen.courses),
        since=seen.created_at,
        kinds=kinds,
        note=_note(seen),
        stopping=seen.stop_asked,
        now=", ".join(running),
    )


def _note(seen: FetchSeen) -> str:
    if seen.stop_asked:
        return _("Stopping. What came stays.")
    if seen.state == "waiting" and seen.reason:
        words = words_for(Reason(seen.reason))
        return f"{words.what} " + _("It goes on by itself: %(moment)s.") % {"moment": moment(seen.due_at)}
    if not seen.courses:
        return _("It waits its turn and goes on by itself.")
    return ""


def kinds_of(courses: Sequence[CourseSeen]) -> tuple[Kind, ...]:
    """The courses by the list their records mostly stand on, in the order of the lists."""
    found = []
    for slug in (*ORDER, "", None):
        mine = [one for one in courses if one.category == slug and one.type] if slug is not None else [
            one for one in courses if not one.type
        ]  # fmt: skip
        if not mine:
            continue
        name, icon = (WORDS[slug].name, WORDS[slug].icon) if slug else (_ABOUT, "person")
        if slug is None:
            name, icon = _SPOKEN_OF, "link"
        found.append(Kind(str(name), icon, _state(mine), sum(one.received for one in mine), _why(mine)))
    return tuple(found)


def _state(courses: Sequence[CourseSeen]) -> str:
    states = {one.state for one in courses}
    if states <= {"waiting"}:
        return "waiting"
    if states & {"waiting", "running"}:
        return "running"
    return "failed" if any(one.state == "failed" and not one.optional for one in courses) else "done"


def _why(courses: Sequence[CourseSeen]) -> tuple[str, ...]:
    told = [str(TROUBLES[one.reason]) for one in courses if one.reason in TROUBLES and not one.optional]
    return tuple(dict.fromkeys(told))


def not_shared(courses: Sequence[CourseSeen]) -> list[str]:
    """The names of the lists of which the portal gave nothing, since it does not share them."""
    slugs = [one.category for one in courses if one.reason == "not_shared" and one.category in WORDS]
    came = {one.category for one in courses if one.received}
    return [str(WORDS[slug].name) for slug in dict.fromkeys(slugs) if slug not in came]


# Those that are over -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Past:
    """One fetch in the history."""

    name: str
    url: str
    why: str
    counts: str
    tag: Tag


def past(opened: Opened, seen: Seen, fetch: FetchSeen) -> Past:
    return Past(
        moment(fetch.started_at or fetch.created_at),
        reverse("connections:fetch", args=[opened.uuid, seen.number, fetch.number]),
        str(_WHY[fetch.why]),
        counts(fetch),
        state_tag(fetch),
    )


def state_tag(fetch: FetchSeen) -> Tag:
    if fetch.state == "waiting" and fetch.reason:  # for the portal, or for somebody to sign in
        return Tag(_("Waiting"), "wait", "clock")
    if not fetch.is_over:
        return Tag(_("Fetching"), "info", "refresh")
    if fetch.state == "stopped":
        return Tag(_("Stopped"), "", "stop")
    if fetch.state == "failed":
        return Tag(_("Not done"), "warn", "warning")
    return Tag(_("In part"), "warn", "warning") if fetch.state == "part" else Tag(_("Done"), "ok", "check")


def counts(fetch: FetchSeen) -> str:
    """What came, in a few words; of a fetch that brought nothing, that there was nothing new."""
    told = fetch.counts
    parts = [
        (told["new"], _("%s new")),
        (told["changed"], _("%s changed")),
        (told["unchanged"], _("%s here already")),
        (told["declined"], _("%s you did not want")),
        (told["withdrawn"], _("%s taken back by the provider")),
        (told["unreadable"], _("%s could not be read")),
    ]
    said = [words % grouped(number) for number, words in parts if number]
    if fetch.state in ("done", "part") and not told["new"] and not told["changed"]:
        said.insert(0, _("Nothing new"))
    return ", ".join(said)


def fetch_context(opened: Opened, seen: Seen, fetch: FetchSeen) -> dict[str, Any]:
    began = fetch.started_at or fetch.created_at
    reason = words_for(Reason(fetch.reason)) if fetch.reason else None
    kind = _("Everything the portal holds") if fetch.kind == "full" else _("What changed since the last time")
    received = fetch.counts["received"]
    return {
        "title": _("Fetch of %(moment)s") % {"moment": moment(began)},
        "tag": state_tag(fetch),
        "facts": [
            (_("Why"), str(_WHY[fetch.why])),
            (_("Asked for"), kind),
            (_("Began"), moment(began)),
            (_("Ended"), moment(fetch.finished_at) if fetch.finished_at else ""),
            (_("Received"), ngettext("%s record", "%s records", received) % grouped(received)),
            (_("Of these"), counts(fetch)),
        ],
        "reason": reason,
        "kinds": kinds_of(fetch.courses),
        "said": list(dict.fromkeys(said for _query, _why, said in fetch.reasons if said))[:20],
        "back": reverse("connections:connection", args=[opened.uuid, seen.number]),
    }
