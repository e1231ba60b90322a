"""Can every record that others made be shown, with a title a person understands and nothing lost to one bad field?"""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haversack.records.details import KEYS
from haversack.records.digits import decode
from haversack.records.formats.fhir_r4.describe import describe, name_of

from .golden import ODDITIES

BARE_CODE = re.compile(r"[\d.\-/]+|[A-Z]{1,4}\d{4,}|[A-Z]\d\d\.\d+|urn:.*|https?:.*", re.ASCII)
MACHINE_MARKS = re.compile(
    r"\((?:procedure|disorder|finding|situation|substance|qualifier value)\)|\[[^\]]*/|SerPl|\bNAA\b.*\[|_"
)


def entries_of(records):
    names = {f"{record['resourceType']}/{record.get('id')}": name_of(record) for record in records}
    return [entry for record in records if (entry := describe(record, names.get)) is not None]


def test_every_title_is_words_a_person_can_read(others_records):
    titles = {entry.title for entry in entries_of(others_records)}
    assert titles
    assert [title for title in titles if BARE_CODE.fullmatch(title) or "unknown" in title.lower().split()] == []
    assert [title for title in titles if MACHINE_MARKS.search(title)] == []


def test_every_detail_is_one_that_pages_have_words_for(others_records):
    used = {key for entry in entries_of(others_records) for key, _ in entry.details}
    assert used <= set(KEYS)


def test_what_did_not_happen_is_never_a_fact(others_records):
    for record, entry in ((r, e) for r in others_records if (e := describe(r, lambda _: None))):
        if record.get("status") in ("entered-in-error", "not-done") or entry.title.startswith(
            ("No known", "No information")
        ):
            assert entry.standing != "fact"
            assert not entry.current


RESOURCES = [decode(path.read_bytes()) for path in sorted(ODDITIES.glob("*.json")) if ".entry" not in path.name]
KEYS_INSIDE = st.sampled_from(["coding", "text", "value", "code", "start", "reference"])
NESTED = st.recursive(
    st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS_INSIDE, inner, max_size=2),
    max_leaves=4,
)
ODD_TEXT = st.sampled_from(["", " ", "x", "2019", "#x", "NaN", "\x00", "http://loinc.org", "9" * 40])
WRONG = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), ODD_TEXT, NESTED)


def places(value, path=()):
    """The path of everything inside a resource but its type."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        if (*path, key) != ("resourceType",):
            yield (*path, key)
            yield from places(item, (*path, key))


def put(value, path, replacement):
    """A copy of a resource with another thing at one place."""
    if not path:
        return replacement
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], replacement)
    return copy


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_field_of_the_wrong_type_never_loses_the_entry(data):
    whole = data.draw(st.sampled_from(RESOURCES))
    broken = whole
    for _ in range(data.draw(st.integers(1, 3))):
        where = data.draw(st.sampled_from(sorted(places(broken), key=repr)))
        broken = put(broken, where, data.draw(WRONG))
    before, after = describe(whole, lambda _: None), describe(broken, lambda _: None)
    name_of(broken)
    if whole["resourceType"] != "Device":
        assert (before is None) == (after is None)
    if after is not None:
        assert after.title


STUBS = (
    "Observation", "Condition", "AllergyIntolerance", "Immunization", "Procedure", "Encounter", "MedicationRequest",
    "MedicationStatement", "MedicationDispense", "DiagnosticReport", "DocumentReference", "CarePlan", "Goal",
    "CareTeam", "ServiceRequest", "DeviceUseStatement", "Media", "QuestionnaireResponse", "FamilyMemberHistory",
    "ImagingStudy", "Consent", "Flag", "NutritionOrder", "ClinicalImpression", "RiskAssessment", "Communication",
    "Appointment",
)  # fmt: skip


@pytest.mark.parametrize("kind", STUBS)
def test_a_withdrawn_stub_of_any_type_still_has_a_name(kind):
    entry = describe({"resourceType": kind, "id": "1", "status": "entered-in-error"}, lambda _: None)
    assert entry is not None
    assert entry.standing == "entered-in-error"
    assert entry.title[0].isupper()
