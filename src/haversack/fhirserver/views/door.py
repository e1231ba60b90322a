"""Who knocks at the API? Every request shows a token; what it opens is found anew each time, and noted."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from haversack import audit

from ..actions.permitting import patient_uuid
from ..presenters.outcome import Refused, dead_token, no_token, not_found, refused, too_little_scope
from ..queries.bearer import Bearer, bearer
from ..store import Support, record_store
from .cors import from_apps
from .here import base

Answer = Callable[..., HttpResponseBase]


def with_token(*methods: str) -> Callable[[Answer], Answer]:
    """The view gets a `Bearer`; what it refuses is answered as an OperationOutcome."""

    def wrap(view: Answer) -> Answer:
        @csrf_exempt
        @from_apps
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
            try:
                if request.method not in methods:
                    words = f"Only {', '.join(methods)} can be done here: this API reads."
                    raise Refused(405, "not-supported", words, {"Allow": ", ".join(methods)})
                response = view(request, _bearer(request), *args, **more)
            except Refused as why:
                response = refused(why)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return answer

    return wrap


def _bearer(request: HttpRequest) -> Bearer:
    realm = base(request)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise no_token(realm)
    found = bearer(token.strip(), base=realm, now=timezone.now())
    if found is None:
        raise dead_token(realm)
    name = f"fhirserver.requests.{found.token.pk}"
    cache.add(name, 0, 60)
    if cache.incr(name) > settings.FHIR_MOST_REQUESTS:
        words = "This app asks too often. Wait a minute."
        raise Refused(429, "throttled", words, {"Retry-After": "60"})
    return found


def support_of(resource_type: str) -> Support:
    """What the type can be asked for; a type that there is not is not found."""
    found = next((each for each in record_store().support() if each.type == resource_type), None)
    if found is None:
        raise Refused(404, "not-supported", "This server has no records of this type.")
    return found


def check_scope(asking: Bearer, right: str, resource_type: str, realm: str) -> None:
    if not any(scope.may(right, resource_type) for scope in asking.reach.scopes):
        level = "patient" if asking.reach.patient else "system"
        raise too_little_scope(realm, f"{level}/{resource_type}.{right}")


def missing() -> Refused:
    return not_found()


def note(asking: Bearer, act: str, resource_type: str, count: int | None = None) -> None:
    """A line for the trail: which app looked at what kind of record of whom."""
    app = asking.token.application
    audit.read(by=app, act=act, person=patient_uuid(asking.reach.patient), object=resource_type.lower(), count=count)
