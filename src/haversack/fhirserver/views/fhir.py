"""What may an app read? One record, or those that a search finds."""

from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import parse_qsl, urlencode

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.csrf import csrf_exempt

from ..presenters.bundles import etag, searchset, written
from ..presenters.outcome import JSON, Refused, outcome
from ..queries.bearer import Bearer
from ..queries.cursors import CursorNotOurs, Place, opened, sealed
from ..queries.finding import Page, find, read_one
from ..rules.searching import CannotSearch, read
from .cors import from_apps
from .door import check_scope, missing, note, support_of, with_token
from .here import base

_FORMATS = ("", "json", "application/json", "application/fhir+json", "text/json")


@with_token("GET", "HEAD")
def instance(request: HttpRequest, asking: Bearer, resource_type: str, id: str) -> HttpResponse:  # noqa: A002
    """`GET [base]/Type/id`, with If-None-Match."""
    support_of(resource_type)
    check_scope(asking, "r", resource_type, base(request))
    _check_format(request)
    found = read_one(asking.reach, resource_type, id)
    note(asking, "fhir.read", resource_type, 1 if found else 0)
    if found is None:
        raise missing()
    tag = etag(found)
    if tag in [each.strip() for each in request.headers.get("If-None-Match", "").split(",")]:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(written(found), content_type=JSON)
        response["Last-Modified"] = found.last_updated.strftime("%a, %d %b %Y %H:%M:%S GMT")
    response["ETag"] = tag
    return response


@with_token("GET", "HEAD", "POST")
def search(request: HttpRequest, asking: Bearer, resource_type: str) -> HttpResponse:
    """`GET [base]/Type?…` and `POST [base]/Type/_search`, whose parameters stay out of every log of addresses."""
    if request.method == "POST" and not request.path.endswith("/_search"):
        raise Refused(405, "not-supported", "Nothing can be written here: this API reads.", {"Allow": "GET, HEAD"})
    support = support_of(resource_type)
    check_scope(asking, "s", resource_type, base(request))
    _check_format(request)
    place = where(asking, resource_type, parameters(request))
    try:
        wanted = read(
            place.asked,
            params=support.params,
            includes=support.includes,
            revincludes=support.revincludes,
            base=base(request),
            strict="handling=strict" in request.headers.get("Prefer", "").replace(" ", ""),
        )
    except CannotSearch as why:
        raise Refused(400, "invalid", str(why)) from None
    page = find(asking.reach, resource_type, wanted, place.cursor)
    note(asking, "fhir.search", resource_type, len(page.matches))
    next_page = sealed(asking, resource_type, Place(place.asked, page.next)) if page.next else ""
    return bundle(request, page, place.asked, next_page, wanted.ignored)


def where(asking: Bearer, what: str, asked: dict[str, list[str]]) -> Place:
    """A new search, or where an earlier one goes on."""
    if "_cursor" not in asked:
        return Place(asked, "")
    try:
        return opened(asking, what, asked["_cursor"][0])
    except CursorNotOurs:
        raise Refused(400, "invalid", "This page cannot be gone on with: begin the search again.") from None


def parameters(request: HttpRequest) -> dict[str, list[str]]:
    """Name and values, from the address and, of a search that was posted, from the body."""
    text = request.META.get("QUERY_STRING", "")
    posted = request.body.decode("utf-8", "replace") if request.method == "POST" else ""
    found: dict[str, list[str]] = {}
    try:
        pairs = [*_pairs(text), *_pairs(posted)]
    except ValueError:
        raise Refused(400, "invalid", "There are too many parameters.") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


_pairs = partial(parse_qsl, keep_blank_values=True, max_num_fields=200)


def bundle(
    request: HttpRequest, page: Page, asked: Mapping[str, Sequence[str]], next_page: str, ignored: Sequence[str] = ()
) -> HttpResponse:
    address = request.build_absolute_uri(request.path).removesuffix("/_search")
    links = {"self": _link(address, asked, ignored)}
    if next_page:
        links["next"] = f"{address}?{urlencode({'_cursor': next_page})}"
    notes = [outcome("warning", "not-supported", f"Not searched by: {', '.join(ignored)}.")] if ignored else []
    body = searchset(
        base=base(request), matches=page.matches, included=page.included, total=page.total, links=links, notes=notes,
        at=page.at,
    )  # fmt: skip
    return HttpResponse(body, content_type=JSON)


def _link(address: str, asked: Mapping[str, Sequence[str]], ignored: Sequence[str]) -> str:
    """What was searched for, as the server understood it. A cursor says it all by itself."""
    kept = [
        (name, value) for name, values in asked.items() for value in values if name.partition(":")[0] not in ignored
    ]
    return f"{address}?{urlencode(kept)}" if kept else address


def _check_format(request: HttpRequest) -> None:
    asked = request.GET.get("_format", "").split(";")[0].strip().replace(" ", "+")
    accepts = request.headers.get("Accept", "*/*")
    willing = any(word in accepts for word in ("json", "*/*", "application/*")) or not accepts
    if asked.lower() not in _FORMATS or not willing:
        raise Refused(406, "not-supported", "Records are given as JSON: application/fhir+json.")


@csrf_exempt
@from_apps
def no_such_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever else is asked for below the base."""
    words = "There is nothing at this address."
    return HttpResponse(orjson.dumps(outcome("error", "not-found", words)), content_type=JSON, status=404)
