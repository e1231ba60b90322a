"""Is a document of sections known again in another source, and its next version told from it?"""

from __future__ import annotations

from typing import Any

import pytest

from haversack.records.facts import document_key
from haversack.records.formats.fhir_r4.describe import describe

SUMMARY: dict[str, Any] = {
    "resourceType": "Composition",
    "id": "1",
    "identifier": {"system": "urn:oid:1.2.3", "value": "59f5"},
    "status": "final",
    "title": "Patient summary",
    "date": "2024-05-03T10:00:00+02:00",
    "section": [{"title": "Problems", "text": {"status": "generated", "div": "<div>Asthma</div>"}}],
}


def key_of(**more: Any) -> str | None:
    doc = {name: value for name, value in {**SUMMARY, **more}.items() if value is not None}
    entry = describe(doc, lambda _reference: None)
    assert entry is not None
    return document_key(doc, entry)


@pytest.mark.parametrize(
    "more",
    [
        {"id": "another-at-another-source"},
        {"date": "2024-05-03T08:00:00Z"},  # the same instant
        {"meta": {"lastUpdated": "2025-01-01T00:00:00Z"}},
        {"author": [{"display": "Dr Lee"}]},  # told more of it, and the same words
        {"subject": {"reference": "Patient/9"}},
    ],
)
def test_the_same_document_is_known_again(more):
    assert key_of(**more) == key_of() is not None


@pytest.mark.parametrize(
    "more",
    [
        {"date": "2024-06-01T10:00:00+02:00"},  # the number stays in every version; the date tells them apart
        {"date": "2024-05-03"},
        {"identifier": {"system": "urn:oid:1.2.3", "value": "59f6"}},
        {"identifier": {"system": "urn:oid:1.2.4", "value": "59f5"}},
        {"status": "amended"},
        {"title": "Discharge summary"},
        {"section": [{"title": "Problems", "text": {"status": "generated", "div": "<div>Asthma, gout</div>"}}]},
        {"identifier": None},
        {"date": None},
        {"status": "entered-in-error"},
    ],
)
def test_another_version_or_another_document_stands_by_itself(more):
    assert key_of(**more) is None or key_of(**more) != key_of()


def test_no_other_type_is_a_document_by_its_number():
    assert key_of(resourceType="DocumentReference") is None
