"""How is a permission shown to the person who gave it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from haversack.smart import scopes

from ..models import Permission
from ..queries.permissions import Standing
from ..store import Support
from .consent import groups


@dataclass(frozen=True, slots=True)
class Row:
    """One app on the list: which it is, and what is to be known of it, as (what, value)."""

    uuid: str
    app: str
    facts: Sequence[tuple[str, str]] = field(repr=False)


def shown(standing: Standing, patients: Mapping[str, str], supports: Sequence[Support]) -> Row:
    permission: Permission = standing.permission
    ends = date_format(localtime(permission.ends), "DATETIME_FORMAT")
    facts = [
        (_("Record"), patients.get(permission.patient, "")),
        (_("May see"), _sees(permission.scope, supports)),
        (_("Let in"), date_format(localtime(permission.granted), "DATETIME_FORMAT")),
        (_("Last came"), naturaltime(permission.used) if permission.used else _("never")),
        (_("Ends"), ends if permission.stays else _("%(when)s; it cannot come back by itself") % {"when": ends}),
        (_("Checked"), _("No: it registered itself") if standing.app.registered_itself else _("Yes, by this provider")),
        (_("Website"), standing.app.website),
    ]
    return Row(str(permission.uuid), standing.app.name, facts)


def _sees(scope: str, supports: Sequence[Support]) -> str:
    """The kinds of records in words; all of them in one word."""
    everything, allowed = (
        [tick.name for group in groups(scopes.parse(each), supports, None) for tick in group.ticks]
        for each in ("patient/*.rs", scope)
    )
    return _("Everything that you may see yourself") if allowed == everything else ", ".join(allowed)
