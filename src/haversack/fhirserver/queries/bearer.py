"""Whose record does a bearer token open, now? Every request asks anew, so what was taken back is closed at once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet

from haversack.accounts.models import User
from haversack.smart import scopes
from haversack.smart.launch import same_server

from ..models import AccessToken, App, Permission
from ..store import Reach, people
from .prepared import ask


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token that works, and what it reaches."""

    token: AccessToken
    reach: Reach


def bearer(token: str, *, base: str, now: datetime) -> Bearer | None:
    """None for a token that does not work: unknown, expired, taken back, for another server, of a right that ended."""
    found = live_token(token, now)
    if found is None:
        return None
    granted = scopes.parse(found.scope)
    permission = found.permission
    if permission is None:
        return Bearer(found, Reach(None, None, found.application.client_id, granted.at("system"), now))
    if not same_server(permission.audience, base):
        return None
    standing = people().standing(permission.user, permission.patient, now)
    if standing is None:
        return None
    reach = Reach(
        permission.user, permission.patient, found.application.client_id, granted.at("patient"), now, standing.sections
    )
    return Bearer(found, reach)


def live_token(token: str, now: datetime) -> AccessToken | None:
    """The token as it is kept, if it and everything that it hangs on still stands."""
    found = _kept(hashlib.sha256(token.encode()).hexdigest(), now)
    if found is None or found.application is None or found.application.ended is not None:
        return None
    permission = found.permission
    if permission is None:
        return found
    if permission.ended is not None or permission.ends <= now or not permission.user.is_active:
        return None
    if permission.stays == Permission.ONLINE and not still_signed_in(permission, now):
        return None
    return found


def still_signed_in(permission: Permission, now: datetime) -> bool:
    """Whether the session in which an app was let in "while I am here" goes on."""
    keys = UserSession.objects.filter(user=permission.user).values_list("session_key", flat=True)
    own = [key for key in keys if hashlib.sha256(key.encode()).hexdigest() == permission.session]
    return Session.objects.filter(session_key__in=own, expire_date__gt=now).exists()


def _in_order(model: type[Model], *wanted: str) -> tuple[str, ...]:
    """These columns in the order in which the model has them, as it wants to be made of them."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname in wanted)


# Of four tables, what a request needs. The rest of a row is read when somebody asks for it.
_COLUMNS: dict[type[Model], tuple[str, ...]] = {
    AccessToken: _in_order(AccessToken, "id", "scope", "expires", "user_id", "application_id", "permission_id"),
    App: _in_order(App, "id", "client_id", "name", "ended"),
    Permission: _in_order(
        Permission, "id", "uuid", "user_id", "app_id", "patient", "audience", "stays", "session", "ends", "ended"
    ),
    User: _in_order(User, "id", "uuid", "is_active"),
}
_WAYS = {AccessToken: "", App: "application__", Permission: "permission__", User: "permission__user__"}


def _kept(checksum: str, now: datetime) -> AccessToken | None:
    """The token of this checksum that has not expired, with whatever hangs on it."""

    def build(values: Sequence[Any]) -> QuerySet[AccessToken, Any]:
        columns = [_WAYS[model] + name for model, names in _COLUMNS.items() for name in names]
        return AccessToken.objects.filter(token_checksum=values[0], expires__gt=values[1]).values_list(*columns)

    rows = ask("token", build, [checksum, now])
    if not rows:
        return None
    made, values = {}, iter(rows[0])
    for model, names in _COLUMNS.items():
        made[model] = _instance(model, names, [next(values) for _ in names])
    token, app, permission, user = (made[model] for model in _COLUMNS)
    token.application, token.permission = app, permission
    if permission is not None:
        permission.user = user
    return token


def _instance(model: type[Model], names: Sequence[str], row: Sequence[Any]) -> Any:
    """A model's row of these columns; None where there is none (an outer join that met nothing)."""
    if row[names.index("id")] is None:
        return None
    return model.from_db(DEFAULT_DB_ALIAS, names, row)
