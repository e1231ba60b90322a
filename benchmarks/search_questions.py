"""Which searches, written by hand, must find what they should in the demo family's records?

Each names a person, what is typed, titles that must be among the results and titles that must not. The family is that
of `haversack.demo.people.family(TODAY)` with every bundle accepted and what waits left out. Data only.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

TODAY = date(2026, 11, 21)
INES, ROSALIA = "Inés Valdivia Okafor", "Rosalía Montero Quiroga"
AMARA, TOMAS = "Amara Okafor Valdivia", "Tomás Okafor"


class Question(NamedTuple):
    """`found` and `missing` are titles of entries as they stand in lists."""

    person: str
    words: str
    found: tuple[str, ...]
    missing: tuple[str, ...] = ()


QUESTIONS: tuple[Question, ...] = (
    # A medicine by name, by the beginning of its name, by its strength.
    Question(INES, "metformin", ("Metformin 500 mg tablet", "Metformin 1,000 mg tablet"), ("Losartan 50 mg tablet",)),
    Question(INES, "metf", ("Metformin 500 mg tablet", "Metformin 1,000 mg tablet"), ("Atorvastatin 40 mg tablet",)),
    Question(INES, "METFORMIN 1,000", ("Metformin 1,000 mg tablet",), ("Metformin 500 mg tablet",)),
    Question(INES, "losartan", ("Losartan 50 mg tablet",), ("Lisinopril 10 mg tablet",)),
    Question(INES, "statin 40", ("Atorvastatin 40 mg tablet",), ("Atorvastatin 20 mg tablet",)),
    Question(INES, "formin", (), ("Metformin 500 mg tablet",)),  # words are found from their beginning
    Question(INES, "atorva 40", ("Atorvastatin 40 mg tablet",), ("Atorvastatin 20 mg tablet",)),
    # Results by name and by value.
    Question(INES, "hemoglobin a1c", ("Hemoglobin A1c",), ("Hematocrit",)),
    Question(INES, "a1c 7.1", ("Hemoglobin A1c",), ("Creatinine", "Glucose, fasting")),
    Question(INES, "troponin <3", ("Troponin I, high sensitivity",), ("NT-proBNP",)),
    Question(INES, "non-reactive", ("Hepatitis C antibody", "HIV test"), ("Celiac antibodies (tTG IgA)",)),
    Question(INES, "hepatitis", ("Hepatitis B, adult", "Hepatitis C antibody"), ("HIV test",)),
    Question(INES, "vitamin d", ("Vitamin D deficiency", "Vitamin D, 25-hydroxy"), ("Influenza",)),
    # Accents may be left out, or put in; Spanish and English records stand side by side.
    Question(INES, "revision anual", ("Revisión anual",), ("Yearly physical",)),
    Question(INES, "REVISIÓN", ("Revisión anual",), ("Dry cough",)),
    Question(INES, "sed cansancio", ("Consulta por sed y cansancio", "Nota de consulta"), ("Revisión anual",)),
    Question(INES, "penaranda", ("Revisión anual",), ("Yearly physical",)),
    Question(INES, "Zúñiga", ("Consulta por sed y cansancio", "Nota de consulta"), ("Revisión anual",)),
    Question(INES, "pan dulce", ("Nota de consulta",), ("New patient visit",)),
    # Words inside notes, letters and reports.
    Question(INES, "tourniquet", ("Operation note",), ("Carpal tunnel release",)),
    Question(INES, "marimba", ("Yearly physical",), ("Endocrinology follow-up",)),
    Question(INES, "lentils meter", ("Endocrinology follow-up",), ("Yearly physical",)),
    Question(INES, "boxes of books", ("Emergency note",), ("Mammogram",)),
    Question(INES, "biceps tendon", ("Ultrasound of the left shoulder",), ("Mammogram",)),
    Question(INES, "triamcinolone", ("Steroid injection, left shoulder",), ("Physical therapy",)),
    # Several words, in any order, and people.
    Question(INES, "carpal", ("Carpal tunnel release", "Carpal tunnel syndrome, right"), ("Frozen shoulder, left",)),
    Question(INES, "shoulder left", ("Frozen shoulder, left", "Steroid injection, left shoulder"), ("Colonoscopy",)),
    Question(INES, "polyps", ("Colonoscopy", "Polyps of the colon, pathology"), ("Mammogram",)),
    Question(INES, "oyelaran", ("Endocrinology follow-up",), ("Diabetes check with the nurse",)),
    Question(INES, "librarian", ("Occupation",), ("Tobacco smoking status",)),
    Question(INES, "cough", ("Dry cough", "Lisinopril (cough)"), ("Frozen shoulder, left",)),
    Question(INES, "bring your list up to date", (), ("Yearly physical",)),
    # Rosalía: heart, kidneys, memory.
    Question(ROSALIA, "warfarin", ("Warfarin 5 mg tablet", "Warfarin 2.5 mg tablet"), ("Furosemide 40 mg tablet",)),
    Question(ROSALIA, "inr 5.4", ("INR",), ("Prothrombin time",)),
    Question(ROSALIA, "potassium 3.2", ("Potassium",), ("Sodium",)),
    Question(ROSALIA, "fibrilacion", ("Nota de consulta", "Electrocardiogram (ECG)"), ("Family doctor",)),
    Question(ROSALIA, "palpitaciones", ("Palpitaciones", "Nota de consulta"), ("Control anual",)),
    Question(ROSALIA, "haddadi", ("Heart failure clinic",), ("Kidney clinic",)),
    Question(ROSALIA, "kidney disease", ("Chronic kidney disease, stage 3a", "Chronic kidney disease, stage 3b"), ()),
    Question(ROSALIA, "ejection fraction", ("Echocardiogram", "Ejection fraction (pumping strength)"), ("INR",)),
    Question(ROSALIA, "puppet", ("Nurse at home",), ("Family doctor",)),
    Question(ROSALIA, "seamstress", ("Occupation", "New patient visit"), ("Memory check",)),
    Question(ROSALIA, "shrimp", ("Shrimp and shellfish",), ("Latex",)),
    Question(ROSALIA, "cataract", ("Cataract, both eyes", "Cataract surgery"), ("Osteoporosis",)),
    Question(ROSALIA, "dialysis", ("Kidney clinic",), ("Heart failure clinic",)),
    Question(ROSALIA, "camomile", ("Family doctor",), ("Memory check",)),
    # Amara: two pregnancies.
    Question(AMARA, "pregnan", ("Pregnancy", "Pregnancy status"), ("Ankle sprain, right",)),
    Question(AMARA, "migraine", ("Migraine with aura",), ("Postpartum depression",)),
    Question(AMARA, "migrana", ("Nota de consulta",), ("Yearly physical",)),
    Question(AMARA, "siobhan kearney", ("Prenatal visit, week 20",), ("Yearly physical",)),
    Question(AMARA, "escherichia coli", ("Urine culture",), ("Protein in urine",)),
    Question(AMARA, "crown-rump", ("Dating ultrasound",), ("Anatomy ultrasound",)),
    Question(AMARA, "tdap", ("Tetanus, diphtheria and pertussis (Tdap)",), ("Tetanus and diphtheria (Td)",)),
    Question(AMARA, "bicycle", ("Emergency note", "Occupation"), ("Birth of a son",)),
    # Tomás: a child's record.
    Question(TOMAS, "peanut", ("Peanut", "Peanut IgE", "Allergy clinic"), ("Egg",)),
    Question(TOMAS, "mas agua", ("Well child visit, 2 years",), ("Well child visit, 3 years",)),
    Question(TOMAS, "teddy", ("Cough at night",), ("Asthma attack",)),
    Question(TOMAS, "buckle", ("Broken forearm, right (buckle fracture)", "X-ray of the right forearm"), ("Croup",)),
    Question(TOMAS, "dust mite", ("House dust mite", "House dust mite IgE"), ("Peanut IgE",)),
    Question(TOMAS, "lead <1.0", ("Lead, capillary blood",), ("Hemoglobin",)),
    Question(TOMAS, "suleiman asthma", ("Asthma visit",), ("Earache",)),
    Question(TOMAS, "zeppelin", (), ("Peanut", "Asthma visit")),
)
