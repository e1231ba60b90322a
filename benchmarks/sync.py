"""How long does a first fetch take, against the shortest it could: the pages of the longest type, one after the other?

10,000 resources of 8 types from a portal that takes 200 ms for each answer. The limit asks for nothing but the pages of
the longest type, over one connection. `second` is the same fetch again, which changes no row of the record. With
BENCH_CONNECTIONS=1000 so many connections to portals of 60 resources are due at once, as after a night without power.
"""

from __future__ import annotations

import http.client
import json
import os
import resource
import time
from pathlib import Path

from benchmarks.harness import SIZE, interleaved, median, part, report, run_part
from benchmarks.sync_portal import TYPES, WHO, portal

NUMBER = SIZE or 10_000
SECONDS = 0.2  # that the portal takes
CONNECTIONS = int(os.environ.get("BENCH_CONNECTIONS", "0"))
RECORD = ("record", "arrival", "part", "shard", "count", "source", "declined")


def limit(folder: Path) -> dict[str, float]:
    with portal(NUMBER, SECONDS) as host:
        line = http.client.HTTPConnection(host)
        line.request("GET", f"/fhir/x/{TYPES[0]}?patient={WHO}")
        answer = line.getresponse()
        pages, begun = 1, time.perf_counter()
        following = _next(answer.read())
        while following:
            line.request("GET", f"/fhir/x/{TYPES[0]}{following}")
            following = _next(line.getresponse().read())
            pages += 1
        seconds = time.perf_counter() - begun
    return {"seconds": seconds * pages / (pages - 1), "pages": pages}


def _next(body: bytes) -> str:
    links = json.loads(body)["link"]
    return links[0]["url"] if links else ""


def product(folder: Path) -> dict[str, float]:
    from django.db import connection

    with portal(NUMBER, SECONDS) as host:
        os.environ["HAVERSACK_ALLOWED_PORTALS"] = host
        from benchmarks.site import open_site

        open_site()
        row = _connected(f"http://{host}/fhir/x", WHO)
        first, came = _fetched(row)
        assert came.state == "done", came.state
        before = _rows(connection)
        second, again = _fetched(row)
        assert (again.state, again.new, again.changed) == ("done", 0, 0)
        assert _rows(connection) == before, "a second fetch changed the record"
    return {"seconds": first, "second": second, "received": came.received, "memory": _memory()}


def _rows(connection) -> list[object]:
    with connection.cursor() as cursor:
        found = []
        for name in RECORD:
            cursor.execute(f"SELECT COUNT(*), MAX(id) FROM backpack_{name}")
            found.append(cursor.fetchone())
        cursor.execute("SELECT SUM(commits) FROM backpack_source")
        return [*found, cursor.fetchone()]


def _memory() -> float:
    """The most that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _connected(base: str, patient: str):
    from django.utils import timezone

    from haversack.backpack.actions.persons import add_person
    from haversack.backpack.actions.sources import portal_text, source_for
    from haversack.backpack.rules.roles import Viewer
    from haversack.connections.actions.permission import given_by
    from haversack.connections.models import Connection
    from haversack.connections.models.facts import CONNECTION, ConnectionFacts, encode

    given_by(lambda *told, spent="": "token")
    opened = add_person(by=Viewer.operator(), name=f"Bench {patient}")
    types = dict.fromkeys(TYPES, ("patient",))
    facts = ConnectionFacts("Bench Clinic", base, base, patient=patient, types=types, same_person=True)
    now = timezone.now()
    source = source_for(opened=opened, text=portal_text(base, patient), name="Bench Clinic", kind="portal")
    return Connection.objects.create(
        person_id=opened.person,
        source=source,
        door=opened.key.index(base.encode()),
        state="connected",
        sealed=opened.key.seal(encode(facts), CONNECTION),
        next_fetch_at=now,
        created_at=now,
        changed_at=now,
    )


def _fetched(row):
    from django.utils import timezone

    from haversack.connections.actions.fetch_work import do
    from haversack.connections.actions.fetching import want
    from haversack.connections.models import Fetch
    from haversack.connections.queries.opening import open_for

    opened = open_for(row)
    fetch = want(
        opened=opened, connection=row, by=opened.viewer, kind=Fetch.Kind.FULL, why=Fetch.Why.HAND, now=timezone.now()
    )
    begun = time.perf_counter()
    do(fetch.pk)
    seconds = time.perf_counter() - begun
    fetch.refresh_from_db()
    return seconds, fetch


def many(folder: Path) -> dict[str, float]:
    """All of them due at once, done by the threads that the site has for it."""
    with portal(60, SECONDS) as host:
        os.environ["HAVERSACK_ALLOWED_PORTALS"] = host
        from benchmarks.site import open_site

        open_site()
        from django.utils import timezone

        from haversack.connections.actions.scheduling import want_due
        from haversack.connections.jobs.fetching import do_fetch
        from haversack.connections.models import Fetch

        for number in range(CONNECTIONS):
            _connected(f"http://{host}/fhir/{number}", f"p{number}")
        begun, before = time.perf_counter(), _memory()
        while want_due(timezone.now()):
            pass
        for fetch in Fetch.objects.values_list("pk", flat=True):
            do_fetch.func(fetch)
        while Fetch.objects.filter(state__in=["waiting", "running"]).exists():
            time.sleep(0.5)
        seconds = time.perf_counter() - begun
        done = Fetch.objects.filter(state="done").count()
    return {"seconds": seconds, "done": done, "memory": _memory(), "before": before}


if __name__ == "__main__":
    part("limit", limit)
    part("product", product)
    part("many", many)
    if CONNECTIONS:
        import tempfile

        with tempfile.TemporaryDirectory(prefix="haversack-bench-") as own:
            found = run_part("many", Path(own))
        assert found["done"] == CONNECTIONS, found
        report(
            "sync of many", limit=3600, product=found["seconds"], ratio=found["seconds"] / 3600, unit="seconds",
            connections=CONNECTIONS, memory_mb=round(found["memory"]), memory_before_mb=round(found["before"]),
        )  # fmt: skip
    else:
        limits, products = interleaved("limit", "product", lambda folder: None)
        least, took = median(limits, "seconds"), median(products, "seconds")
        report(
            "sync", limit=least, product=took, ratio=took / least, unit="seconds",
            second=round(median(products, "second"), 2), pages=int(median(limits, "pages")),
            received=int(median(products, "received")), memory_mb=round(median(products, "memory")), size=NUMBER,
        )  # fmt: skip
