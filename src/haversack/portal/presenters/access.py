"""In which words does a page say who stands in for somebody, for what and until when?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from haversack.web.words import Tag
from haversack.wording.dates import said

from ..queries.proxies import StandIn
from ..rules.access import Kind
from ..rules.minors import day_of
from ..rules.sections import NAMES, Section

KINDS: dict[Kind, str] = {
    Kind.CONSENT: "by a form that you signed",
    Kind.PARENT: "as a parent",
    Kind.REPRESENTATIVE: "as a representative",
}


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One line of the list: who, as what, what of the record, since and until when."""

    uuid: UUID
    name: str = field(repr=False)
    about: str = field(repr=False)
    covers: str
    when: str
    tag: Tag | None


def access_line(one: StandIn, zone: str) -> AccessLine:
    about = capfirst(", ".join(part for part in (one.relation, _(KINDS[one.kind])) if part))
    return AccessLine(one.uuid, one.name, about, covers(one.sections), _when(one, zone), _tag(one))


def covers(sections: frozenset[Section] | None) -> str:
    """What of the record, in a sentence's words."""
    if sections is None:
        return _("Sees everything that is shown here")
    named = [_(words) for section, words in NAMES.items() if section in sections]
    return _("Sees: %(sections)s") % {"sections": ", ".join(named)}


def _when(one: StandIn, zone: str) -> str:
    signed = _("Signed on %(day)s") % {"day": said(one.signed_on.isoformat())}
    if one.ended_at is not None:
        ended = _day(one.ended_at, zone)
        by_you = _("ended by you on %(day)s") if one.ended_by_patient else _("ended on %(day)s")
        return f"{signed}, {by_you % {'day': ended}}"
    if one.until is None:
        return _("%(form)s, without an end") % {"form": signed}
    return _("%(form)s, until %(day)s") % {"form": signed, "day": _day(one.until - timedelta(seconds=1), zone)}


def _tag(one: StandIn) -> Tag | None:
    if one.ended_at is not None:
        return None
    if not one.enrolled:
        return Tag(_("Has not signed in yet"), "wait", "clock")
    return Tag(_("Has access"), "ok", "check") if one.holds else Tag(_("Not now"), "", "stop")


def _day(moment: datetime, zone: str) -> str:
    return said(day_of(moment, zone).isoformat())
