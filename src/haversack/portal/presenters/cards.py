"""How do health cards read: in their list, on their page and at the desk? (X7)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haversack.records.cards.carrying import codes_of
from haversack.records.cards.checking import said_by
from haversack.web.codes import qr_svg
from haversack.web.words import Tag
from haversack.wording.dates import moment, said
from haversack.wording.entries import short_value, title

from ..models import HealthCard
from ..queries.bodies import Shown
from ..queries.cards import Issued
from ..queries.reader import Reader
from ..queries.whose import whose
from ..rules.cards import CardKind, Revoked
from .lines import meta

NAMES: dict[CardKind, str | Promise] = {
    CardKind.VACCINES: gettext_lazy("Vaccines"),
    CardKind.RESULTS: gettext_lazy("Laboratory results"),
}
WHY: dict[Revoked, str | Promise] = {
    Revoked.ASKED: gettext_lazy("The patient asked for it"),
    Revoked.LOST: gettext_lazy("The patient lost it, or somebody else has it"),
    Revoked.WRONG: gettext_lazy("What is on it is wrong"),
}
_LISTED = 3


def list_context(reader: Reader, cards: Sequence[Issued]) -> dict[str, Any]:
    """Every card with its state."""
    return {"rows": [_row(reader.uuid, one) for one in cards]}


def card_context(reader: Reader, card: Issued, body: str) -> dict[str, Any]:
    """One card: its codes, what they say, and who signed it."""
    assert card.shown is not None
    (own,) = whose([reader])
    codes = codes_of(body)
    label = _("Code for a camera, with this card in it")
    return {
        "card": card,
        "name": NAMES[card.kind],
        "whose": own,
        "born": _("born %(day)s") % {"day": said(own.born.isoformat())} if own.born else "",
        "issuer": said_by(body).issuer.removeprefix("https://"),
        "made": moment(card.made_at),
        "tag": _state(card.revoked_at is not None),
        "revoked": moment(card.revoked_at) if card.revoked_at else "",
        "codes": [] if card.revoked_at else [qr_svg(*code, label) for code in codes],
        "lines": [(title(one.entry), short_value(one.entry), meta(one)) for one in card.shown if one.entry],
    }


def choices(found: Sequence[Shown]) -> list[tuple[str, str]]:
    """What can be chosen for a new card, as the list of the section reads."""
    return [(str(one.row.pk), _said(one)) for one in found if one.entry]


def desk_rows(cards: Sequence[tuple[HealthCard, bool]]) -> list[dict[str, Any]]:
    """A patient's cards at the desk: which kind, since when, whether it holds; not what is on it."""
    return [
        {
            "uuid": one.uuid,
            "name": str(NAMES[CardKind(one.kind)]),
            "made": _("made %(when)s") % {"when": moment(one.made_at)},
            "why": str(WHY[Revoked(one.why_revoked)]) if one.why_revoked else "",
            "tag": _state(one.revoked_at is not None),
            "holds": one.revoked_at is None,
            "changed": _("What is on it was changed in the record since.") if changed else "",
        }
        for one, changed in cards
    ]


def _row(patient: UUID, one: Issued) -> dict[str, Any]:
    told = [title(shown.entry) for shown in one.shown or () if shown.entry]
    names = ", ".join(dict.fromkeys(told[:_LISTED]))
    more = len(told) - _LISTED
    if more > 0:
        names += ngettext(" and %d more", " and %d more", more) % more
    return {
        "name": str(NAMES[one.kind]),
        "url": reverse("portal:card", args=[patient, one.uuid]) if one.shown is not None else "",
        "meta": names if one.shown is not None else _("What is on it is not shown here any more."),
        "more": moment(one.made_at),
        "tag": _state(one.revoked_at is not None),
    }


def _said(one: Shown) -> str:
    assert one.entry is not None
    return ", ".join(part for part in (title(one.entry), short_value(one.entry), meta(one)) if part)


def _state(is_revoked: bool) -> Tag:
    return Tag(_("Taken back"), "warn", "stop") if is_revoked else Tag(_("Holds"), "ok", "check")
