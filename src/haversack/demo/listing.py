"""How does the demo's directory come to know the hospitals beside it? As any directory does: it asks them.

Each portal publishes a list of itself (SMART User-access Brands), which is fetched from its own address.
"""

from __future__ import annotations

from django.conf import settings
from django.db import connections
from django.utils import timezone

from haversack.connections.actions.indexing import count_words
from haversack.connections.actions.lists import take_list
from haversack.connections.http import AnswerTooLarge, NoAnswer, Web
from haversack.connections.rules.reaching import Allowed


def list_portals(addresses: dict[str, str]) -> None:
    """Take in what each of them says of itself now; what it said at an earlier start, on another port, is forgotten."""
    try:
        with Web(Allowed.read(list(settings.ALLOWED_PORTALS))) as web:
            for name, address in addresses.items():
                data = web.get(f"{address}brands").body
                take_list(address=f"demo: {name}", data=data, now=timezone.now(), is_own=True)
        count_words()
    except (NoAnswer, AnswerTooLarge):
        return  # the demo is whole without it
    finally:
        connections.close_all()  # asked from a thread of its own
