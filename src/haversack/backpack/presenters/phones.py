"""How are paired phones shown, with what each may hand in and what it shares?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haversack.records.categories import PERSONAL_DETAILS, PRACTITIONER_DETAILS
from haversack.web.codes import qr_svg
from haversack.web.words import Tag
from haversack.wording.dates import moment

from ..queries.opened import Opened
from ..queries.phones import PhoneSeen
from ..rules.phones import GRANTABLE, MEASUREMENTS
from ..rules.roles import Act, may
from .categories import WORDS
from .troubles import what
from .work import grouped

CHOICES = [(slug, gettext_lazy("Measurements") if slug == MEASUREMENTS else WORDS[slug].name) for slug in GRANTABLE]

_BESIDE = {
    PERSONAL_DETAILS.slug: gettext_lazy("Personal details"),
    PRACTITIONER_DETAILS.slug: gettext_lazy("Practitioners"),
}


def phones_context(opened: Opened, seen: list[PhoneSeen]) -> dict[str, Any]:
    """The list, and whether this viewer may add to it."""
    answer = may(opened.role, Act.IMPORT)
    rows = [(one.name, _url(opened, one), _about(one), _last(one), state_tag(one)) for one in seen]
    return {"phones": rows, "why_not": "" if answer else _(answer.reason)}


def phone_context(opened: Opened, seen: PhoneSeen) -> dict[str, Any]:
    """One phone."""
    answer = may(opened.role, Act.IMPORT)
    facts = [(_("Paired"), moment(seen.paired_at)), (_("Last heard of"), moment(seen.seen_at) if seen.seen_at else "")]
    if seen.revoked_at:
        facts.append((_("Taken back"), moment(seen.revoked_at)))
    sources = [
        (
            _("Measurements") if not base else name,
            ngettext("%s record", "%s records", number) % grouped(number),
            moment(at) if at else _("nothing yet"),
        )
        for name, base, number, at in seen.sources
    ]
    gone = ngettext(
        "%s record is not shared by this phone any more. It stays in the backpack as it is.",
        "%s records are not shared by this phone any more. They stay in the backpack as they are.",
        seen.gone,
    ) % grouped(seen.gone)
    return {
        "phone": seen,
        "tag": state_tag(seen),
        "facts": facts,
        "sources": sources,
        "gone": gone if seen.gone else "",
        "may_change": bool(answer) and not seen.revoked_at,
        "granted": [str(name) for slug, name in CHOICES if slug in seen.granted],
    }


def code_context(address: str, code: str, ends_at: datetime) -> dict[str, Any]:
    """The code on the screen. address: of the phone's API, absolute."""
    return {
        "picture": qr_svg(f"{address}#", code, _("Square code that pairs the phone")),
        "code": " ".join(code[at : at + 4] for at in range(0, len(code), 4)),
        "address": address,
        "ends": moment(ends_at),
    }


def leaving_context(report: dict[str, Any]) -> dict[str, Any]:
    """What a phone would take and refuse (records/formats/health_connect/leaving.py), in words."""
    names = {**{slug: words.name for slug, words in WORDS.items()}, **_BESIDE}
    return {
        "written": report["written"],
        "refused": report["refused"],
        "taken": [(str(names[slug]), grouped(number)) for slug, number in report["by_category"].items()],
        "reasons": [(why, ", ".join(kinds)) for why, kinds in _by_reason(report["reasons"]).items()],
    }


def _by_reason(reasons: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Each reason once, with the kinds of resources that it turns away and how many of each."""
    found: dict[str, list[str]] = {}
    for one in reasons:
        found.setdefault(what(one["what"]), []).append(f"{one['type']} ({grouped(one['count'])})")
    return found


def state_tag(seen: PhoneSeen) -> Tag:
    if seen.revoked_at:
        return Tag(_("Taken back"), "", "cross")
    return Tag(_("May hand in"), "ok", "check") if seen.granted else Tag(_("Nothing allowed"), "wait", "lock")


def _url(opened: Opened, seen: PhoneSeen) -> str:
    return reverse("backpack:phone", args=[opened.uuid, seen.uuid])


def _about(seen: PhoneSeen) -> str:
    if len(seen.granted) == len(GRANTABLE):
        return _("All categories")
    return ", ".join(str(name) for slug, name in CHOICES if slug in seen.granted)


def _last(seen: PhoneSeen) -> str:
    return _("Last heard of: %s") % moment(seen.seen_at) if seen.seen_at else ""
