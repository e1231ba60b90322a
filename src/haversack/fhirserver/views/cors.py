"""From which other sites may a browser ask? Discovery from anywhere; tokens and records from where apps are registered.

No cookie of this site counts for anything here: credentials are never allowed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from ..queries.permissions import knows_origin

View = Callable[..., HttpResponseBase]
_HEADERS = "Authorization, Content-Type, Accept, Prefer, If-None-Match, X-Requested-With"
_SHOWN = "ETag, Location, Content-Location, WWW-Authenticate, Retry-After, Last-Modified"
_METHODS = "GET, HEAD, POST, DELETE, OPTIONS"


def from_anywhere(view: View) -> View:
    """Public documents: any site may read them."""
    return _answering(view, lambda origin: "*")


def from_apps(view: View) -> View:
    """Only the sites of registered apps."""
    return _answering(view, lambda origin: origin if knows_origin(origin) else "")


def _answering(view: View, allowed: Callable[[str], str]) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        origin = request.headers.get("Origin", "")
        asking_first = request.method == "OPTIONS"
        response = HttpResponse(status=204) if asking_first else view(request, *args, **more)
        patch_vary_headers(response, ["Origin"])
        if origin and (site := allowed(origin)):
            response["Access-Control-Allow-Origin"] = site
            response["Access-Control-Expose-Headers"] = _SHOWN
            if asking_first:
                response["Access-Control-Allow-Methods"] = _METHODS
                response["Access-Control-Allow-Headers"] = _HEADERS
                response["Access-Control-Max-Age"] = "600"
        return response

    return answer
