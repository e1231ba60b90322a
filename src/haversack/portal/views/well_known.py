"""What may anybody know of health cards: by which keys they are checked, and which were taken back? (X7)"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from haversack.fhirserver.views.cors import from_anywhere

from ..queries.cards import published_keys, revoked_by_key

_KEPT = "public, max-age=60"  # a card that is taken back is so within a minute


@from_anywhere
@require_safe
def card_keys(request: HttpRequest) -> HttpResponse:
    """`[issuer]/.well-known/jwks.json`."""
    return JsonResponse({"keys": published_keys()}, headers={"Cache-Control": _KEPT})


@from_anywhere
@require_safe
def cards_taken_back(request: HttpRequest, kid: str) -> HttpResponse:
    """`[issuer]/.well-known/crl/{kid}.json`."""
    found = revoked_by_key(kid)
    if found is None:
        raise Http404
    return JsonResponse(found, headers={"Cache-Control": _KEPT})
