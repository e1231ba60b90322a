"""What does the app on a phone say to us, and what do we answer? JSON over HTTP, by a token and never by a session.

Every answer that is no success is {"error": {"code", "message"}}. docs/reference/health-connect.md describes it for who
writes an app; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from haversack.accounts.limits import Limit, TooMany, network_of, spend

from ..actions import phone_taking, phones
from ..actions.identity import AnotherPerson, SeveralPeople
from ..presenters.phone_api import ERRORS, item_error
from ..queries.phones import shared_page
from ..rules.phones import GRANTABLE, MOST_BYTES, MOST_ITEMS, PAGE

Answer = dict[str, Any]
_PAIRING = Limit("phone pairing, by network", 20, timedelta(minutes=10))
_JSON = re.compile(r"application/json(?:;.*)?", re.IGNORECASE)
_PAGE = re.compile(r"[1-9][0-9]{0,3}")
_TOKEN = re.compile(r"[0-9]{1,18}")


class _HandIn(msgspec.Struct):
    upserts: list[Any] = []
    measurements: list[msgspec.Raw] = []


class _Deletes(msgspec.Struct):
    ids: list[Any] = []
    measurements: list[Any] = []


_hand_in = msgspec.json.Decoder(_HandIn)
_deletes = msgspec.json.Decoder(_Deletes)
_object = msgspec.json.Decoder(dict[str, Any])


class Fault(Exception):
    """An answer that is no success; `code` is one of ERRORS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _call(*methods: str) -> Callable[[Callable[..., tuple[int, Answer]]], Callable[..., HttpResponse]]:
    """A view of the phone's API: answers these methods, and turns every fault into its words and code."""

    def wrap(view: Callable[..., tuple[int, Answer]]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Fault("method_not_allowed")
                status, answer = view(request, *args, **kwargs)
            except Fault as fault:
                status, words = ERRORS[fault.code]
                answer = {"error": {"code": fault.code, "message": str(words)}}
            response = JsonResponse(answer, status=status)
            response["Cache-Control"] = "no-store"
            if status == 405:
                response["Allow"] = ", ".join(methods)
            if status == 401:
                response["WWW-Authenticate"] = "Bearer"
            return response

        return call

    return wrap


def _paired(request: HttpRequest, now: datetime) -> phones.Paired:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Fault("no_token")
    try:
        return phones.paired_by(token=token.strip(), now=now)
    except phones.TokenNotGood:
        raise Fault("token_not_good") from None


def _body(request: HttpRequest) -> bytes:
    """The bytes of a request, no more than the limit of them."""
    if _JSON.fullmatch(request.headers.get("Content-Type", "")) is None:
        raise Fault("not_json")
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Fault("too_large")
    return body


def _read(request: HttpRequest, decoder: msgspec.json.Decoder[Any]) -> Any:
    try:
        return decoder.decode(_body(request))
    except (ValueError, RecursionError):
        raise Fault("invalid_request") from None


@_call("GET", "HEAD")
def about(request: HttpRequest) -> tuple[int, Answer]:
    """What this is, and its limits; says nothing about anybody."""
    return 200, {
        "api": "haversack health-connect 1",
        "categories": list(GRANTABLE),
        "limits": {"bytes": MOST_BYTES, "items": MOST_ITEMS, "page": PAGE},
    }


@_call("POST")
def pair(request: HttpRequest) -> tuple[int, Answer]:
    said = _read(request, _object)
    code = said.get("code")
    if type(code) is not str:
        raise Fault("invalid_request")
    try:
        spend([(_PAIRING, network_of(request))])
        token, paired = phones.pair(code=re.sub(r"[\s-]", "", code[:100]), now=timezone.now())
    except TooMany:
        raise Fault("too_many") from None
    except phones.CodeNotGood:
        raise Fault("code_not_good") from None
    return 201, {"token": token, "categories": list(paired.facts.granted)}


@_call("GET", "HEAD")
def permissions(request: HttpRequest) -> tuple[int, Answer]:
    return 200, {"categories": list(_paired(request, timezone.now()).facts.granted)}


@_call("GET", "HEAD", "POST")
def sources(request: HttpRequest) -> tuple[int, Answer]:
    paired = _paired(request, timezone.now())
    if request.method != "POST":
        rows = [(row, facts) for row, facts in phone_taking.sources_of(paired) if not row.is_measurements]
        return 200, {
            "dataSources": [
                {**_source(row.uuid, facts), "lastDataUpdateTime": row.data_at and row.data_at.isoformat()}
                for row, facts in rows
            ]
        }
    try:
        number, facts = phone_taking.add_source(paired=paired, said=_read(request, _object))
    except phone_taking.SourceRefused as refused:
        raise Fault(refused.code) from None
    return 201, _source(number, facts)


def _source(number: UUID, facts: Any) -> Answer:
    return {
        "id": str(number),
        "fhirBaseUri": facts.base,
        "displayName": facts.name,
        "fhirVersion": facts.version,
    }


@_call("DELETE")
def source(request: HttpRequest, source: UUID) -> tuple[int, Answer]:
    now = timezone.now()
    gone = phone_taking.delete_source(paired=_paired(request, now), source=source, now=now)
    if gone is None:
        raise Fault("unknown_source")
    return 200, {"noLongerShared": gone}


@_call("POST")
def upserts(request: HttpRequest) -> tuple[int, Answer]:
    now = timezone.now()
    paired = _paired(request, now)
    said: _HandIn = _read(request, _hand_in)
    if len(said.upserts) + len(said.measurements) > MOST_ITEMS:
        raise Fault("too_many_items")
    try:
        taken = phone_taking.hand_in(
            paired=paired,
            upserts=said.upserts,
            measurements=[bytes(one) for one in said.measurements],
            now=now,
        )
    except AnotherPerson:
        raise Fault("another_person") from None
    except SeveralPeople:
        raise Fault("several_people") from None
    errors = [item_error(number, one, len(said.upserts)) for number, one in enumerate(taken.refused) if one]
    return 200, {"taken": taken.refused.count(None), **taken.counts, "errors": errors}


@_call("POST")
def deletes(request: HttpRequest) -> tuple[int, Answer]:
    paired = _paired(request, timezone.now())
    said: _Deletes = _read(request, _deletes)
    if len(said.ids) + len(said.measurements) > MOST_ITEMS:
        raise Fault("too_many_items")
    gone, unknown = phone_taking.unshare(paired=paired, ids=said.ids, measurements=said.measurements)
    return 200, {"noLongerShared": gone, "unknown": unknown}


@_call("GET", "HEAD")
def resources(request: HttpRequest) -> tuple[int, Answer]:
    """The ids of what the phone shares, so that it finds what to delete; never what they say."""
    paired = _paired(request, timezone.now())
    size, token = request.GET.get("pageSize", str(PAGE)), request.GET.get("pageToken", "0")
    if _PAGE.fullmatch(size) is None or _TOKEN.fullmatch(token) is None:
        raise Fault("invalid_request")
    wanted = request.GET.get("dataSourceId", "")
    row = next((row for row, _facts in phone_taking.sources_of(paired) if str(row.uuid) == wanted), None)
    if row is None:
        raise Fault("unknown_source")
    named, last = shared_page(paired.opened, row, after=int(token), size=min(int(size), PAGE))
    ids = [{"dataSourceId": wanted, "fhirResourceType": kind, "fhirResourceId": own} for kind, own in named]
    return 200, {"ids": ids, "nextPageToken": str(last) if last else None}


@_call("POST")
def leave(request: HttpRequest) -> tuple[int, Answer]:
    """The app signs itself out: its token opens nothing any more."""
    now = timezone.now()
    phones.leave(paired=_paired(request, now), now=now)
    return 200, {}
