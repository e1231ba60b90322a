"""How long does it take to find a provider among 100,000, from what was typed to the first page of twenty?

An invented list of offices and doctors on a few thousand portals. What is asked: the beginning of a name, a whole name,
a misspelt one, a doctor's surname, a portal's domain, a full sign-in address, and a word that thousands share. The
limit is what a table without an index of words would do: look for the first word in every name, once.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.harness import SIZE, part, quantile, report, run_part

NUMBER = SIZE or 100_000
ROUNDS = 200  # of each kind
AT = datetime(2026, 3, 3, 9, 12, tzinfo=UTC)
_BEGINNINGS = (
    "Ash", "Bel", "Cor", "Dun", "Elm", "Far", "Glen", "Har", "Ivy", "Jas", "Kel", "Lan", "Mar", "Nor", "Oak", "Pel",
    "Quin", "Row", "Sel", "Tor", "Umber", "Vel", "Wil", "Yar",
)  # fmt: skip
_ENDS = (
    "bridge", "brook", "bury", "by", "dale", "den", "field", "ford", "gate", "ham", "hill", "holm", "land", "ley",
    "mere", "mont", "port", "ridge", "stead", "ton", "vale", "wick",
)  # fmt: skip
_KINDS = ("Family Medicine", "Medical Center", "Clinic", "Hospital", "Pediatrics", "Women's Health", "Orthopedics")


def _place(chance: Random) -> str:
    return chance.choice(_BEGINNINGS) + chance.choice(("a", "e", "i", "o", "er", "en", "")) + chance.choice(_ENDS)


def _rows(chance: Random) -> list[dict[str, str]]:
    rows = []
    for number in range(NUMBER):
        portal = f"https://fhir{number % 4000}.{_place(Random(number % 4000)).lower()}health.example/r4"
        place = _place(chance)
        if number % 5 == 0:
            name = {"lastname": _place(chance), "firstname": _place(chance), "credential": "MD", "practice": place}
        else:
            name = {"name": f"{place} {_place(chance)} {chance.choice(_KINDS)}"}
        rows.append({**name, "url": portal, "city": place, "state": "MA", "zip": f"{number % 90000:05}"})
    return rows


def _questions(chance: Random, rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """(kind, way, what is typed)."""
    asked = []
    for number in range(ROUNDS):
        name = chance.choice([row["name"] for row in chance.sample(rows, 20) if "name" in row])
        place, other = name.split()[0], _place(chance)
        hurt = chance.randrange(1, len(place) - 2)
        wrong = place[:hurt] + place[hurt + 1] + place[hurt] + place[hurt + 2 :]
        host = f"fhir{number}.{_place(Random(number)).lower()}health.example"
        asked += [
            ("beginning", "office", place[:4]),
            ("whole name", "office", name),
            ("misspelt", "office", name.replace(place, wrong)),
            ("doctor", "doctor", other),
            ("domain", "address", host),
            ("sign-in address", "address", f"https://{host}/mychart/Authentication/Login?next=%2Fhome"),
            ("shared by thousands", "office", chance.choice(_KINDS)),
        ]
    return asked


def product(folder: Path) -> dict[str, float]:
    from benchmarks.site import open_site

    open_site()
    from haversack.connections.actions.indexing import count_words
    from haversack.connections.actions.lists import take_list
    from haversack.connections.models import Office
    from haversack.connections.queries.directory import find, size

    chance = Random(20261126)
    rows = _rows(chance)
    begun = time.perf_counter()
    taken = take_list(address="bench", data=json.dumps(rows).encode(), now=AT)
    count_words()
    found: dict[str, float] = {"load": time.perf_counter() - begun, "size": size()}
    assert not taken.problems, taken.problems[:1]
    times: dict[str, list[float]] = {}
    least, hits = [], 0
    for kind, way, typed in _questions(chance, rows):
        begun = time.perf_counter()
        hits += len(find(typed, way=way).hits)
        times.setdefault(kind, []).append((time.perf_counter() - begun) * 1000)
    for _ in range(20):
        begun = time.perf_counter()
        list(Office.objects.filter(name__icontains=_place(chance)).values_list("pk", "name")[:20])
        least.append((time.perf_counter() - begun) * 1000)
    every = [one for some in times.values() for one in some]
    assert hits > len(every) * 5, hits
    found |= {kind: quantile(some, 0.5) for kind, some in times.items()}
    return found | {"p50": quantile(every, 0.5), "p99": quantile(every, 0.99), "limit": quantile(least, 0.5)}


if __name__ == "__main__":
    part("product", product)
    with TemporaryDirectory(prefix="haversack-bench-") as folder:
        found = run_part("product", Path(folder))
    report(
        "directory",
        limit=found["limit"],
        product=found["p50"],
        ratio=found["p50"] / found.pop("limit"),
        unit="ms p50",
        **{kind: round(value, 1) for kind, value in found.items()},
    )
