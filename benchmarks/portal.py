"""How many reads and searches does a hospital's portal answer, and how long does the slowest of a hundred take?

A portal of so many resources, a thousand to a patient, under the preset that holds and withholds; a real web server,
and apps that read and search as US Core asks, one request after the other. Each request passes everything: token,
standing, scope, release decision, opening, trail. The limit is an endpoint of the same server that does nothing.

Requests are counted per second of the server's own processor time, which other work on the machine does not change.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.harness import RUNS, SIZE, median, part, quantile, report, run_part

NUMBER = SIZE or 100_000
EACH = 1_000  # resources of one patient
READERS = 50
REQUESTS = 400  # of each kind in one round
LABORATORY = "http://terminology.hl7.org/CodeSystem/observation-category|laboratory"


def fill(folder: Path) -> dict[str, float]:
    from benchmarks.portal_site import load_hospital

    return load_hospital(NUMBER, EACH)


def serve(folder: Path) -> dict[str, float]:
    """Let apps in, start the server and ask it."""
    from benchmarks.portal_site import let_apps_in, open_portal

    open_portal()
    from haversack.cli.http import free_port

    port = free_port("127.0.0.1")
    apps = let_apps_in(READERS, f"http://127.0.0.1:{port}/fhir")
    chance = Random(7)
    questions = {"null": [("/null", "")] * REQUESTS, "product": list(_questions(apps, chance))}
    server = _started(port)
    try:
        found: dict[str, float] = {}
        for name in ("null", "product"):
            _ask(server.pid, port, questions[name][:40])
        for name, asked in questions.items():
            times, cpu = _ask(server.pid, port, asked)
            found[name] = len(asked) / cpu
            found[f"{name} p50"] = quantile(times, 0.5) * 1000
            found[f"{name} p99"] = quantile(times, 0.99) * 1000
        return found
    finally:
        server.terminate()
        server.wait()


def _questions(apps: list[tuple[str, str]], chance: Random) -> Iterator[tuple[str, str]]:
    """Half are reads, the rest the searches that US Core says every server must answer."""
    from haversack.portal.models import Record

    for number in range(REQUESTS):
        token, patient = apps[number % len(apps)]
        vitals = Record.objects.filter(patient__fhir_id=patient, type="Observation", section="other")
        one = vitals.values_list("fhir_id", flat=True)[chance.randrange(20)]
        year = chance.randrange(2005, 2026)
        yield from (
            (f"/fhir/Observation/{one}", token),
            (f"/fhir/Patient/{patient}", token),
            (f"/fhir/Observation?patient={patient}&category={LABORATORY}&_count=20", token),
            (f"/fhir/Observation?patient={patient}&code=http://loinc.org%7C4548-4&date=ge{year}", token),
        )
        if number % 4 == 0:
            yield f"/fhir/Condition?patient={patient}&_revinclude=Provenance:target", token
            yield f"/fhir/MedicationRequest?patient={patient}&intent=order,plan", token
            yield f"/fhir/Encounter?patient={patient}&date=ge{year}&_count=20", token
            yield f"/fhir/Immunization?patient={patient}", token


def _started(port: int) -> subprocess.Popen[bytes]:
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.portal_site", str(port)], stdout=subprocess.PIPE, stderr=sys.stderr
    )
    assert server.stdout
    server.stdout.readline()
    return server


def _ask(server: int, port: int, asked: list[tuple[str, str]]) -> tuple[list[float], float]:
    """Seconds of each request, and the processor time that the server took for all of them."""
    connection, times = http.client.HTTPConnection("127.0.0.1", port), []
    before = _cpu(server)
    for address, token in asked:
        begun = time.perf_counter()
        connection.request("GET", address, headers={"Authorization": f"Bearer {token}"} if token else {})
        answer = connection.getresponse()
        body = answer.read()
        times.append(time.perf_counter() - begun)
        assert answer.status == 200, (address.partition("?")[0], answer.status, body[:300])
    return times, _cpu(server) - before


def _cpu(server: int) -> float:
    """Seconds of processor time of this process and its children (proc(5), stat)."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ticks = 0
    for process in [server, *map(int, children)]:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    part("fill", fill)
    part("serve", serve)
    with TemporaryDirectory(prefix="haversack-bench-") as folder:
        loaded = run_part("fill", Path(folder))
        rounds = []
        for number in range(RUNS):
            rounds.append(run_part("serve", Path(folder)))
            print(f"round {number + 1} of {RUNS}: {rounds[-1]}", file=sys.stderr, flush=True)
    limit, product = median(rounds, "null"), median(rounds, "product")
    report(
        "portal",
        limit=limit,
        product=product,
        ratio=product / limit,
        unit="requests per CPU-second of the server",
        p50=round(median(rounds, "product p50"), 2),
        p99=round(median(rounds, "product p99"), 2),
        size=NUMBER,
        load_seconds=round(loaded["seconds"]),
        loaded_per_cpu_second=round(loaded["per CPU-second"]),
    )
