"""What may anybody know before signing in? How to begin, what can be asked, which keys sign, who publishes this."""

from datetime import UTC, datetime

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.views.decorators.http import require_safe

from haversack.smart.brands import bundle
from haversack.smart.brands import etag as etag_of
from haversack.smart.discovery import openid_configuration, smart_configuration

from ..actions.keys import published
from ..presenters.capability import capability_statement
from ..presenters.outcome import JSON
from ..presenters.scope_words import scopes_supported
from ..store import record_store
from .cors import from_anywhere
from .here import addresses, base, brands

# When what the CapabilityStatement says last changed: with the code, not with the clock.
SAID_SINCE = "2026-11-26"
_KEPT = "public, max-age=300"


@from_anywhere
@require_safe
def configuration(request: HttpRequest) -> HttpResponse:
    """`[base]/.well-known/smart-configuration`: JSON, whatever the app says it accepts."""
    return _json(smart_configuration(addresses(request), scopes_supported(record_store().support())))


@from_anywhere
@require_safe
def openid(request: HttpRequest) -> HttpResponse:
    """`[issuer]/.well-known/openid-configuration`."""
    return _json(openid_configuration(addresses(request), scopes_supported(record_store().support())))


@from_anywhere
@require_safe
def capability(request: HttpRequest) -> HttpResponse:
    """`[base]/metadata`."""
    primary = next((brand.name for brand in brands() if brand.primary), "Haversack")
    said = capability_statement(addresses(request), record_store().support(), since=SAID_SINCE, name=primary)
    return _json(said, JSON)


@from_anywhere
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The public halves of the keys that sign identities."""
    return _json({"keys": published(now=timezone.now())})


@from_anywhere
@require_safe
def brand_bundle(request: HttpRequest) -> HttpResponse:
    """Who publishes this API, for directories: a Bundle with a weak ETag."""
    listed = brands()
    if not listed:
        raise Http404
    changed = getattr(settings, "FHIR_BRANDS_CHANGED", datetime.fromisoformat(SAID_SINCE).replace(tzinfo=UTC))
    document = bundle(listed, base=base(request), developers=addresses(request).manage, changed=changed)
    tag = etag_of(document)
    if tag in [each.strip() for each in request.headers.get("If-None-Match", "").split(",")]:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = _json(document, JSON)
    response["ETag"] = tag
    return response


def _json(document: object, kind: str = "application/json") -> HttpResponse:
    return HttpResponse(orjson.dumps(document), content_type=kind, headers={"Cache-Control": _KEPT})
