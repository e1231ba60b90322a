"""In which words are an app's mistakes told, with which code and status?"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haversack.records.formats.health_connect.validating import Refusal

from ..actions.phone_taking import SAID
from .troubles import what

# code: (HTTP status, words)
ERRORS: dict[str, tuple[int, str | Promise]] = {
    "invalid_request": (400, _("The request is not as the description of this interface has it.")),
    "not_json": (415, _("Send JSON, and say so in Content-Type.")),
    "too_large": (413, _("The request is larger than 8 MB. Send fewer at a time.")),
    "too_many_items": (413, _("These are more than 1,000 items. Send fewer at a time.")),
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
    "too_many_sources": (409, _("A phone has at most 20 data sources.")),
    "unknown_source": (404, _("There is no data source with this id.")),
    "another_person": (409, _("This is about somebody else than the backpack is. Nothing was taken in.")),
    "several_people": (409, _("This is about several people. Nothing was taken in.")),
}
# Of single items; the others are those of records/formats/health_connect/words.py.
_ITEMS = {
    "not_permitted": _("The person does not allow this category for this phone."),
    "unknown_source": _("There is no data source with this id."),
    "too_large": _("One item is larger than 1 MB."),
    "not_an_item": _("An item needs dataSourceId, fhirVersion and data, all of them text."),
}
assert set(_ITEMS) == set(SAID)


def item_error(number: int, refused: Refusal, upserts: int) -> dict[str, Any]:
    """One item that was refused. number: its place, upserts counted first."""
    where = {"list": "upserts", "index": number}
    if number >= upserts:
        where = {"list": "measurements", "index": number - upserts}
    words = str(_ITEMS.get(refused.code) or what(refused.what))
    return {**where, "code": refused.code, "message": words, **({"field": refused.field} if refused.field else {})}
