"""How does an app come to be known here: by registering itself, or by the site's hand?"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from haversack import audit
from haversack.accounts.actions import Operator
from haversack.smart.assertions import BadKeys, read_keys
from haversack.smart.registration import KEYS, SECRET, Described
from haversack.smart.scopes import parse

from ..models import App, Permission
from ..models.apps import new_client_id
from .permitting import end


class Itself:
    """An app that nobody knew before."""

    pseudonym = "anonymous"


@dataclass(frozen=True, slots=True)
class Registered:
    """The app, and the secret that it is told this once."""

    app: App
    secret: str = field(repr=False)


@transaction.atomic
def register(*, described: Described, by: audit.Actor | None = None) -> Registered:
    """Take in an app as it described itself; `by` is the operator, or None when it registers itself."""
    secret = secrets.token_urlsafe(32) if described.method == SECRET else ""
    source = App.RegistrationSource.DCR if by is None else App.RegistrationSource.MANUAL
    app = App.objects.create(
        client_id=new_client_id(),
        name=described.name,
        method=described.method,
        client_type=App.CLIENT_CONFIDENTIAL if described.method in (SECRET, KEYS) else App.CLIENT_PUBLIC,
        authorization_grant_type=App.GRANT_AUTHORIZATION_CODE,
        client_secret=secret or secrets.token_urlsafe(32),
        redirect_uris=" ".join(described.redirect_uris),
        allowed_origins=" ".join(described.origins),
        algorithm=App.RS256_ALGORITHM,
        scope=described.scope,
        website=described.website,
        policy=described.policy,
        terms=described.terms,
        jwks_uri=described.jwks_uri,
        jwks=json.dumps(described.jwks) if described.jwks else "",
        facts=dict(described.facts),
        registration_source=source,
    )
    audit.record(by=by or Itself(), act="app.registered", object=app.pseudonym)
    return Registered(app, secret)


class NoSuchScope(Exception):
    """These scopes let a service read nothing. The operator can name others, such as system/Patient.rs."""


@transaction.atomic
def add_service(
    *, name: str, scope: str, jwks: Mapping[str, Any] | None = None, jwks_uri: str = "", introspects: bool = False
) -> App:
    """A service that nobody signs in for; it shows who it is with its key. For the operator.

    Raises BadKeys, and NoSuchScope.
    """
    if jwks is not None:
        read_keys(jwks)
    elif not jwks_uri.startswith("https://"):
        raise BadKeys("A service needs public keys, or an https address where it publishes them.")
    asked = parse(scope)
    if not asked.at("system") or asked.unknown or len(asked.at("system")) < len(asked.records):
        raise NoSuchScope("A service reads by scopes such as system/Patient.rs; one of these is none.")
    app = App.objects.create(
        client_id=new_client_id(),
        name=name,
        method=KEYS,
        client_type=App.CLIENT_CONFIDENTIAL,
        authorization_grant_type=App.GRANT_CLIENT_CREDENTIALS,
        client_secret=secrets.token_urlsafe(32),
        scope=scope,
        jwks=json.dumps(jwks) if jwks else "",
        jwks_uri=jwks_uri,
        introspects=introspects,
    )
    audit.record(by=Operator(), act="service.added", object=app.pseudonym)
    return app


@transaction.atomic
def end_app(*, app: App, by: audit.Actor, now: datetime) -> int:
    """Let an app in no more, and take back every permission it has. Returns how many people had let it in."""
    App.objects.filter(pk=app.pk).update(ended=now)
    standing = Permission.objects.filter(app=app, ended=None).select_related("app")
    ended = sum(end(permission=each, why="site", by=by, now=now) for each in standing)
    audit.record(by=by, act="app.ended-for-all", object=app.pseudonym, count=ended)
    return ended
