"""Whose record does a bearer token open, now? Every request asks anew, so what was taken back is closed at once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from haversack.smart import scopes
from haversack.smart.launch import same_server

from ..models import AccessToken, Permission
from ..store import Reach, people


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
    found = (
        AccessToken.objects.select_related("application", "permission__user")
        .filter(token_checksum=hashlib.sha256(token.encode()).hexdigest(), expires__gt=now)
        .first()
    )
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
