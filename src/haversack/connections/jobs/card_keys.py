"""Are the keys of those who sign health cards as they publish them today? Asked where the operator allows it."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from ..actions.card_keys import ask_due


def sweep_card_keys() -> None:
    """Ask the issuers whose turn it is."""
    if settings.CARD_KEYS_ONLINE:
        ask_due(timezone.now())
