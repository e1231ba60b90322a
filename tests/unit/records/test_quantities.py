"""Do numbers, units and flags read as their laboratory meant them?"""

from decimal import Decimal

import pytest

from haversack.records.digits import Digits
from haversack.records.quantities import flag_of, number_text, unit_words


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Digits("1.10"), "1.10"),
        (Decimal("1.10"), "1.10"),
        (7, "7"),
        (0, "0"),
        (-3, "-3"),
        (1.5, "1.5"),
        (" 5.60 ", "5.60"),
        (10**30, "1" + "0" * 30),
        (True, ""),
        (None, ""),
        ([1], ""),
        ({"value": 1}, ""),
    ],
)
def test_digits_stay_as_they_came(number, text):
    assert number_text(number) == text
    assert type(number_text(number)) is str


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("mg/dL", "mg/dL"),
        ("%", "%"),
        ("mm[Hg]", "mmHg"),
        ("{score}", ""),
        ("1", ""),
        ("{INR}", "INR"),
        ("{T-score}", ""),
        ("[pH]", ""),
        ("[iU]/L", "IU/L"),
        ("m[IU]/L", "mIU/L"),
        ("u[iU]/mL", "µIU/mL"),
        ("ug/dL", "µg/dL"),
        ("mL/uL", "mL/µL"),
        ("units", "units"),
        ("10*3/uL", "×10³/µL"),
        ("mg{creat}/d", "mg/d"),
        ("kg/m2", "kg/m²"),
        ("mL/min/{1.73_m2}", "mL/min/1.73 m²"),
        ("beats_per_minute", "beats per minute"),
        ("null", ""),
        ("", ""),
    ],
)
def test_units_are_the_laboratorys_without_the_marks_of_machines(unit, shown):
    assert unit_words(unit) == shown


@pytest.mark.parametrize(
    ("unit", "ucum", "shown"),
    [
        ("", "Cel", "°C"),
        ("C", "Cel", "°C"),
        ("degrees", "[degF]", "°F"),
        ("", "10*9/L", "×10⁹/L"),
        ("G/L", "10*9/L", "G/L"),
    ],
)
def test_the_code_of_a_unit_speaks_where_its_words_do_not(unit, ucum, shown):
    assert unit_words(unit, ucum) == shown


@pytest.mark.parametrize(
    ("sent", "flag"),
    [
        ("H", "H"),
        ("HH", "HH"),
        ("high", "H"),
        ("Critically low", "LL"),
        ("<", "<"),
        ("A", "A"),
        ("POS", "POS"),
        ("", ""),
    ],
)
def test_flags_of_hl7_v2_and_words_are_those_of_v3(sent, flag):
    assert flag_of(sent) == flag
