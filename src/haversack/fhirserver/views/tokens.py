"""What do apps ask without a person there? For a token, about a token, and that a token may end."""

from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from oauth2_provider.oauth2_backends import get_oauthlib_core
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors

from ..models import AccessToken, App
from ..presenters.introspection import introspected
from ..queries.bearer import bearer, live_token
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
    asking = _asking(request)
    if asking is None:
        challenge = {"WWW-Authenticate": 'Basic realm="apps"'}
        return _answer(401, _problem("invalid_client", "Show credentials, or a bearer token of your own."), challenge)
    shown = request.POST.get("token", "")
    if not shown:
        return _answer(400, _problem("invalid_request", "token is missing."))
    return _answer(200, orjson.dumps(introspected(_visible_to(asking, shown, request), issuer=base(request))).decode())


def _visible_to(asking: App, shown: str, request: HttpRequest) -> AccessToken | None:
    now = timezone.now()
    found = live_token(shown, now)
    if found is None or not (asking.introspects or found.application_id == asking.pk):
        return None
    return found if bearer(shown, base=base(request), now=now) else None


def _asking(request: HttpRequest) -> App | None:
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        found = bearer(text.strip(), base=base(request), now=timezone.now())
        return found.token.application if found else None
    uri, method, body, headers = _request(request)
    asked = Request(uri, method, body, headers)
    validator = get_oauthlib_core().server.request_validator
    try:
        known = validator.client_authentication_required(asked) and validator.authenticate_client(asked)
    except errors.OAuth2Error:
        return None
    return asked.client if known else None


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
