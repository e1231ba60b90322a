"""Which apps has this user let in, and which app is this?"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from haversack.accounts.models import User
from haversack.smart.registration import NO_SECRET

from ..models import App, Permission, RefreshToken


@dataclass(frozen=True, slots=True)
class Standing:
    """One permission that this user gave and that still works."""

    permission: Permission
    app: App


def connected(user: User, *, now: datetime) -> list[Standing]:
    """What the user allowed and has not taken back, newest first."""
    rows = Permission.objects.filter(user=user, ended=None, ends__gt=now).select_related("app").order_by("-granted")
    return [Standing(row, row.app) for row in rows]


def all_apps(*, now: datetime) -> Iterator[dict[str, object]]:
    """Every app and service, for the operator: who added it, and how many permissions it has."""
    standing = Count("permissions", filter=Q(permissions__ended=None, permissions__ends__gt=now))
    for app in App.objects.annotate(people=standing).order_by("name", "pk"):
        yield {
            "id": app.client_id,
            "name": app.name,
            "kind": "service" if app.is_service else app.method,
            "added_by": "itself" if app.registered_itself else "the site",
            "people": app.people,
            "state": "ended" if app.ended else "let in",
        }


def own_permission(user: User, uuid: str) -> Permission | None:
    """One of the user's own permissions; anybody else's does not exist."""
    return Permission.objects.filter(user=user, uuid=uuid).select_related("app").first()


def app_of(client_id: str) -> App | None:
    """The app with this id, unless the site has ended it."""
    if "\0" in client_id:
        return None
    return App.objects.filter(client_id=client_id, ended=None).first()


def public_app_of(refresh: str) -> str | None:
    """The id of the app that holds a refresh token, if it is one that keeps no secret."""
    found = RefreshToken.objects.filter(
        token_checksum=hashlib.sha256(refresh.encode()).hexdigest(), application__method=NO_SECRET
    )
    return found.values_list("application__client_id", flat=True).first()


def knows_origin(origin: str) -> bool:
    """Whether some app runs in browsers from this origin."""
    rows = App.objects.filter(allowed_origins__contains=origin, ended=None).values_list("allowed_origins", flat=True)
    return any(origin in row.split() for row in rows)
