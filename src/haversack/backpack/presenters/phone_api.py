"""In which words are an app's mistakes told, with which code and status?"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from haversack.records.formats.health_connect.validating import Refusal

from ..rules.phones import MOST_BYTES, MOST_ITEMS, MOST_SOURCES
from .troubles import what
from .work import grouped

_grouped = lazy(grouped, str)  # in the language of who asks, not of who imports

# code: (HTTP status, words)
ERRORS: dict[str, tuple[int, str | Promise]] = {
    "invalid_request": (400, _("The request is not as the description of this interface has it.")),
    "not_json": (415, _("Send JSON, and say so in Content-Type.")),
    "too_large": (
        413,
        format_lazy(_("The request is larger than {most} MB. Send fewer at a time."), most=MOST_BYTES >> 20),
    ),
    "too_many_items": (
        413,
        format_lazy(_("These are more than {most} items. Send fewer at a time."), most=_grouped(MOST_ITEMS)),
    ),
    "method_not_allowed": (405, _("This address does not answer that method.")),
    "no_token": (401, _("Send the token of the phone: Authorization: Bearer …")),
    "token_not_good": (401, _("This phone is not paired any more. Pair it again.")),
    "code_not_good": (403, _("This code was used or is too old. Have a new one shown.")),
    "too_many": (429, _("Too many codes were tried. Wait some minutes.")),
    "invalid_data_source": (
        400,
        _("A data source needs fhirBaseUri, displayName, and fhirVersion 4.0.1 or 4.3.0."),
    ),
    "name_taken": (409, _("Another data source of this phone has that display name.")),
    "too_many_sources": (409, format_lazy(_("A phone has at most {most} data sources."), most=MOST_SOURCES)),
    "unknown_source": (404, _("There is no data source with this id.")),
    "another_person": (409, _("This is about somebody else than the backpack is. Nothing was taken in.")),
    "several_people": (409, _("This is about several people. Nothing was taken in.")),
}


def item_error(number: int, refused: Refusal, upserts: int) -> dict[str, Any]:
    """One item that was refused. number: its place, upserts counted first."""
    where = {"list": "upserts", "index": number}
    if number >= upserts:
        where = {"list": "measurements", "index": number - upserts}
    return {
        **where,
        "code": refused.code,
        "message": what(refused.what),
        **({"field": refused.field} if refused.field else {}),
    }
