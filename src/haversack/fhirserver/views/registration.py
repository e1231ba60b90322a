"""How does an app make itself known? Dynamic registration (RFC 7591), where the site allows it."""

import json
from typing import Any

import orjson
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from haversack.smart.registration import NotRegistered, read

from ..actions.registering import Registered, register
from .cors import from_anywhere
from .here import OPEN

_MOST_BYTES = 64_000
_MOST_AN_HOUR = 30  # from one address


@csrf_exempt
@from_anywhere
@require_POST
def register_app(request: HttpRequest) -> HttpResponse:
    """Takes in an app at its own word; people are told on the page of consent that nobody checked it."""
    if settings.FHIR_REGISTRATION != OPEN:
        raise Http404
    if _too_often(request):
        return _answer(429, {"error": "too_many_requests", "error_description": "Try again in an hour."})
    try:
        said = json.loads(request.body) if len(request.body) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        return _answer(400, {"error": "invalid_client_metadata", "error_description": "Send one JSON object."})
    try:
        described = read(said)
    except NotRegistered as why:
        return _answer(400, {"error": why.error, "error_description": why.reason})
    return _answer(201, _told(register(described=described)))


def _told(registered: Registered) -> dict[str, Any]:
    app = registered.app
    told: dict[str, Any] = {
        "client_id": app.client_id,
        "client_id_issued_at": int(app.created.timestamp()),
        "client_name": app.name,
        "redirect_uris": app.redirect_uris.split(),
        "token_endpoint_auth_method": app.method,
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": app.scope,
    }
    if registered.secret:
        told |= {"client_secret": registered.secret, "client_secret_expires_at": 0}
    if app.jwks_uri:
        told["jwks_uri"] = app.jwks_uri
    return {name: value for name, value in told.items() if value != ""}


def _too_often(request: HttpRequest) -> bool:
    name = f"fhirserver.registrations.{get_adapter(request).get_client_ip(request)}"
    cache.add(name, 0, 3600)
    return int(cache.incr(name)) > _MOST_AN_HOUR


def _answer(status: int, document: dict[str, Any]) -> HttpResponse:
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache"}
    return HttpResponse(orjson.dumps(document), content_type="application/json", status=status, headers=headers)
