"""Two sources report one fact: what they put differently is shown, and what matters among it is told apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from haversack.backpack.models.face import Face
from haversack.backpack.presenters.comparing import compare
from haversack.backpack.queries.details import Behind
from haversack.records.entry import Entry, Range

NOW = datetime(2026, 3, 4, tzinfo=UTC)


def _source(**said: object) -> Behind:
    entry = Entry("MedicationRequest", "medications", "Metformin", **({"status": "active"} | said))  # type: ignore[arg-type]
    return Behind(1, "A clinic", "file", Face("MedicationRequest", "1", entry=entry), b"", "a.json", NOW, NOW, False)


@pytest.mark.parametrize(
    ("one", "other", "what", "is_grave"),
    [
        ({"details": (("dosage", "twice a day"),)}, {"details": (("dosage", "once a day"),)}, "How to take it", True),
        ({"status": "active"}, {"status": "stopped"}, "Status at the source", True),
        ({"range": Range("4.0", "5.6")}, {"range": Range("4.5", "5.7")}, "Lab’s range", True),
        ({"details": (("dosage", "twice a day"),)}, {}, "How to take it", False),
        ({"details": (("updated", "2025"),)}, {"details": (("updated", "2026"),)}, "Last changed at the source", False),
        ({"performers": ("Dr. Lee",)}, {"performers": ("Dr. Osei",)}, "Done by", False),
        ({"details": (("location", "First floor"),)}, {}, "Place", False),
    ],
)
def test_a_difference_is_told_with_its_weight(one, other, what, is_grave):
    (found,) = compare([_source(**one), _source(**other)])
    assert (found.what, found.is_grave) == (what, is_grave)
    assert len(found.texts) == 2


def test_sources_that_agree_differ_in_nothing():
    assert compare([_source(), _source()]) == []


def test_a_single_source_cannot_differ():
    assert compare([_source(details=(("dosage", "twice a day"),))]) == []
