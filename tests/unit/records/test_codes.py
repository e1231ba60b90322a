"""Does a code come out as words, in the reader's language, and never as a code?"""

import re

import pytest

from haversack.records.code_names import clean
from haversack.records.codes import CVX, LOINC, RXNORM, SNOMED, _words, plain, title_for
from haversack.records.entry import Coding


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ("Glucose [Mass/volume] in Blood", "Glucose in blood"),
        ("Glucose [Mass/volume] in Serum or Plasma", "Glucose in blood"),
        ("Hemoglobin A1c/Hemoglobin.total in Blood", "Hemoglobin A1c in blood"),
        ("Platelets [#/volume] in Blood by Automated count", "Platelets in blood"),
        ("Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation", "LDL cholesterol in blood"),
        ("Bilirubin.total [Mass/volume] in Serum or Plasma", "Bilirubin, total in blood"),
        ("Protein [Mass/\u200bvolume] in Serum or Plasma", "Protein in blood"),
        ("Leukocytes [Presence] in Urine", "Leukocytes in urine"),
        ("Glucose SerPl-mCnc", "Glucose"),
        ("WBC Auto (Bld) [#/Vol]", "WBC"),
        ("Total score [AUDIT-C]", "AUDIT-C total score"),
        ("Blood pressure panel with all children optional", "Blood pressure"),
        ("Comprehensive metabolic 2000 panel - Serum or Plasma", "Comprehensive metabolic panel"),
        ("Body mass index (BMI) [Ratio]", "Body mass index (BMI)"),
        ("TSH", "TSH"),
        ("pH of Urine", "pH of urine"),
        ("T4", "T4"),
        ("CO2", "CO2"),
    ],
)
def test_loincs_long_names_become_words(sent, title):
    assert clean(sent, loinc=True) == title


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ("Viral sinusitis (disorder)", "Viral sinusitis"),
        ("Severe anxiety (panic) (finding", "Severe anxiety (panic)"),
        ("Bevinding betreffende drugsgebruik (bevinding)", "Bevinding betreffende drugsgebruik"),
        ("Product containing anastrozole (medicinal product)", "Anastrozole"),
        ("NDA020800 0.3 ML Epinephrine 1 MG/ML Auto-Injector", "0.3 ML Epinephrine 1 MG/ML Auto-Injector"),
        ("Nizatidine 15 MG/ML Oral Solution [Axid]", "Nizatidine 15 MG/ML Oral Solution [Axid]"),
        ("heart_rate", "Heart rate"),
        ("  two\n words ", "Two words"),
        ("Unknown", ""),
        ("Unknown (qualifier value)", ""),
        ("N/A", ""),
        ("4548-4", ""),
        ("E11.9", ""),
        ("LP29693-6", ""),
        ("99213", ""),
        ("urn:oid:1.2.3", ""),
        ("—", ""),
        ("", ""),
        ("生蠔", "生蠔"),
    ],
)
def test_names_lose_marks_and_codes_are_no_names(sent, title):
    assert clean(sent) == title


@pytest.mark.parametrize(
    ("codes", "text", "title"),
    [
        ([Coding(LOINC, "4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood")], "HbA1c", "HbA1c"),
        ([Coding(LOINC, "4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood")], "", "Hemoglobin A1c in blood"),
        ([Coding(LOINC, "4548-4")], "4548-4", "Average blood sugar over about 3 months"),
        ([Coding("urn:x", "1", ""), Coding(CVX, "140", "")], "", "Flu shot"),
        ([Coding("urn:x", "GLU", "GLU")], "", ""),
        ([Coding("urn:x", "abc", "Sugar")], "unknown", "Sugar"),
        ([], "", ""),
    ],
)
def test_a_title_is_the_text_then_a_display_then_our_word(codes, text, title):
    assert title_for(codes, text) == title


@pytest.mark.parametrize(
    ("codes", "language", "words"),
    [
        ([Coding(LOINC, "4548-4")], "en", "Average blood sugar over about 3 months"),
        ([Coding(LOINC, "4548-4")], "es-MX", "Azúcar media en sangre de unos 3 meses"),
        ([Coding(LOINC, "4548-4")], "de", "Average blood sugar over about 3 months"),
        ([Coding("urn:oid:2.16.840.1.113883.6.1", "2160-0")], "en", "Creatinine: shows how well the kidneys work"),
        ([Coding(SNOMED, "38341003")], "en", "High blood pressure"),
        ([Coding(RXNORM, "314076", "lisinopril 10 MG Oral Tablet")], "en", "Blood pressure medicine"),
        ([Coding(RXNORM, "1", "Acetaminophen 325 MG / oxyCODONE 5 MG Oral Tablet")], "en",
         "Pain and fever medicine; Strong pain medicine (opioid)"),
        ([Coding(RXNORM, "979485", "losartan potassium 25 MG Oral Tablet")], "en", "Blood pressure medicine"),
        ([Coding(RXNORM, "1", "potassium chloride 10 MEQ Oral Tablet")], "en", "Potassium"),
        ([Coding(RXNORM, "1", "calcium 600 MG / cholecalciferol 400 UNT Oral Tablet")], "en", "Calcium; Vitamin D"),
        ([Coding(SNOMED, "87522002", "Iron deficiency anemia")], "en", "Low red blood cells from lack of iron"),
        ([Coding(SNOMED, "1", "Iron deficiency")], "en", ""),
        ([Coding("urn:x", "1", "Something")], "en", ""),
        ([], "en", ""),
    ],
)  # fmt: skip
def test_plain_words_stand_beside_a_code(codes, language, words):
    assert plain(codes, language) == words


def test_a_medicine_without_codes_is_known_by_its_name():
    assert plain([], "en", "METFORMIN HEX FTBL 500MG") == "Diabetes medicine"


def test_every_loinc_code_in_our_table_is_a_code_of_loinc():
    """LOINC Users' Guide, appendix C: a mod 10 check digit."""
    for code in _words(LOINC):
        if code.startswith("LA"):
            continue
        number, check = code.split("-")
        doubled = str(int(number[::-1][0::2]) * 2) + number[::-1][1::2]
        assert (10 - sum(map(int, doubled)) % 10) % 10 == int(check), code


@pytest.mark.parametrize("system", [LOINC, SNOMED, CVX, "http://hl7.org/fhir/sid/icd-10-cm", "ingredients"])
def test_every_row_of_a_table_speaks_both_languages_and_no_code(system):
    for code, words in _words(system).items():
        assert len(words) == 2, code
        assert all(said and said == said.strip() and not re.fullmatch(r"[\d.\-]+", said) for said in words), code


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("therapeutic-implication", "Therapeutic implication"),
        ("10231", ""),
        ("cult-9", ""),
        ("ORGANISM", ""),
        ("718-7", ""),
        ("glucose", ""),
    ],
)
def test_a_code_that_is_made_of_words_is_a_name_where_there_is_no_other(code, title):
    assert title_for([Coding("urn:local", code)], "") == title
    assert title_for([Coding("urn:local", code, "Named by its source")], "") == "Named by its source"
