"""Is nothing on file lost to a message that knows less, and is what the two say otherwise named?"""

from __future__ import annotations

import pytest

from haversack.portal.rules.merging import contradictions, merged

ON_FILE = {
    "resourceType": "Patient",
    "id": "1",
    "meta": {"lastUpdated": "2026-01-01T00:00:00Z"},
    "identifier": [{"system": "urn:mrn", "value": "M100001"}],
    "name": [{"use": "official", "family": "Okafor", "given": ["Ngozi", "Ada"]}],
    "birthDate": "1971-05-06",
    "gender": "female",
    "address": [{"use": "home", "line": ["118 Mill Lane"], "city": "Springfield"}],
    "telecom": [{"system": "phone", "value": "555-0182", "use": "home"}],
    "deceasedBoolean": True,
}


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ({"id": "other", "meta": {}, "name": [{"family": "OKAFOR", "given": ["NGOZI"]}]}, {}),
        ({"birthDate": "1971-05-06", "gender": "female"}, {}),
        ({"birthDate": "1971-06-05"}, {}),
        ({"gender": "male"}, {}),
        ({"name": [{"family": "Lindqvist", "given": ["Per"]}]}, {}),
        ({"telecom": [{"system": "phone", "value": "555-0182"}]}, {}),
        ({"address": [{"line": ["118 Mill Lane"]}]}, {}),
        ({"maritalStatus": {"text": "M"}}, {"maritalStatus": {"text": "M"}}),
        (
            {"identifier": [{"value": "M100001"}, {"system": "urn:lab", "value": "77"}]},
            {"identifier": [*ON_FILE["identifier"], {"system": "urn:lab", "value": "77"}]},
        ),
        (
            {"telecom": [{"system": "email", "value": "ngozi@example.org"}]},
            {"telecom": [*ON_FILE["telecom"], {"system": "email", "value": "ngozi@example.org"}]},
        ),
    ],
)
def test_what_is_on_file_stays_and_what_is_new_is_added(said, changes):
    before = repr(ON_FILE)
    assert merged(ON_FILE, {"resourceType": "Patient", **said}) == ON_FILE | changes
    assert repr(ON_FILE) == before


def test_a_day_of_death_takes_the_place_of_the_word_that_somebody_died():
    found = merged(ON_FILE, {"deceasedDateTime": "2026-03-04"})
    assert (found.get("deceasedDateTime"), "deceasedBoolean" in found) == ("2026-03-04", False)
    assert merged(found, {"deceasedBoolean": False}) == found


@pytest.mark.parametrize(
    ("said", "differing"),
    [
        ({}, []),
        ({"name": [{"family": "Okafor", "given": ["N."]}], "birthDate": "1971", "gender": "unknown"}, []),
        ({"birthDate": "1971-05-07"}, ["birth date"]),
        ({"name": [{"family": "Lindqvist", "given": ["Per"]}]}, ["name"]),
        ({"gender": "male"}, ["sex"]),
        ({"birthDate": "1970-01-01", "gender": "male"}, ["birth date", "sex"]),
    ],
)
def test_what_differs_is_named(said, differing):
    assert contradictions(ON_FILE, said) == differing
