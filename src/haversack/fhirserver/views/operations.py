"""Which operations are there? A patient's whole record, and the documents about a time of care."""

import re
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse

from ..presenters.outcome import Refused
from ..queries.bearer import Bearer
from ..queries.cursors import Place, sealed
from ..queries.finding import docref as documents
from ..queries.finding import everything as all_of_it
from ..rules.searching import MOST, USUAL
from ..rules.spans import span
from ..store import Token, record_store
from .door import check_scope, missing, note, with_token
from .fhir import bundle, parameters, where
from .here import base


@with_token("GET", "POST")
def everything(request: HttpRequest, asking: Bearer, id: str) -> HttpResponse:  # noqa: A002
    """`Patient/{id}/$everything?_since=&_type=&_count=`."""
    check_scope(asking, "r", "Patient", base(request))
    if id != asking.reach.patient:
        raise missing()
    place = where(asking, "$everything", parameters(request))
    asked = {name: values[0] for name, values in place.asked.items() if values}
    there = [each.type for each in record_store().support()]
    types = [each for each in asked.get("_type", "").split(",") if each]
    if unknown := [each for each in types if each not in there]:
        raise Refused(400, "invalid", f"_type names {len(unknown)} types that this server does not have.")
    page = all_of_it(
        asking.reach,
        types or there,
        since=_since(asked.get("_since", "")),
        cursor=place.cursor,
        count=_count(asked.get("_count", "")),
    )
    note(asking, "fhir.everything", "patient", len(page.matches))
    next_page = sealed(asking, "$everything", Place(place.asked, page.next)) if page.next else ""
    return bundle(request, page, place.asked, next_page)


@with_token("GET", "POST")
def docref(request: HttpRequest, asking: Bearer) -> HttpResponse:
    """`DocumentReference/$docref?patient=&start=&end=&type=` (US Core)."""
    check_scope(asking, "s", "DocumentReference", base(request))
    asked = parameters(request)
    one = {name: values[0] for name, values in asked.items() if values}
    if "patient" not in one:
        raise Refused(400, "required", "patient is missing.")
    if one["patient"].removeprefix(f"{base(request)}/").removeprefix("Patient/") != asking.reach.patient:
        raise missing()
    if one.get("on-demand", "false") not in ("true", "false"):
        raise Refused(400, "invalid", "on-demand must be true or false.")
    page = documents(asking.reach, start=_day(one, "start"), end=_day(one, "end"), kind=_kind(one.get("type", "")))
    note(asking, "fhir.docref", "documentreference", len(page.matches))
    return bundle(request, page, asked, "")


def _day(asked: dict[str, str], name: str) -> date | None:
    text = asked.get(name, "")
    found = span(text) if text else None
    if text and (found is None or found.prefix != "eq"):
        raise Refused(400, "invalid", f"{name} is not a day such as 2024-05-17.")
    return found.start.date() if found else None


def _kind(text: str) -> Token | None:
    if not text:
        return None
    system, bar, code = text.rpartition("|")
    if not re.fullmatch(r"[^\s|]{1,100}", code):
        raise Refused(400, "invalid", "type is not a code such as http://loinc.org|34133-9.")
    return Token(system if bar else None, code)


def _since(text: str) -> datetime | None:
    found = span(text) if text else None
    if text and (found is None or found.prefix != "eq"):
        raise Refused(400, "invalid", "_since is not a moment such as 2024-05-17T08:30:00Z.")
    return found.start if found else None


def _count(text: str) -> int:
    if text and not re.fullmatch(r"[1-9]\d{0,11}", text):
        raise Refused(400, "invalid", "_count is not a number.")
    return min(int(text), MOST) if text else USUAL
