"""How long does a page take in a large backpack? Category, home and trend, with everything a request does, at one
client.

Each request passes the whole site (sign-in, authorisation, audit, decryption, rendering). The limit of a page in a
large backpack is the same page in a small one, asked for in turn with it: `limit` is the p50 at 1,000 resources,
`product` at the size asked for. On a machine that does other things as well, a page waits for its turn far longer than
it takes; the seconds of the processor that it took are told beside the others.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.harness import SIZE, part, quantile, report, run_part

if TYPE_CHECKING:
    from haversack.backpack.queries.opened import Opened

NUMBER = SIZE or 100_000
ROUNDS = 200


def product(folder: Path) -> dict[str, float]:
    from benchmarks.site import as_served, filled, open_site

    open_site()
    small, large = filled(folder, 1000), filled(folder, NUMBER)
    as_served()
    found: dict[str, float] = {}
    there = addresses(large)
    for name, address in addresses(small).items():
        for size, times in zip(("small", "large"), timed((small, address), (large, there[name])), strict=True):
            for kind, values in zip(("", "cpu "), zip(*times, strict=True), strict=True):
                found[f"{name} {size} {kind}p50"] = quantile(list(values), 0.5) * 1000
                found[f"{name} {size} {kind}p99"] = quantile(list(values), 0.99) * 1000
    return found


def addresses(opened: Opened) -> dict[str, str]:
    """The three pages; the trend is that of the test with the most results."""
    from django.db.models import Count
    from django.urls import reverse

    from haversack.backpack.models import Record

    most = (
        Record.objects.filter(person_id=opened.person, code__isnull=False, state=1)
        .values("code")
        .annotate(number=Count("id"))
        .order_by("-number")
        .first()
    )
    assert most is not None
    record = Record.objects.filter(person_id=opened.person, code=most["code"], state=1).values_list("id", flat=True)[0]
    return {
        "category": reverse("backpack:category", args=[opened.uuid, "labs"]) + "?show=all",
        "latest": reverse("backpack:category", args=[opened.uuid, "labs"]),
        "home": reverse("backpack:home", args=[opened.uuid]),
        "trend": reverse("backpack:trend", args=[opened.uuid, record]),
    }


def timed(*pages: tuple[Opened, str]) -> list[list[tuple[float, float]]]:
    """(seconds, seconds of the processor) of ROUNDS requests to each of these pages, in turn, after three that warm the
    caches.
    """
    from benchmarks.site import signed_in

    browsers = [(signed_in(opened), address, list[tuple[float, float]]()) for opened, address in pages]
    for number in range(ROUNDS + 3):
        for client, address, times in browsers:
            begun, worked = time.perf_counter(), time.thread_time()
            answer = client.get(address)
            length = len(answer.content)
            spent = time.perf_counter() - begun, time.thread_time() - worked
            assert answer.status_code == 200, answer.status_code
            assert length > 2000
            if number >= 3:
                times.append(spent)
    return [times for _client, _address, times in browsers]


if __name__ == "__main__":
    part("product", product)
    with TemporaryDirectory(prefix="haversack-bench-") as folder:
        found = run_part("product", Path(folder))
    pages = ("category", "latest", "home", "trend")
    for name in pages:
        small, large, slowest = (found[f"{name} {key}"] for key in ("small p50", "large p50", "large p99"))
        print(f"{name}: p50 {small:.1f} ms at 1,000, {large:.1f} ms at {NUMBER:,}; p99 {slowest:.1f} ms")
        small, large, slowest = (found[f"{name} {key}"] for key in ("small cpu p50", "large cpu p50", "large cpu p99"))
        print(f"  of the processor: p50 {small:.1f} ms, {large:.1f} ms; p99 {slowest:.1f} ms")
    worst = max(found[f"{name} large p50"] / found[f"{name} small p50"] for name in pages)
    report(
        "page",
        limit=found["category small p50"],
        product=found["category large p50"],
        ratio=worst,
        unit="ms, ratio the worst of p50(large) / p50(small)",
        p99=round(max(found[f"{name} large p99"] for name in pages), 1),
        cpu_p50=round(max(found[f"{name} large cpu p50"] for name in pages), 1),
        cpu_p99=round(max(found[f"{name} large cpu p99"] for name in pages), 1),
        size=NUMBER,
    )
