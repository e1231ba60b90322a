"""Does every resource get the answer that Android would give, with the same reason?"""

import json
from pathlib import Path

import pytest

from haversack.records.categories import category_of
from haversack.records.formats.health_connect.validating import judge, judge_decoded

LOINC, KINDS = "http://loinc.org", "http://terminology.hl7.org/CodeSystem/observation-category"
PREGNANCY = [
    "82810-3",
    "11636-8",
    "11637-6",
    "11638-4",
    "11639-2",
    "11640-0",
    "11612-9",
    "11613-7",
    "11614-5",
    "33065-4",
    "11778-8",
    "11779-6",
    "11780-4",
]
SOCIAL = ["74013-4", "72166-2"]
VITALS = [
    "85353-1",
    "9279-1",
    "8867-4",
    "2708-6",
    "8310-5",
    "8302-2",
    "9843-4",
    "29463-7",
    "39156-5",
    "85354-9",
    "8480-6",
    "8462-4",
]
# Of others, the category alone decides.
OTHERS = ("86645-9", "2118-8", "59408-5", "4548-4", "")
LISTS = {"social-history": "social-history", "vital-signs": "vitals", "laboratory": "labs"}
NO_LISTS = ("imaging", "procedure", "survey", "exam", "therapy", "activity", "sdoh", "Laboratory", "")


def observation(code="4548-4", kind="laboratory", *, system=LOINC, kinds=KINDS, **more):
    coding = [{"system": system, "code": code}] if code else []
    category = [{"coding": [{"system": kinds, "code": kind}]}] if kind else []
    said = {"resourceType": "Observation", "id": "o1", "status": "final", "code": {"coding": coding, "text": "It"}}
    return {**said, **({"category": category} if category else {}), **more}


def expected(code, kind):
    if code in PREGNANCY:
        return "pregnancy"
    if code in SOCIAL or kind == "social-history":
        return "social-history"
    if code in VITALS or kind == "vital-signs":
        return "vitals"
    return LISTS.get(kind)


def test_every_code_with_every_category_stands_where_android_puts_it():
    cells = 0
    for code in [*PREGNANCY, *SOCIAL, *VITALS, *OTHERS]:
        for kind in [*LISTS, *NO_LISTS]:
            verdict = judge_decoded(observation(code, kind))
            wanted = expected(code, kind)
            assert (verdict.category or None) == wanted, (code, kind)
            assert (verdict.refusal.code if verdict.refusal else "") == ("" if wanted else "no_category"), (code, kind)
            cells += 1
    assert cells == 32 * 12


@pytest.mark.parametrize(
    ("doc", "why"),
    [
        (observation("8867-4", "", system="http://LOINC.org"), "another spelling of the system"),
        (observation("8867-4", "", system="urn:oid:2.16.840.1.113883.6.1"), "the system as an OID"),
        (observation("4548-4", kinds="http://hl7.org/fhir/observation-category"), "the system of DSTU2"),
        (observation("4548-4", kinds=""), "no system"),
        (observation("x", "", component=[{"code": {"coding": [{"system": LOINC, "code": "8480-6"}]}}]), "a component"),
    ],
)
def test_only_the_exact_systems_of_the_code_itself_count(doc, why):
    verdict = judge_decoded(doc)
    assert verdict.refusal is not None, why
    assert verdict.refusal.code == "no_category", why


@pytest.mark.parametrize(
    ("doc", "code", "field"),
    [
        ({"resourceType": "Observation"}, "missing_id", ""),
        (observation(id=""), "missing_id", ""),
        (observation(id=7), "invalid_id", ""),
        (observation(id="a_b"), "invalid_id", ""),
        (observation(id="x" * 65), "invalid_id", ""),
        (observation(contained=[{"resourceType": "Patient"}]), "contained_resources", ""),
        (observation(contained=None), "contained_resources", ""),
        (observation(contained=[]), "", ""),
        (observation(colour="red"), "unknown_field", "colour"),
        (observation(**{"<script>": 1}), "unknown_field", "?"),
        (observation(_code={}), "unknown_field", "_code"),
        (observation(issued=None), "null_value", "issued"),
        (observation(performer=[None]), "null_value", "performer"),
        (observation(performer={"display": "A"}), "not_a_list", "performer"),
        (observation(subject=[{"reference": "Patient/1"}]), "not_an_object", "subject"),
        (observation(performer=["A"]), "not_an_object", "performer"),
        (observation(status=1), "wrong_type", "status"),
        (observation(valueBoolean="true"), "wrong_type", "valueBoolean"),
        (observation(valueInteger=True), "wrong_type", "valueInteger"),
        (observation(valueInteger=2**31), "wrong_type", "valueInteger"),
        (observation(valueString=""), "invalid_value", "valueString"),
        (observation(effectiveDateTime="2024-03-01T10:00:00"), "invalid_value", "effectiveDateTime"),
        (observation(effectiveDateTime="2024-03-01T10:00:00Z"), "", ""),
        (observation(effectiveDateTime="2024-03"), "", ""),
        (observation(effectiveDateTime="2024-13"), "invalid_value", "effectiveDateTime"),
        (observation(issued="2024-03-01"), "invalid_value", "issued"),
        (observation(_issued={"extension": []}), "", ""),
        (observation(_issued="x"), "not_an_object", "_issued"),
        (observation(valueString="a", valueInteger=1), "several_choices", "value[x]"),
        (observation(valueString="a", _valueInteger={}), "several_choices", "value[x]"),
        ({"resourceType": "Condition", "id": "c"}, "missing_field", "subject"),
        ({"resourceType": "Immunization", "id": "i", "status": "completed", "vaccineCode": {}, "patient": {}},
         "missing_field", "occurrence[x]"),
        ({"resourceType": "MedicationDispense", "id": "m"}, "unsupported_type", ""),
        ({"resourceType": "DocumentReference", "id": "d"}, "unsupported_type", ""),
        ({"resourceType": ["Observation"], "id": "d"}, "unsupported_type", ""),
        ({"id": "d"}, "unsupported_type", ""),
        ({"resourceType": "Location", "id": "l", "alias": ["A"], "_alias": [None]}, "", ""),
        ({"resourceType": "Location", "id": "l", "alias": "A"}, "not_a_list", "alias"),
    ],
)  # fmt: skip
def test_each_rule_has_its_reason(doc, code, field):
    verdict = judge_decoded(doc)
    said = (verdict.refusal.code, verdict.refusal.field) if verdict.refusal else ("", "")
    assert said == (code, field)


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"{", b'{"a":1}}', b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_said_to_be_none(raw):
    assert judge(raw, "4.0.1").refusal.code == "invalid_json"


def test_a_name_that_stands_twice_with_two_values_is_not_taken():
    twice = json.dumps(observation()).replace('"final"', '"final", "status": "amended"')
    assert judge(twice.encode(), "4.0.1").refusal.code == "invalid_json"


@pytest.mark.parametrize(("version", "code"), [("4.0.1", ""), ("4.3.0", ""), ("5.0.0", "x"), ("", "x"), ("4.0", "x")])
def test_two_versions_are_taken(version, code):
    verdict = judge(json.dumps(observation()).encode(), version)
    assert (verdict.refusal.code if verdict.refusal else "") == (code and "unsupported_fhir_version")


def test_what_android_writes_itself_is_taken():
    folder = Path(__file__).parents[5] / "shared" / "data" / "health-connect"
    if not folder.is_dir():
        pytest.skip("the shared data is not here")
    files = sorted(folder.glob("*.json"))
    verdicts = {file.name: judge(file.read_bytes(), "4.0.1") for file in files}
    refused = {name: one.refusal.code for name, one in verdicts.items() if one.refusal}
    # The builder of this one puts its code in later.
    assert refused == {"cts_Observation_Observation_1.json": "missing_field"}
    for one in verdicts.values():
        assert one.refusal or one.category == category_of(one.doc, strict=True)
