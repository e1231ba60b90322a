"""In which words does the settings page say what was told, and how that went?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from haversack.web.browsers import browser
from haversack.web.words import Tag
from haversack.wording.dates import moment

from .queries import BrowserSeen, MessageSeen, Way
from .rules.kinds import Channel, Progress
from .words import WHY, WORDS


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was told: what happened, about what, and where to read more ("" for nowhere)."""

    title: str
    about: str
    address: str


@dataclass(frozen=True, slots=True)
class BrowserLine:
    """One browser in the list; said: since when it is told, or why it is not any more."""

    number: int
    name: str
    mark: str
    said: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One message as the page lists it."""

    when: str
    lines: list[Line]
    ways: list[str]
    tag: Tag | None


def browser_name(user_agent: str) -> str:
    """What a browser calls itself, for a list of one's own."""
    return ", ".join(part for part in browser(user_agent) if part) or _("A browser")


def browser_lines(browsers: list[BrowserSeen]) -> list[BrowserLine]:
    return [BrowserLine(one.number, one.name, one.mark, _said(one), bool(one.stopped)) for one in browsers]


def _said(one: BrowserSeen) -> str:
    if one.stopped:
        words = _("Nothing is sent there any more, since %(why)s. Turn notices on in that browser again, or remove it.")
        return words % {"why": WHY[one.stopped]}
    return _("Since %(when)s") % {"when": moment(one.added_at)}


def told(messages: list[MessageSeen]) -> list[Told]:
    return [Told(moment(one.made_at), _lines(one), [_way(way) for way in one.ways], _tag(one)) for one in messages]


def _lines(message: MessageSeen) -> list[Line]:
    return [
        Line(str(WORDS[kind][0]), about.name if about else "", about.address if about else "")
        for kind, about in message.events
    ]


def _way(way: Way) -> str:
    where = _("E-mail") if way.channel is Channel.MAIL else way.browser or _("A browser that was removed")
    why = str(WHY.get(way.why, ""))
    if way.state is Progress.SENT:
        return _("%(where)s: sent") % {"where": where}
    if way.state is Progress.GIVEN_UP:
        return _("%(where)s: not sent, since %(why)s") % {"where": where, "why": why}
    if why:
        words = _("%(where)s: %(why)s; next try %(when)s")
        return words % {"where": where, "why": why, "when": moment(way.due_at)}
    return _("%(where)s: on its way") % {"where": where}


def _tag(message: MessageSeen) -> Tag | None:
    """What has to be seen at a glance: nothing where it went out."""
    states = {way.state for way in message.ways}
    if Progress.GIVEN_UP in states and Progress.SENT not in states:
        return Tag(_("Did not reach you"), "warn", "warning")
    if not states:
        return Tag(_("Shown here only"))
    return None
