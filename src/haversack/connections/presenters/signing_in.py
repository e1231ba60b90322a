"""What does a person read before they go to a portal to sign in, and when they come back?"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from haversack.backpack.presenters.categories import WORDS
from haversack.backpack.queries.opened import Opened
from haversack.smart.asking import CATEGORIES
from haversack.smart.examining import CATEGORY_TYPES

from ..models.facts import ConnectionFacts
from ..queries.connections import Seen, connection_of
from ..rules.states import Reason
from .connections import host_in, name_of
from .words import words_for


def offered(facts: ConnectionFacts) -> list[str]:
    """The categories that a portal has something for; all of them where it does not say what it has."""
    served = set(facts.types)
    if not served:
        return list(CATEGORIES)
    return [one for one in CATEGORIES if one not in CATEGORY_TYPES or served & set(CATEGORY_TYPES[one])]


def sign_in_context(opened: Opened, seen: Seen, form: Any) -> dict[str, Any]:
    facts = seen.facts
    return {
        "form": form,
        "name": name_of(seen),
        "host": host_in(facts.authorize),
        "again": seen.row.signed_in_at is not None,
        "another_person": seen.reason is Reason.ANOTHER_PERSON,
        "lacks": [str(WORDS[one].name) for one in CATEGORIES if one not in offered(facts)],
        "keeps_going": "offline_access" in facts.scopes or "permission-offline" in facts.capabilities,
        "back": reverse("connections:connection", args=[opened.uuid, seen.number]),
    }


def leaving_context(seen: Seen, address: str) -> dict[str, Any]:
    return {"name": name_of(seen), "host": host_in(seen.facts.authorize), "address": address}


def came_back(opened: Opened, number: int, reason: Reason = Reason.NONE) -> str:
    """What came of it, in a sentence or two."""
    seen = connection_of(opened, number)
    if reason is not Reason.NONE:
        words = words_for(reason)
        return f"{words.what} {words.next}"
    told = _("Connected to %(name)s. The first records come within seconds.") % {"name": name_of(seen)}
    missing = [str(WORDS[one].name) for one in seen.facts.missing if one in WORDS]
    if not missing:
        return told
    return f"{told} " + _("It did not allow: %(names)s.") % {"names": ", ".join(missing)}
