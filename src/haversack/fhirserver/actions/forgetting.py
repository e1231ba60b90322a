"""What is kept of codes, tokens and assertions that can do nothing any more? Nothing."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from ..models import AccessToken, App, Code, Permission, RefreshToken, SeenAssertion

# A code or a refresh token shown twice ends a permission: for that it must be remembered while the permission stands.
_PERMISSIONS_STAY = timedelta(days=90)  # so that people see what they had allowed
_UNUSED_APPS_STAY = timedelta(days=30)  # that registered themselves and that nobody let in
_ITSELF = App.RegistrationSource.DCR
_USED = Permission.objects.values("app")


def forget_old(*, now: datetime) -> int:
    """Delete what has expired; returns how many rows went."""
    over = Q(permission__ended__isnull=False) | Q(permission__ends__lt=now)
    gone: list[QuerySet[Any]] = [
        SeenAssertion.objects.filter(until__lt=now),
        AccessToken.objects.filter(expires__lt=now),
        Code.objects.filter(over),
        RefreshToken.objects.filter(over),
        App.objects.filter(registration_source=_ITSELF, created__lt=now - _UNUSED_APPS_STAY).exclude(pk__in=_USED),
        Permission.objects.filter(Q(ended__lt=now - _PERMISSIONS_STAY) | Q(ends__lt=now - _PERMISSIONS_STAY)),
    ]
    return sum(int(rows.delete()[0]) for rows in gone)
