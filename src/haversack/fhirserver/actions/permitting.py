"""What happens when somebody lets an app in, or takes that back? Codes and tokens hang on the permission."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from haversack import audit
from haversack.accounts.models import User
from haversack.smart import lifetimes

from ..models import AccessToken, App, Code, Permission, RefreshToken

# Patients whose FHIR id is no UUID have one made from it: the trail knows people by UUIDs alone.
_PATIENTS = UUID("6c1b0f5e-4a51-5d0c-9a83-2f7f1a0c5be1")


@dataclass(frozen=True, slots=True)
class Proof:
    """What the app must show to turn the code into a token."""

    redirect_uri: str
    challenge: str
    nonce: str = ""


def hash_of(secret: str) -> str:
    """By which a code, a token or a session is found; it is random, so nothing is gained by hashing slowly."""
    return hashlib.sha256(secret.encode()).hexdigest()


def patient_uuid(patient: str | None) -> UUID | None:
    if patient is None:
        return None
    try:
        return UUID(patient)
    except ValueError:
        return uuid5(_PATIENTS, patient)


@transaction.atomic
def allow(
    *, user: User, app: App, patient: str, scope: str, audience: str, stays: str, session: str, proof: Proof,
    now: datetime,
) -> str:  # fmt: skip
    """Let the app in; returns the code that it exchanges within a minute."""
    lasts = lifetimes.shorter(settings.FHIR_LASTS, app.lasts or settings.FHIR_LASTS)
    permission = Permission.objects.create(
        user=user, app=app, patient=patient, scope=scope, audience=audience, stays=stays,
        session=hash_of(session) if stays == Permission.ONLINE else "",
        lasts=lasts.name, granted=now,
        ends=lasts.ends(now, None) if stays else now + lifetimes.ACCESS,
    )  # fmt: skip
    code = secrets.token_urlsafe(32)
    Code.objects.create(
        permission=permission, user=user, application=app, code=hash_of(code), expires=now + lifetimes.CODE,
        redirect_uri=proof.redirect_uri, scope=scope, code_challenge=proof.challenge, code_challenge_method="S256",
        nonce=proof.nonce,
    )  # fmt: skip
    audit.record(by=user, act="app.allowed", person=patient_uuid(patient), object=app.pseudonym)
    return code


@transaction.atomic
def refuse(*, user: User, app: App) -> None:
    """Somebody said no to an app."""
    audit.record(by=user, act="app.refused", object=app.pseudonym)


@transaction.atomic
def end(*, permission: Permission, why: str, by: audit.Actor, now: datetime) -> bool:
    """Take a permission back: none of its tokens works any more. Returns False when it had ended before."""
    if not Permission.objects.filter(pk=permission.pk, ended=None).update(ended=now, ended_by=why):
        return False
    AccessToken.objects.filter(permission=permission).delete()
    RefreshToken.objects.filter(permission=permission, revoked=None).update(revoked=now)
    audit.record(by=by, act="app.ended", person=patient_uuid(permission.patient), object=permission.app.pseudonym)
    return True


@transaction.atomic
def end_rights(*, user: User, patient: str, by: audit.Actor, now: datetime) -> int:
    """Take back what this user allowed for this patient's record, which they may not see any more, or not as before."""
    standing = Permission.objects.filter(user=user, patient=patient, ended=None).select_related("app")
    return sum(end(permission=each, why="right", by=by, now=now) for each in standing)


@transaction.atomic
def end_all(*, user: User, now: datetime, app: App | None = None) -> int:
    """Take back every permission that this user gave, or every one that they gave this app. Returns how many ended."""
    standing = Permission.objects.filter(user=user, ended=None, ends__gt=now).select_related("app")
    if app is not None:
        standing = standing.filter(app=app)
    return sum(end(permission=each, why="user", by=user, now=now) for each in standing)
