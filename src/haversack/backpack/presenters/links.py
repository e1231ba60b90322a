"""What do pages say of a SMART Health Link: one that waits to be opened, and one that is looked after?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haversack.smart.links.refused import Wrong
from haversack.web.words import Tag
from haversack.wording.dates import moment

from ..models.work_facts import ImportFacts
from ..queries.links import SeenLink, links_of
from ..queries.opened import Opened
from ..rules.roles import Act, may

_PASSCODE = (Wrong.PASSCODE.value, Wrong.WRONG_PASSCODE.value)


@dataclass(frozen=True, slots=True)
class Kept:
    """A link in the list."""

    name: str
    url: str
    meta: str
    tag: Tag | None


def kept_links(opened: Opened) -> list[Kept]:
    """The links that are looked after, or were."""
    return [
        Kept(_name(one), reverse("backpack:link", args=[opened.uuid, one.id]), _when(one), _tag(one))
        for one in links_of(opened)
    ]


def link_context(opened: Opened, one: SeenLink) -> dict[str, Any]:
    """The page of one link."""
    answer = may(opened.role, Act.IMPORT)
    return {
        "title": _name(one),
        "facts": [
            (_("Kept at"), one.host),
            (_("Last looked at"), moment(one.looked_at)),
            (_("Looked at again"), moment(one.next_at) if one.next_at else ""),
        ],
        "trouble": _(Wrong[one.reason].value) if one.reason in Wrong.__members__ else "",
        "is_over": one.ended_at is not None,
        "why_not": "" if answer else _(answer.reason),
    }


def unopened_link(facts: ImportFacts) -> dict[str, Any]:
    """Of an import that ended at a link: why, and whether a passcode may help."""
    asks = facts.told in _PASSCODE
    left = ""
    if asks and facts.attempts > 0:
        left = (
            ngettext("It can be tried %d more time.", "It can be tried %d more times.", facts.attempts) % facts.attempts
        )
    return {"reason": _(facts.told), "attempts": left, "asks_passcode": asks}


def _name(one: SeenLink) -> str:
    return one.label or _("Link to %(host)s") % {"host": one.host}


def _when(one: SeenLink) -> str:
    return _("%(host)s, last looked at %(when)s") % {"host": one.host, "when": moment(one.looked_at)}


def _tag(one: SeenLink) -> Tag | None:
    if one.ended_at is not None:
        return Tag(_("over"))
    return Tag(_("brought nothing the last time"), "warn") if one.reason else None
