"""How does a service ask for a whole group? Bulk Data Access: it asks, comes back to see, fetches files."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import http_date

from ..actions import exporting
from ..jobs.exports import make_export
from ..presenters.bundles import instant
from ..presenters.outcome import Refused, too_little_scope
from ..queries.bearer import Bearer
from ..queries.exports import files_of, own_export, own_file
from ..queries.finding import readable
from ..rules.spans import span
from ..store import record_store
from .door import missing, note, with_token
from .fhir import parameters
from .here import base

LINES = "application/fhir+ndjson"
_FORMATS = (LINES, "application/ndjson", "ndjson")
_KNOWN = ("_outputFormat", "_since", "_type")
_AGAIN = "10"  # seconds


@with_token("GET", "POST")
def ask(request: HttpRequest, asking: Bearer, id: str) -> HttpResponse:  # noqa: A002
    """`Group/{id}/$export`: 202, and where to come back to."""
    service = _service(asking, request)
    if id not in record_store().groups(asking.reach):
        raise missing()
    prefer = request.headers.get("Prefer", "").replace(" ", "")
    if "respond-async" not in prefer:
        raise Refused(400, "invalid", "An export takes its time: ask with Prefer: respond-async.")
    asked = _asked(request, lenient="handling=lenient" in prefer)
    there = [each.type for each in record_store().support()]
    types = asked.get("_type", "").split(",") if asked.get("_type") else there
    allowed = readable(asking.reach, [each for each in types if each in there])
    if not allowed:
        raise too_little_scope(base(request), "system/*.rs")
    try:
        with transaction.atomic():
            export = exporting.begin(
                app=service.token.application, group=id, types=list(allowed), scope=service.token.scope,
                since=_since(asked.get("_since", "")), request=request.build_absolute_uri(), now=asking.reach.at,
            )  # fmt: skip
            transaction.on_commit(lambda: make_export.enqueue(export.pk))
    except exporting.TooMany:
        words = "Two exports of this service are not finished: wait for them, or give one up."
        raise Refused(429, "throttled", words, {"Retry-After": "120"}) from None
    return HttpResponse(status=202, headers={"Content-Location": f"{base(request)}/exports/{export.uuid}"})


@with_token("GET", "DELETE")
def look(request: HttpRequest, asking: Bearer, export: UUID) -> HttpResponse:
    """How far it is: 202 while it is made, then what there is to fetch. DELETE gives it up."""
    found = own_export(_service(asking, request).token.application, str(export))
    if found is None:
        raise missing()
    if request.method == "DELETE":
        exporting.give_up(export=found)
        return HttpResponse(status=202)
    if found.failed:
        raise Refused(500, "exception", "The export could not be made. Ask for it again.")
    if found.waits:
        return HttpResponse(status=202, headers={"X-Progress": "being made", "Retry-After": _AGAIN})
    assert found.done is not None
    root = f"{base(request)}/exports/{found.uuid}"
    manifest: dict[str, Any] = {
        "transactionTime": instant(found.asked),
        "request": found.request,
        "requiresAccessToken": True,
        "output": [
            {"type": each.type, "url": f"{root}/{each.number}.ndjson", "count": each.count} for each in files_of(found)
        ],
        "deleted": [],
        "error": [],
    }
    expires = http_date((found.done + exporting.KEPT).timestamp())
    return HttpResponse(orjson.dumps(manifest), content_type="application/json", headers={"Expires": expires})


@with_token("GET")
def fetch(request: HttpRequest, asking: Bearer, export: UUID, number: int) -> HttpResponseBase:
    """One file, as it was written, line by line."""
    found = own_file(_service(asking, request).token.application, str(export), number)
    if found is None or found.export.done is None or found.export.done + exporting.KEPT < timezone.now():
        raise missing()
    note(asking, "fhir.export", found.type, found.count)
    return StreamingHttpResponse(exporting.pieces(found), content_type=LINES)


def _service(asking: Bearer, request: HttpRequest) -> Bearer:
    """Exports are for services that nobody signs in for."""
    if asking.reach.patient is not None:
        raise too_little_scope(base(request), "system/*.rs")
    return asking


def _asked(request: HttpRequest, *, lenient: bool) -> dict[str, str]:
    """The parameters, from the address or from a posted Parameters resource; each checked or refused."""
    if request.method == "POST":
        found = _posted(request)
    else:
        found = {name: ",".join(values) for name, values in parameters(request).items()}
    if not lenient and (unknown := [name for name in found if name not in _KNOWN]):
        raise Refused(400, "not-supported", f"{len(unknown)} of the parameters are not supported for exports.")
    if found.get("_outputFormat", LINES).replace(" ", "+") not in _FORMATS:
        raise Refused(400, "not-supported", f"Exports are given as {LINES}.")
    there = {each.type for each in record_store().support()}
    if not lenient and any(each not in there for each in found.get("_type", "").split(",") if each):
        raise Refused(400, "not-supported", "_type names a type that this server does not have.")
    return found


def _posted(request: HttpRequest) -> dict[str, str]:
    try:
        listed = orjson.loads(request.body)["parameter"]
        pairs = [
            (str(one["name"]), str(next(value for name, value in one.items() if name.startswith("value"))))
            for one in listed
        ]
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        raise Refused(400, "invalid", "Send a Parameters resource.") from None
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: ",".join(values) for name, values in found.items()}


def _since(text: str) -> datetime | None:
    found = span(text) if text else None
    if text and (found is None or found.prefix != "eq" or not re.search(r"T.*(Z|[+ -][0-9]{2}:[0-9]{2})$", text)):
        raise Refused(400, "invalid", "_since is not an instant such as 2024-05-17T08:30:00Z.")
    return found.start if found else None
