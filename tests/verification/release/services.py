"""What does a service get that takes out everybody's record? It asks, looks after it, and fetches file by file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import time_machine
from django.test import Client

from haversack.fhirserver.actions.registering import add_service
from haversack.fhirserver.jobs.exports import sweep
from haversack.fhirserver.views import exporting

from ...integration.fhirserver.test_key_clients import PUBLISHED, asking, assertion
from .ways import Came

LATER = timedelta(minutes=2)  # when a worker gets to it: what is decided by then was not asked for
SINCE = "&_since=2000-01-01T00:00:00Z"
WHAT = ("", SINCE, "&_type=Observation,Binary,Provenance", "&_type=Patient,DiagnosticReport,DocumentReference")


def exports(client: Client, at: datetime) -> Iterator[Came]:
    """Every answer to a service that asks for the group of everybody at this moment."""
    with time_machine.travel(at, tick=False):
        app = add_service(name="Feed", scope="system/*.rs", jwks=PUBLISHED)
        for what in WHAT:
            yield from _taken(client, app.client_id, what, at)
        yield _answer("a patient as a group", client.get("/fhir/Group/ana/$export", headers=_headers(client, app)))


def _taken(client: Client, client_id: str, what: str, at: datetime) -> Iterator[Came]:
    way = f"Group/all/$export?{what}"
    app = SimpleNamespace(client_id=client_id)
    begun = client.get(f"/fhir/Group/all/$export?_outputFormat=ndjson{what}", headers=_headers(client, app))
    assert begun.status_code == 202, begun.content
    yield _answer(f"{way} begun", begun)
    status = _path(begun["Content-Location"])
    yield _answer(f"{way} while it is made", client.get(status, headers=_headers(client, app)))
    with time_machine.travel(at + LATER, tick=False):
        sweep()
        done = client.get(status, headers=_headers(client, app))
        yield _answer(f"{way} done", done)
        for file in json.loads(done.content)["output"]:
            lines = client.get(_path(file["url"]), headers=_headers(client, app))
            text = b"".join(lines.streaming_content).decode()  # type: ignore[attr-defined]
            keys = [f"{one['resourceType']}/{one['id']}" for one in map(json.loads, text.splitlines())]
            yield Came(f"{way} {file['type']}", text, file["count"], keys)


def lost_message(monkeypatch: object) -> None:
    """The worker is not woken: a sweep finds what is due, at the moment that a test says."""
    nobody = SimpleNamespace(enqueue=lambda export: None)
    monkeypatch.setattr(exporting, "make_export", nobody)  # type: ignore[attr-defined]


def _headers(client: Client, app: object) -> dict[str, str]:
    held = json.loads(asking(client, assertion(app.client_id), scope="system/*.rs").content)  # type: ignore[attr-defined]
    bearer = f"Bearer {held['access_token']}"
    return {"Authorization": bearer, "Prefer": "respond-async", "Accept": "application/fhir+json"}


def _answer(way: str, answer: object) -> Came:
    said = [answer.content.decode(), *(f"{name}: {value}" for name, value in answer.headers.items())]  # type: ignore[attr-defined]
    return Came(way, "\n".join(said))


def _path(address: str) -> str:
    return address.removeprefix("http://testserver")
