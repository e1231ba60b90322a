"""From which invented values are the vault's dictionaries trained?

The benchmarks' stream and the demo's family, each resource dressed as another hospital would send it: other names,
addresses and ways to refer, with and without `meta`, compact and indented. What should not be learned (names,
addresses, ids) is different in every sample; what every hospital writes the same (FHIR's members, systems and profiles)
stays. Nothing comes from anybody's records.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import msgspec
import orjson

from benchmarks.data import BASE, resources
from haversack.demo.people import family
from haversack.records.digits import decode
from haversack.records.formats.fhir_r4.describe import describe

SEEDS = (101, 102, 103)
PER_SEED = 3_000
TODAY = date(2026, 10, 30)
GIVEN = ("Abel", "Bruna", "Cato", "Dafne", "Eneko", "Fátima", "Gaia", "Hugo", "Ilsa", "Jonah", "Kaya", "Lino", "Mirta")
FAMILY = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fennel",
    "Gorse",
    "Hazel",
    "Juniper",
    "Laurel",
    "Maple",
    "Rowan",
)
HOSTS = ("fhir.{}.example/r4", "{}.example/api/FHIR/R4", "ehr.{}.example/fhir/r4/tenant", "{}.example/fhir")
OWN_WORDS = (
    "bench-person-0001",
    "bench-general",
    "bench-clinic",
    "Bench General Hospital",
    "Bench General",
    "Paz Benchley Ibáñez",
)

Json = dict[str, Any]


def bodies() -> Iterator[bytes]:
    """FHIR R4 resources as bytes that came, in every style."""
    rng = Random(1)
    for doc in _documents():
        yield dressed(disguised(doc, rng), rng)


def faces() -> Iterator[bytes]:
    """Entries as the backpack keeps them: msgpack of what the reader makes of the same resources."""
    rng = Random(2)
    for doc in _documents():
        # By way of bytes, so that the reader meets numbers as it does in a file.
        entry = describe(decode(orjson.dumps(disguised(doc, rng))), _nothing_known)
        if entry is not None:
            yield msgspec.msgpack.encode(entry)


def _nothing_known(reference: str) -> None:
    return None


def _documents() -> Iterator[Json]:
    for seed in SEEDS:
        for raw in resources(PER_SEED, seed=seed):
            yield orjson.loads(raw)
    for person in family(TODAY):
        for _, bundle in person.bundles + person.pending_bundles:
            for entry in orjson.loads(bundle)["entry"]:
                yield entry["resource"]


def disguised(doc: Json, rng: Random) -> Json:
    """The same resource from another place: names, addresses and references changed throughout."""
    text = orjson.dumps(doc).decode()
    host = "https://" + rng.choice(HOSTS).format(rng.choice(FAMILY).lower() + str(rng.randrange(1000)))
    text = text.replace(BASE, host)
    for word in OWN_WORDS:
        text = text.replace(
            word, f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}" if " " in word else f"{rng.getrandbits(60):x}"
        )
    if rng.random() < 0.3:
        for kind in ("Patient", "Encounter", "Practitioner", "Organization", "Observation", "Claim", "Condition"):
            text = text.replace(f'"reference":"{kind}/', '"reference":"urn:uuid:')
    found: Json = orjson.loads(text)
    if rng.random() < 0.4:
        found.pop("meta", None)
    elif rng.random() < 0.5:
        found["meta"] = {key: value for key, value in found.get("meta", {}).items() if key == "profile"}
    return found


def dressed(doc: Json, rng: Random) -> bytes:
    """As one of the ways in which systems print JSON; inside a bundle, lines are indented further."""
    style = rng.random()
    if style < 0.5:
        return orjson.dumps(doc)
    if style < 0.75:
        deep = rng.choice((b"    ", b"      "))
        return orjson.dumps(doc, option=orjson.OPT_INDENT_2).replace(b"\n", b"\n" + deep)
    wide = msgspec.json.format(orjson.dumps(doc), indent=4)
    return wide.replace(b"\n", b"\n" + b" " * 12) if style < 0.9 else msgspec.json.format(orjson.dumps(doc), indent=0)
