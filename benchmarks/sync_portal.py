"""Which portal do the sync figures fetch from? One in a process of its own, that takes its time for every answer.

It answers from memory, so that what is measured is the fetch: the records of eight types in pages of 100, and single
resources. Any patient's address gives the same records, under that patient's id.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

TYPES = (
    "Observation", "Encounter", "Immunization", "Procedure", "Condition", "DiagnosticReport", "MedicationRequest",
    "DocumentReference",
)  # fmt: skip
SHARE = 0.7644  # of the benchmarks' mix is of these types
PAGE = 100
WHO = "bench-patient"


def of_these_types(number: int) -> tuple[dict[str, list[bytes]], dict[str, bytes]]:
    """About `number` records of the eight types, by type, and what they speak of, by "Type/id"."""
    from benchmarks import data

    listed: dict[str, list[bytes]] = defaultdict(list)
    single: dict[str, bytes] = {}
    for raw in data.resources(round(number / SHARE)):
        doc = json.loads(raw)
        if doc["resourceType"] in TYPES:
            listed[doc["resourceType"]].append(raw)
        else:
            single[f"{doc['resourceType']}/{doc['id']}"] = raw
    return listed, single


class Answers:
    """What is answered, by path and query."""

    def __init__(self, number: int) -> None:
        self._listed, self._single = of_these_types(number)
        patient = next(raw for name, raw in self._single.items() if name.startswith("Patient/"))
        self._patient, self._id = patient, json.loads(patient)["id"].encode()
        self.asked = 0

    def answer(self, target: str) -> bytes | None:
        self.asked += 1
        parts = urlsplit(target)
        _owner, _, below = parts.path.removeprefix("/fhir/").partition("/")
        query = parse_qs(parts.query)
        kind, _, number = below.partition("/")
        if number:
            found = self._patient if kind == "Patient" else self._single.get(below)
            return self._for(found, number) if found else None
        start = int(query.get("_offset", ["0"])[0])
        records = self._listed.get(kind, [])
        links = ""
        if start + PAGE < len(records):
            links = f'{{"relation":"next","url":"?patient={query["patient"][0]}&_offset={start + PAGE}"}}'
        entries = b",".join(b'{"resource":' + raw + b"}" for raw in records[start : start + PAGE])
        page = b'{"resourceType":"Bundle","type":"searchset","link":[%s],"entry":[%s]}' % (links.encode(), entries)
        return self._for(page, query["patient"][0])

    def _for(self, raw: bytes, patient: str) -> bytes:
        return raw.replace(b"Patient/" + self._id, b"Patient/" + patient.encode()).replace(
            b'"id":"' + self._id + b'"', b'"id":"' + patient.encode() + b'"'
        )


def serve(number: int, seconds: float) -> None:
    """Serve until killed; prints the port."""
    answers = Answers(number)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 20

        def do_GET(self) -> None:
            begun = time.monotonic()
            body = answers.answer(self.path)
            time.sleep(max(0.0, seconds - (time.monotonic() - begun)))
            self.send_response_only(200 if body is not None else 404)
            self.send_header("Content-Type", "application/fhir+json")
            self.send_header("Date", self.date_time_string())
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *words: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 256
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


@contextmanager
def portal(number: int, seconds: float) -> Iterator[str]:
    """Beside this process: gives "127.0.0.1:port"."""
    script = Path(__file__).resolve()
    process = subprocess.Popen([sys.executable, str(script), str(number), str(seconds)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield f"127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    serve(int(sys.argv[1]), float(sys.argv[2]))
