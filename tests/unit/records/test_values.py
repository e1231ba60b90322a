"""Is every kind of result read as it was written, and never judged against a range that could be another's?"""

import pytest

from haversack.records.digits import Digits
from haversack.records.entry import Range, Value
from haversack.records.formats.fhir_r4.describe import describe
from haversack.records.formats.fhir_r4.values import flag_in, range_in, value_in

UCUM = "http://unitsofmeasure.org"


@pytest.mark.parametrize(
    ("resource", "value"),
    [
        ({"valueQuantity": {"value": Digits("1.10"), "unit": "mg/dL"}}, Value("quantity", "1.10", "mg/dL")),
        (
            {"valueQuantity": {"value": 5, "code": "mmol/L", "system": UCUM}},
            Value("quantity", "5", "mmol/L", "", "mmol/L"),
        ),
        ({"valueQuantity": {"value": 5, "comparator": ">=", "unit": "g"}}, Value("quantity", "5", "g", ">=")),
        ({"valueQuantity": {"value": ">=5", "unit": "g"}}, Value("quantity", "5", "g", ">=")),
        ({"valueQuantity": {"unit": "g"}}, None),
        ({"valueQuantity": 5}, Value("quantity", "5")),
        ({"valueInteger": 0}, Value("quantity", "0")),
        ({"valueString": " Clear "}, Value("text", "Clear")),
        ({"valueString": ""}, None),
        ({"valueBoolean": False}, Value("boolean", "false")),
        ({"valueBoolean": "perhaps"}, None),
        ({"valueDateTime": "2025-01"}, Value("date", "2025-01")),
        ({"valueTime": "08:30:00"}, Value("text", "08:30:00")),
        ({"valuePeriod": {"start": "2024", "end": "2025"}}, Value("period", "2024/2025")),
        ({"valueRange": {"low": {"value": 5}, "high": {"value": 10, "unit": "mg"}}}, Value("range", "5–10", "mg")),
        ({"valueRange": {"high": {"value": 10, "unit": "mg"}}}, Value("range", "10", "mg", "<=")),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}, Value("ratio", "1:128")),
        ({"valueSampledData": {"origin": {"unit": "uV"}, "data": "1 2 E"}}, Value("sampled", "1 2 E", "uV")),
        ({"valueCodeableConcept": {"text": "Non-reactive"}}, Value("coded", "Non-reactive")),
        ({"valueCodeableConcept": {}}, None),
        ({"valueNobodyKnows": 1, "valueString": "x"}, Value("text", "x")),
        ({}, None),
    ],
)
def test_value(resource, value):
    assert value_in(resource) == value


NORMAL, TREATMENT = {"coding": [{"code": "normal"}]}, {"coding": [{"code": "treatment", "display": "Treatment"}]}


@pytest.mark.parametrize(
    ("ranges", "limits", "words"),
    [
        ([{"low": {"value": 4}, "high": {"value": 6, "unit": "%"}}], Range("4", "6", "%"), "4–6 %"),
        ([{"high": {"value": 6, "unit": "%"}}], Range(None, "6", "%"), "≤ 6 %"),
        ([{"low": {"value": 6}, "text": "6 or more"}], Range("6", None, "", "6 or more"), "6 or more"),
        ([{"text": "Negative"}], Range(text="Negative"), "Negative"),
        (
            [{"low": {"value": 1}, "type": TREATMENT}, {"low": {"value": 2}, "type": NORMAL}],
            Range("2"),
            "Treatment: ≥ 1; ≥ 2",
        ),
        ([{"low": {"value": 1}, "type": TREATMENT}], Range(text="Treatment: ≥ 1"), "Treatment: ≥ 1"),
        ([{"low": {"value": 1}}, {"low": {"value": 2}}], Range(text="≥ 1; ≥ 2"), "≥ 1; ≥ 2"),
        ([{"low": {"value": 1}}, {"low": {"value": 1}}], Range("1"), "≥ 1; ≥ 1"),
        ([{}], None, ""),
        ("4-6", None, ""),
        (None, None, ""),
    ],
)
def test_reference_range(ranges, limits, words):
    assert range_in({"referenceRange": ranges}) == (limits, words)


@pytest.mark.parametrize(
    ("interpretation", "flag"),
    [
        ([{"coding": [{"code": "H"}]}], "H"),
        ({"coding": [{"code": "L"}]}, "L"),
        ([{"text": "Low"}], "L"),
        ("HH", "HH"),
        ([{"coding": [{"display": "nothing coded"}]}], ""),
        (None, ""),
    ],
)
def test_flag(interpretation, flag):
    assert flag_in({"interpretation": interpretation}) == flag


LIMITS = [{"low": {"value": 4, "unit": "%"}, "high": {"value": Digits("5.60"), "unit": "%"}}]


@pytest.mark.parametrize(
    ("number", "unit", "flag", "outside"),
    [
        (Digits("5.6"), "%", "", False),
        (Digits("5.61"), "%", "", True),
        (Digits("3.9"), "%", "", True),
        (Digits("5.61"), "mmol/mol", "", False),
        (Digits("5.61"), "%", "N", False),
        (5, "%", "H", True),
        (5, "%", "POS", False),
    ],
)
def test_a_result_is_outside_by_its_flag_or_by_its_laboratorys_own_numbers(number, unit, flag, outside):
    record = {"resourceType": "Observation", "valueQuantity": {"value": number, "unit": unit}, "referenceRange": LIMITS}
    if flag:
        record["interpretation"] = [{"coding": [{"code": flag}]}]
    entry = describe(record, lambda _: None)
    assert entry.current is outside
    assert entry.flag == flag


def test_a_result_taken_back_is_never_outside():
    record = {
        "resourceType": "Observation",
        "status": "entered-in-error",
        "interpretation": [{"coding": [{"code": "HH"}]}],
    }
    assert describe(record, lambda _: None).current is False
