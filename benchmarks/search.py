"""How long does a search take? Words over titles, values, notes and text, from the words to the lines shown.

The limit is the least that could find a word in the same text: open the same shards and look for it once.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import SIZE, part, quantile, report, run_part

NUMBER = SIZE or 20_000
WORDS = (
    "glucose", "gluc", "blood pressure", "penicillin", "hemog a1c", "influenza", "metformin", "dr", "2019", "asthma",
    "zzz", "pain", "tablet", "mg", "x ray", "follow up", "cholesterol", "visit", "120", "covid",
)  # fmt: skip
ROUNDS = 10


def product(folder: Path) -> dict[str, float]:
    from benchmarks.site import filled, open_site

    open_site()
    opened = filled(folder, NUMBER)
    from haversack.backpack.models import Shard
    from haversack.backpack.presenters.search import search_context

    whole, least, found = [], [], 0
    for _ in range(ROUNDS):
        for words in WORDS:
            begun = time.perf_counter()
            context = search_context(opened, words, "")
            whole.append(time.perf_counter() - begun)
            found += context["paging"].total
            begun = time.perf_counter()
            for sealed in Shard.objects.filter(person_id=opened.person).values_list("sealed", flat=True):
                opened.key.open(bytes(sealed), "words").count(b" " + words.encode())
            least.append(time.perf_counter() - begun)
    assert found > ROUNDS * NUMBER / 100, found
    return {
        "p50": quantile(whole, 0.5) * 1000,
        "p99": quantile(whole, 0.99) * 1000,
        "limit": quantile(least, 0.5) * 1000,
    }


if __name__ == "__main__":
    part("product", product)
    with TemporaryDirectory(prefix="haversack-bench-") as folder:
        found = run_part("product", Path(folder))
    report(
        "search",
        limit=found["limit"],
        product=found["p50"],
        ratio=found["p50"] / found["limit"],
        unit="ms p50",
        p99=round(found["p99"], 1),
        size=NUMBER,
    )
