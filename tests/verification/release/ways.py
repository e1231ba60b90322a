"""By which ways can a record come out? Every page of a record and every question of the door, read from the routers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import product
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from haversack.portal.models import HealthCard, Patient, Record
from haversack.portal.queries.fhir_store import Store
from haversack.records.cards.carrying import MIME, from_file
from haversack.records.cards.signing import read

from ...paper import words_of

PORTAL = "haversack.config.portal_urls"
SLUGS = ("allergies", "conditions", "results", "medications", "reports", "preventive", "letters", "visits")
OF = ("vaccines", "results")
KINDS = ("page", "pdf", "bundle", "ndjson")
OF_OTHERS = 10  # records of other patients that are asked for by name
# What changes something, or needs a row of its own (a message, a request), tells no record by a GET of these.
WITHOUT_RECORDS = {
    "portal:change", "portal:withdraw_change", "portal:error", "portal:withdraw_error", "portal:thread",
    "portal:message_file", "portal:end_access",
}  # fmt: skip


@dataclass
class Came:
    """What came out one way: its words, and how many records it said there are (None: it does not say)."""

    way: str
    text: str
    total: int | None = None
    keys: list[str] = field(default_factory=list)


def pages(client: Client, fhir_id: str, only: tuple[str, ...] = ()) -> Iterator[Came]:
    """Every page below /r/<patient>/, with every record, list and copy that its address can name; or only some."""
    patient = Patient.objects.get(fhir_id=fhir_id)
    records = list(Record.objects.filter(patient=patient).values_list("pk", flat=True))
    cards = list(HealthCard.objects.filter(patient=patient).values_list("uuid", flat=True))
    values = {"record": records, "slug": SLUGS, "kind": KINDS, "number": (0,), "of": OF, "card": cards}
    for name, parts in of_a_record():
        if name in WITHOUT_RECORDS or (only and name not in only):
            continue
        others = [part for part in parts if part != "patient"]
        for chosen in product(*(values[part] for part in others)):
            address = reverse(name, kwargs={"patient": patient.uuid, **dict(zip(others, chosen, strict=True))})
            answer = client.post(address) if name == "portal:copy" else client.get(address)
            yield Came(f"{name} {chosen}", _content(answer))


def of_a_record(urlconf: str = PORTAL) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The named routes that a patient's address stands in, but for the desk's."""
    for name, parts in _walk(import_module(urlconf).urlpatterns, "", ()):
        if "patient" in parts and ":desk" not in name and not name.startswith("desk"):
            yield name, parts


def door(client: Client, token: str, fhir_id: str) -> Iterator[Came]:
    """Every type, read, searched, counted, included and taken whole."""
    headers = {"Authorization": f"Bearer {token}"}
    mine = Record.objects.filter(patient__fhir_id=fhir_id).values_list("type", "fhir_id")
    others = Record.objects.exclude(patient__fhir_id=fhir_id).values_list("type", "fhir_id")[:OF_OTHERS]
    for type_, name in [*mine, *others]:
        yield _came(client, f"{type_}/{name}", headers)
        yield _came(client, f"{type_}?_id={name}&_revinclude=Provenance:target", headers)
    for support in Store().support():
        ways = [support.type, f"{support.type}?_lastUpdated=ge2000", f"{support.type}?_count=1&_total=accurate"]
        ways += [f"{support.type}?patient={fhir_id}&_count=200&_revinclude=Provenance:target"]
        for name, kind in support.params.items():
            wide = {"date": "ge1900", "token": "http://loinc.org|4548-4"}.get(kind)
            ways += [f"{support.type}?{name}:missing=false&_count=200"] if kind != "id" else []
            ways += [f"{support.type}?{name}={wide}&_count=200"] if wide else []
        ways += [f"{support.type}?_include={include}&_count=200" for include in support.includes]
        for way in ways:
            yield _came(client, way, headers)
    yield from everything(client, token, fhir_id)
    yield from _pages_of(client, f"Patient/{fhir_id}/$everything?_since=2000-01-01T00:00:00Z", headers)
    for kind in (
        "",
        "&type=http://loinc.org|51852-2",
        "&type=http://loinc.org|11526-1",
        "&type=http://loinc.org|11488-4",
    ):
        yield _came(client, f"DocumentReference/$docref?patient={fhir_id}{kind}", headers)


def everything(client: Client, token: str, fhir_id: str) -> Iterator[Came]:
    """The whole record, page by page."""
    yield from _pages_of(client, f"Patient/{fhir_id}/$everything?_count=20", {"Authorization": f"Bearer {token}"})


def _pages_of(client: Client, way: str, headers: dict[str, str]) -> Iterator[Came]:
    address = f"/fhir/{way}"
    while address:
        answer = client.get(address, headers=headers)
        yield _read(way, answer)
        links = json.loads(answer.content).get("link", ()) if answer.status_code == 200 else ()
        address = next(
            (link["url"].removeprefix("http://testserver") for link in links if link["relation"] == "next"), ""
        )


def _came(client: Client, way: str, headers: dict[str, str]) -> Came:
    return _read(way, client.get(f"/fhir/{way}", headers=headers))


def _read(way: str, answer: HttpResponse) -> Came:
    """What was answered, without the repetition of what was asked."""
    body: dict[str, Any] = json.loads(answer.content) if answer.content else {}
    body.pop("link", None)
    entries = [one["resource"] for one in body.get("entry", ()) if "id" in one.get("resource", {})]
    keys = [f"{one['resourceType']}/{one['id']}" for one in entries or [body] if "id" in one]
    return Came(way, json.dumps(body), body.get("total"), keys)


def _content(answer: HttpResponse) -> str:
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if answer.headers.get("Content-Type") == MIME:
        return "".join(json.dumps(read(card).claims) for card in from_file(raw))
    return words_of(raw) if raw.startswith(b"%PDF") else raw.decode("utf-8", "replace")


def _walk(patterns: Any, space: str, before: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in patterns:
        parts = (*before, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, parts)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}", parts
