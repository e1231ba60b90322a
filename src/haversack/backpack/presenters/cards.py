"""How does a page say what a health card is worth that an entry came on?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from haversack.wording.dates import moment

from ..queries.cards import Standing, standing
from ..queries.details import Behind


@dataclass(frozen=True, slots=True)
class Signature:
    """kind: of the notice ("ok", "warn"); title and text: the notice; fact: the same in one line; card: as text."""

    kind: str
    title: str
    text: str
    fact: str
    card: str


def signature(one: Behind) -> Signature | None:
    """What the card of this resource is worth; None where it came on none."""
    found = standing(one)
    if found is None:
        return None
    if found.verdict.wrong is None:
        return _verified(found)
    why = _(found.verdict.words)
    told = _("Not verified: %(why)s") % {"why": why}
    text = _("It came on a health card. %(why)s") % {"why": why}
    if found.verdict.name:
        text = f"{text} {_('The card names as its issuer: %(issuer)s.') % {'issuer': found.verdict.name}}"
    return Signature("warn", _("Not verified"), text, told, found.text)


def _verified(found: Standing) -> Signature:
    name = found.verdict.name
    title = _("Verified: signed by %(issuer)s") % {"issuer": name}
    text = _("It came on a health card whose signature holds: nobody changed it since.")
    if found.issued is None:
        return Signature("ok", title, text, title, found.text)
    when = moment(found.issued)
    fact = _("Verified: signed by %(issuer)s, %(when)s") % {"issuer": name, "when": when}
    return Signature("ok", title, f"{text} {_('Signed: %(when)s.') % {'when': when}}", fact, found.text)
