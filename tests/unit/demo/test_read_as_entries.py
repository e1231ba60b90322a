"""Does Haversack understand its demo: all described, every category filled, sources that agree and disagree?"""

from __future__ import annotations

import io
from collections import Counter, defaultdict

import pytest

from haversack.demo.people import family
from haversack.records.entry import Entry
from haversack.records.facts import fact_key
from haversack.records.formats.fhir_r4.describe import describe, name_of
from haversack.records.formats.fhir_r4.read import read_resource

from .conftest import TODAY

read_file = pytest.importorskip("haversack.records.bundle").read_file
CATEGORIES = {
    "allergies", "medications", "vaccines", "labs", "vitals", "procedures", "pregnancy", "conditions", "social-history",
    "visits", "documents", "other",
}  # fmt: skip


def entries(text: bytes) -> list[Entry]:
    docs, names = [], {}
    for piece in read_file(io.BytesIO(text), size=len(text)):
        doc, remark, *_ = read_resource(piece.raw)
        assert doc is not None, remark
        assert remark == ""
        docs.append(doc)
        if called := name_of(doc):
            names[f"{doc['resourceType']}/{doc['id']}"] = called
    return [found for doc in docs if (found := describe(doc, names.get)) is not None]


@pytest.fixture(scope="module")
def told() -> dict[str, dict[tuple[str, bool], list[Entry]]]:
    """Entries by person, hospital and whether they wait."""
    return {
        person.name: {
            (hospital, waiting): entries(text)
            for waiting, bundles in ((False, person.bundles), (True, person.pending_bundles))
            for hospital, text in bundles
        }
        for person in family(TODAY)
    }


def test_the_family_fills_every_category(told):
    found = {entry.category for person in told.values() for shown in person.values() for entry in shown}
    assert found == CATEGORIES


def test_every_entry_has_a_title_and_the_dated_ones_a_date(told):
    for person in told.values():
        for shown in person.values():
            for entry in shown:
                assert entry.title.strip()
                assert not entry.title.isdigit()
                if entry.category in {"labs", "vitals", "vaccines", "visits", "documents", "procedures"}:
                    assert entry.date, entry.title


def test_some_facts_are_told_by_two_hospitals(told):
    merged = Counter()
    for name, person in told.items():
        by_fact = defaultdict(set)
        for (hospital, _), shown in person.items():
            for entry in shown:
                if key := fact_key(entry):
                    by_fact[key].add(hospital)
        merged[name] = sum(len(hospitals) > 1 for hospitals in by_fact.values())
    assert all(merged[name] >= 2 for name in told)
    assert merged["Inés Valdivia Okafor"] >= 12


def test_visits_of_two_hospitals_never_look_like_one(told):
    for person in told.values():
        by_fact = defaultdict(set)
        for (hospital, _), shown in person.items():
            for entry in shown:
                if entry.category == "visits" and (key := fact_key(entry)):
                    by_fact[key].add(hospital)
        assert all(len(hospitals) == 1 for hospitals in by_fact.values())


def test_one_of_what_waits_is_known_already_from_elsewhere(told):
    for name in ("Inés Valdivia Okafor", "Amara Okafor Valdivia", "Tomás Okafor"):
        known = {fact_key(entry) for (_, waiting), shown in told[name].items() if not waiting for entry in shown} - {
            None
        }
        new = {fact_key(entry) for (_, waiting), shown in told[name].items() if waiting for entry in shown}
        assert known & new


def test_the_two_lists_of_medicines_disagree(told):
    doses = {
        hospital: {entry.title for entry in shown if entry.category == "medications" and entry.current}
        for (hospital, waiting), shown in told["Inés Valdivia Okafor"].items()
        if not waiting
    }
    assert "Metformin 1,000 mg tablet" in doses["Alder Creek Medical Center"]
    assert "Metformin 500 mg tablet" in doses["Harbor Light Family Practice"]


def test_every_standing_occurs(told):
    found = {entry.standing for person in told.values() for shown in person.values() for entry in shown}
    assert found == {"fact", "refuted", "negated", "entered-in-error"}


def test_every_kind_of_precision_and_value_occurs(told):
    shown = [entry for person in told.values() for many in person.values() for entry in many]
    assert {entry.precision for entry in shown} >= {"year", "month", "day", "second"}
    values = [entry.value for entry in shown if entry.value]
    assert {value.kind for value in values} >= {"quantity", "text", "coded", "date"}
    assert {value.comparator for value in values} >= {"", "<"}
    assert any(value.text.endswith("0") and "." in value.text for value in values)
    assert any(entry.components for entry in shown)
    assert any(entry.method for entry in shown)
    assert {entry.flag for entry in shown} >= {"", "N", "H", "L", "HH"}
