"""Which of the codes that a thing was given says what it is?"""

from __future__ import annotations

import pytest

from haversack.records.coding_systems import principal, system_of
from haversack.records.entry import Coding

LOINC, SNOMED, LOCAL = "http://loinc.org", "http://snomed.info/sct", "urn:oid:2.999.1"


@pytest.mark.parametrize(
    ("written", "system"),
    [
        (LOINC, LOINC),
        ("http://loinc.org/", LOINC),
        ("urn:oid:2.16.840.1.113883.6.1", LOINC),
        ("urn:oid:2.16.840.1.113883.6.96", SNOMED),
        ("http://snomed.info/sct/731000124108", SNOMED),
        ("http://snomed.info/sct/731000124108/version/20240301", SNOMED),
        ("http://snomed.info/sct/nonsense", "http://snomed.info/sct/nonsense"),
        ("urn:oid:2.16.840.1.113883.6.88", "http://www.nlm.nih.gov/research/umls/rxnorm"),
        (LOCAL, LOCAL),
        ("", ""),
    ],
)
def test_a_system_is_known_by_all_its_names(written: str, system: str) -> None:
    assert system_of(written) == system


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        ([(LOINC, "1-8")], f"{LOINC}|1-8"),
        ([(LOINC, "1-8"), (LOINC, "1-7")], f"{LOINC}|1-7,1-8"),
        ([(LOINC, "1-8"), ("http://loinc.org/", "1-8")], f"{LOINC}|1-8"),
        ([(SNOMED, "7"), (LOINC, "1-8"), (LOCAL, "x")], f"{LOINC}|1-8"),
        ([(LOCAL, "x"), (SNOMED, "7")], f"{SNOMED}|7"),
        ([("urn:oid:2.999.2", "y"), (LOCAL, "x")], f"{LOCAL}|x"),
        ([("", "x"), (LOINC, "")], ""),
        ([], ""),
    ],
)
def test_the_best_known_system_speaks_with_all_its_codes(codes: list[tuple[str, str]], text: str) -> None:
    held = tuple(Coding(system, code, "words") for system, code in codes)
    assert principal(held) == principal(tuple(reversed(held))) == text
