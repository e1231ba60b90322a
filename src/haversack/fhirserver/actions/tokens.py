"""How does a code become a token, a refresh token the next pair, and what ends when one of them is shown twice?"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from haversack import audit
from haversack.smart import lifetimes

from ..models import AccessToken, App, Code, Permission, RefreshToken
from ..queries.bearer import still_signed_in
from ..store import people
from .permitting import end, hash_of, patient_uuid


class NotGood(Exception):
    """The code or refresh token brings nothing (any more). The app must ask the person again."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Fresh tokens; this is the only time that they are in clear."""

    access: str
    refresh: str
    expires_in: int


def redeem(*, code: str, app: App, now: datetime) -> Code:
    """Take a code, which works once, whatever comes of it. Shown again, it ends what it brought."""
    found = Code.objects.select_related("permission__app", "permission__user").filter(code=hash_of(code)).first()
    if found is None or found.application_id != app.pk:
        raise NotGood
    if not Code.objects.filter(pk=found.pk, used=None).update(used=now):
        end(permission=found.permission, why="misuse", by=app, now=now)
        raise NotGood
    if found.expires <= now or not _stands(found.permission, now):
        raise NotGood
    return found


def present(*, refresh: str, app: App, now: datetime) -> RefreshToken:
    """The refresh token that an app shows, if it may still bring new tokens.

    One that was used before brings new ones only within the grace for an answer that got lost: seconds later, and while
    nothing that it brought was used. Otherwise two parties hold it, and the permission ends for both.
    """
    found = (
        RefreshToken.objects.select_related("permission__app", "permission__user")
        .filter(token_checksum=hash_of(refresh))
        .first()
    )
    if found is None or found.application_id != app.pk:
        raise NotGood
    permission = found.permission
    if not _stands(permission, now):
        raise NotGood
    if found.used is not None and not _answer_was_lost(found, now):
        end(permission=permission, why="misuse", by=app, now=now)
        raise NotGood
    if found.revoked is not None and found.used is None:
        raise NotGood
    return found


@transaction.atomic
def renew(*, shown: RefreshToken, scope: str, now: datetime) -> Pair:
    """The next pair for a refresh token that was presented. Of two requests at once only one is served."""
    first = RefreshToken.objects.filter(pk=shown.pk, used=None, revoked=None).update(used=now, revoked=now)
    if not first:
        if not _answer_was_lost(shown, now):
            raise NotGood
        # What went out and never arrived must not work for whoever took it on the way.
        lost = RefreshToken.objects.filter(before=shown, revoked=None)
        AccessToken.objects.filter(pk__in=list(lost.values_list("access_token_id", flat=True))).delete()
        lost.update(revoked=now, used=now)
    return issue(permission=shown.permission, scope=scope, now=now, before=shown)


@transaction.atomic
def issue(*, permission: Permission, scope: str, now: datetime, before: RefreshToken | None = None) -> Pair:
    """Fresh tokens under a permission; a refresh token only where the app may come back."""
    ends = permission.ends
    if before is not None:
        ends = max(ends, lifetimes.LIFETIMES[permission.lasts].ends(permission.granted, now))
    Permission.objects.filter(pk=permission.pk).update(used=now, ends=ends)
    lives = min(lifetimes.ACCESS, ends - now)
    access = secrets.token_urlsafe(32)
    row = _access_token(access, permission.app, scope, now + lives, permission)
    refresh = _refresh_token(permission, row, before) if permission.stays else ""
    audit.record(
        by=permission.app, act="token.issued", person=patient_uuid(permission.patient),
        object="refreshed" if before else "first",
    )  # fmt: skip
    return Pair(access, refresh, int(lives.total_seconds()))


@transaction.atomic
def issue_to_service(*, app: App, scope: str, now: datetime) -> Pair:
    """A token for a service that nobody signs in for; it comes back with its key instead of a refresh token."""
    access = secrets.token_urlsafe(32)
    lives = timedelta(minutes=5)
    _access_token(access, app, scope, now + lives, None)
    audit.record(by=app, act="token.issued", object="service")
    return Pair(access, "", int(lives.total_seconds()))


@transaction.atomic
def revoke(*, token: str, app: App, now: datetime) -> None:
    """An app gives back a token: a refresh token ends the permission, an access token itself. Unknown ones: nothing."""
    refresh = RefreshToken.objects.select_related("permission__app").filter(token_checksum=hash_of(token)).first()
    if refresh is not None and refresh.application_id == app.pk:
        end(permission=refresh.permission, why="app", by=app, now=now)
        return
    access = AccessToken.objects.select_related("permission__app").filter(token_checksum=hash_of(token)).first()
    if access is None or access.application_id != app.pk:
        return
    if access.permission is not None and not access.permission.stays:
        end(permission=access.permission, why="app", by=app, now=now)
    else:
        access.delete()
        audit.record(by=app, act="token.revoked")


def _stands(permission: Permission, now: datetime) -> bool:
    """Whether the permission holds; one whose right has ended is ended here."""
    if permission.ended is not None or permission.ends <= now or permission.app.ended is not None:
        return False
    if permission.stays == Permission.ONLINE and not still_signed_in(permission, now):
        return False
    if permission.user.is_active and people().standing(permission.user, permission.patient, now) is not None:
        return True
    end(permission=permission, why="right", by=permission.app, now=now)
    return False


def _answer_was_lost(shown: RefreshToken, now: datetime) -> bool:
    used = RefreshToken.objects.filter(pk=shown.pk).values_list("used", flat=True).first()
    if used is None or now - used > timedelta(seconds=settings.FHIR_GRACE_SECONDS):
        return False
    successors = RefreshToken.objects.filter(before=shown)
    return successors.filter(revoked=None).exists() and not successors.filter(after__isnull=False).exists()


def _access_token(token: str, app: App, scope: str, expires: datetime, permission: Permission | None) -> AccessToken:
    user = permission.user if permission else None
    return AccessToken.objects.create(
        user=user, application=app, scope=scope, expires=expires, permission=permission, token="",
        token_checksum=hash_of(token),
    )  # fmt: skip


def _refresh_token(permission: Permission, access: AccessToken, before: RefreshToken | None) -> str:
    token = secrets.token_urlsafe(32)
    RefreshToken.objects.create(
        user=permission.user, application=permission.app, access_token=access, permission=permission, before=before,
        token="", token_checksum=hash_of(token), token_family=permission.uuid,
    )  # fmt: skip
    return token
