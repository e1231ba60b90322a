"""What does a portal answer whose records a test can see and change? A FHIR server in memory, of one token and pages.

It knows the searches of US Core as far as a fetch needs them, and can be told to be as narrow as real ones are. Asked
by a function call; `served` puts it behind real HTTP on this machine.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2

Answered = tuple[int, dict[str, str], bytes]
Doc = dict[str, Any]
JSON = "application/fhir+json"
WITH_STATUS = ("Observation", "MedicationRequest", "Encounter", "DocumentReference")


@dataclass
class FakePortal:
    """records: by "Type/id". changed: when each was last changed, by the portal's clock. good: tokens that open it.
    narrow: what it does not do ("bare": Observations without category; "status": searches without one, and
    "_revinclude", "_include", "_lastUpdated", "_count"). asked: every request, as "Type?query".
    """

    base: str = "https://portal.example/fhir"
    patient: str = "p"
    page: int = 10
    now: datetime = datetime(2026, 3, 1, tzinfo=UTC)
    good: set[str] = field(default_factory=lambda: {"good"})
    narrow: set[str] = field(default_factory=set)
    not_shared: set[str] = field(default_factory=set)
    records: dict[str, Doc] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    before: Callable[[str], Answered | None] = lambda asked: None

    def put(self, *docs: Doc) -> None:
        self.now += timedelta(minutes=1)
        for doc in docs:
            key = f"{doc['resourceType']}/{doc['id']}"
            stamp = self.now.strftime("%Y-%m-%dT%H:%M:%SZ")
            self.records[key] = doc | {"meta": {"lastUpdated": stamp}}
            self.changed[key] = self.now

    def drop(self, *keys: str) -> None:
        for key in keys:
            del self.records[key]

    def answer(self, target: str, headers: Mapping[str, str]) -> Answered:
        """`target`: path and query as the request has them; `headers` in lower case."""
        path, _, query = target.partition("?")
        below = path.removeprefix(urlsplit(self.base).path).lstrip("/")
        asked = below + (f"?{query}" if query else "")
        self.asked.append(asked)
        if (instead := self.before(asked)) is not None:
            return instead
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.good:
            return self._outcome(401, "The token is not good")
        kind, _, number = below.partition("/")
        if kind in self.not_shared:
            return self._outcome(403, "Not shared")
        if number:
            return self._read(below)
        return self._search(kind, dict(parse_qsl(query)))

    def _read(self, below: str) -> Answered:
        if below in self.files:
            kind, data = self.files[below]
            return 200, self._headers(kind), data
        doc = self.records.get(below)
        return self._json(doc) if doc else self._outcome(404, "There is no such resource")

    def _search(self, kind: str, query: dict[str, str]) -> Answered:
        for name in ("_revinclude", "_include", "_lastUpdated", "_count"):
            if name in self.narrow and name in query:
                return self._outcome(400, f"Unknown parameter {name}")
        if "status" in self.narrow and "status" not in query and kind in WITH_STATUS:
            return self._outcome(400, "Searches need a status")
        if "bare" in self.narrow and kind == "Observation" and "category" not in query:
            return self._outcome(400, "A category is needed")
        found = [doc for key, doc in sorted(self.records.items()) if self._meets(key, doc, kind, query)]
        start = int(query.get("_offset", "0"))
        shown = found[start : start + self.page]
        links = []
        if start + self.page < len(found):
            more = {**query, "_offset": str(start + self.page)}
            onwards = "&".join(f"{name}={value}" for name, value in more.items())
            links.append({"relation": "next", "url": f"{self.base}/{kind}?{onwards}"})
        entries = [{"fullUrl": f"{self.base}/{kind}/{one['id']}", "resource": one} for one in shown]
        entries += [
            {"resource": {"resourceType": "OperationOutcome", "issue": [{"diagnostics": one}]}} for one in self.warnings
        ]
        return self._json({"resourceType": "Bundle", "type": "searchset", "link": links, "entry": entries})

    def _meets(self, key: str, doc: Doc, kind: str, query: dict[str, str]) -> bool:
        about = doc.get("subject", doc.get("patient", {})).get("reference")
        codes = {code["code"] for one in doc.get("category", []) for code in one.get("coding", [])}
        wanted = query.get("category", "").rpartition("|")[2]
        since = query.get("_lastUpdated", "").removeprefix("ge")
        return (
            doc["resourceType"] == kind
            and about == f"Patient/{query.get('patient')}"
            and (not wanted or wanted in codes)
            and ("status" not in query or doc.get("status") in query["status"].split(","))
            and ("intent" not in query or doc.get("intent") in query["intent"].split(","))
            and (not since or self.changed[key] >= datetime.fromisoformat(since))
        )

    def _headers(self, kind: str = JSON) -> dict[str, str]:
        return {"Content-Type": kind, "Date": format_datetime(self.now, usegmt=True)}

    def _json(self, doc: Doc, status: int = 200) -> Answered:
        return status, self._headers(), json.dumps(doc).encode()

    def _outcome(self, status: int, words: str) -> Answered:
        return self._json({"resourceType": "OperationOutcome", "issue": [{"diagnostics": words}]}, status)

    def transport(self) -> httpx2.MockTransport:
        """As what an `http.Web` can stand on, without a socket."""

        def answer(request: httpx2.Request) -> httpx2.Response:
            headers = {name.lower(): value for name, value in request.headers.items()}
            status, told, body = self.answer(request.url.raw_path.decode(), headers)
            return httpx2.Response(status, headers=told, content=body)

        return httpx2.MockTransport(answer)


@contextmanager
def served(
    answer: Callable[[str, Mapping[str, str]], Answered],
    raw: Callable[[Any, Answered], bool] | None = None,
    post: Callable[[str, dict[str, str]], Answered] | None = None,
) -> Iterator[str]:
    """Behind HTTP on this machine: gives "http://127.0.0.1:port". raw: writes an answer in a way of its own, and says
    whether it did. post: answers a form that is sent to a path."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # else head and body go one by one, and the second waits for a delayed ACK

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._give(answer(self.path, headers))

        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            assert post is not None
            self._give(post(self.path, form))

        def _give(self, given: Answered) -> None:
            if raw is not None and raw(self, given):
                return
            status, told, body = given
            self.send_response_only(status)
            for name, value in told.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
