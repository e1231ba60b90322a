"""What do apps ask without a person there? For a token, about a token, and that a token may end."""

from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from oauth2_provider.oauth2_backends import get_oauthlib_core
from oauthlib.oauth2.rfc6749 import errors

from ..oauth.clients import by_bearer, by_credentials, visible_to
from ..presenters.introspection import introspected
from .cors import from_apps
from .here import base

_TOLD = (
    "grant_type", "code", "redirect_uri", "code_verifier", "client_id", "client_secret", "refresh_token", "scope",
    "client_assertion_type", "client_assertion", "token", "token_type_hint",
)  # fmt: skip
_NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@csrf_exempt
@from_apps
@require_POST
@sensitive_post_parameters()
def token(request: HttpRequest) -> HttpResponse:
    """The token endpoint."""
    if request.GET:
        return _answer(400, _problem("invalid_request", "Parameters belong in the body, not in the address."))
    try:
        headers, body, status = get_oauthlib_core().server.create_token_response(*_request(request))
    except errors.OAuth2Error as problem:
        headers, body, status = problem.headers, problem.json, problem.status_code
    return _answer(status, body, headers)


@csrf_exempt
@from_apps
@require_POST
@sensitive_post_parameters()
def revoke(request: HttpRequest) -> HttpResponse:
    """RFC 7009. An unknown token is as good as an ended one: 200."""
    try:
        headers, body, status = get_oauthlib_core().server.create_revocation_response(*_request(request))
    except errors.OAuth2Error as problem:
        headers, body, status = problem.headers, problem.json, problem.status_code
    return _answer(status, body or "{}", headers)


@csrf_exempt
@from_apps
@require_POST
@sensitive_post_parameters()
def introspect(request: HttpRequest) -> HttpResponse:
    """RFC 7662. A client may ask about its own tokens; one that the site trusts with it, about anybody's.

    It shows who it is with its credentials, or with an access token of its own.
    """
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    here, now = base(request), timezone.now()
    if scheme.lower() == "bearer":
        asking = by_bearer(text.strip(), base=here, now=now)
    else:
        asking = by_credentials(*_request(request))
    if asking is None:
        challenge = {"WWW-Authenticate": 'Basic realm="apps"'}
        return _answer(401, _problem("invalid_client", "Show credentials, or a bearer token of your own."), challenge)
    shown = request.POST.get("token", "")
    if not shown:
        return _answer(400, _problem("invalid_request", "token is missing."))
    told = introspected(visible_to(asking, shown, base=here, now=now), issuer=here)
    return _answer(200, orjson.dumps(told).decode())


def _request(request: HttpRequest) -> tuple[str, str, str, dict[str, str]]:
    """What the library is told: only parameters that mean something here, each as often as it came."""
    pairs = [(name, value) for name in _TOLD for value in request.POST.getlist(name)]
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if authorization := request.headers.get("Authorization"):
        headers |= {"Authorization": authorization, "HTTP_AUTHORIZATION": authorization}
    return request.build_absolute_uri(request.path), "POST", urlencode(pairs), headers


def _problem(error: str, description: str) -> str:
    return orjson.dumps({"error": error, "error_description": description}).decode()


def _answer(status: int, body: str, headers: dict[str, str] | None = None) -> HttpResponse:
    kept = {name: value for name, value in (headers or {}).items() if name == "WWW-Authenticate"}
    return HttpResponse(body, content_type="application/json", status=status, headers={**_NOT_KEPT, **kept})
