"""How current is what a source told: when was its portal last looked at, and when will it be?"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from haversack.web.words import Freshness
from haversack.wording.dates import moment

from ..ports import Look, last_looks
from ..queries.opened import Opened
from ..queries.sources import SourceName

_MOST = 2  # sources that the head of a list speaks of one by one


def sources_with_times(opened: Opened, sources: Sequence[SourceName]) -> list[tuple[str, str]]:
    """Each source by its name, and how current it is; of one that is no portal, when it last sent something."""
    looks = last_looks(opened.person)
    return [(one.name, _of_source(one, looks.get(one.id))) for one in sources]


def freshness(opened: Opened, sources: Sequence[SourceName]) -> Freshness | None:
    """Of a list: of each portal it comes from how current it is, of more than two the one that is least so; else when a
    source last sent something."""
    looks = last_looks(opened.person)
    portals = [(one, looks[one.id]) for one in sources if one.id in looks and looks[one.id].at is not None]
    if portals:
        return _of_portals(portals)
    checked = [one for one in sources if one.checked_at is not None]
    if not checked:
        return None
    newest = max(checked, key=lambda one: one.checked_at)  # type: ignore[arg-type,return-value]
    words = _("Last added %(when)s, from %(source)s")
    return Freshness("current", words % {"when": moment(newest.checked_at), "source": newest.name})  # type: ignore[arg-type]


def _of_portals(portals: Sequence[tuple[SourceName, Look]]) -> Freshness:
    oldest = min(portals, key=lambda pair: pair[1].at)  # type: ignore[arg-type,return-value]
    shown = portals if len(portals) <= _MOST else [oldest]
    words = [_("%(source)s: %(when)s") % {"source": one.name, "when": _of_look(look)} for one, look in shown]
    is_well = all(look.is_well for _source, look in shown)
    return Freshness("current" if is_well else "failed", ". ".join(words))


def _of_source(source: SourceName, look: Look | None) -> str:
    if look is not None and look.at is not None:
        return _of_look(look)
    return moment(source.checked_at) if source.checked_at else ""


def _of_look(look: Look) -> str:
    assert look.at is not None
    at = moment(look.at)
    if look.following is not None:
        return _("looked at %(when)s, next look %(next)s") % {"when": at, "next": moment(look.following)}
    return _("looked at %(when)s, not again by itself") % {"when": at}
