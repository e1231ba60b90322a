"""Which notices of connections come by themselves? A thin caller of its action."""

from __future__ import annotations

from django.utils import timezone

from ..actions.telling import look_ahead


def sweep_notices() -> None:
    """Have told what ends soon, and what has failed for days."""
    look_ahead(timezone.now())
