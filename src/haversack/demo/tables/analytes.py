"""Which laboratory tests and measurements exist, with LOINC code, plain name, unit, printed digits and a usual value?

`typical` is a healthy woman's level and `spread` how far single results stray; stories overrule both.
"""

from __future__ import annotations

from typing import NamedTuple


class Analyte(NamedTuple):
    """One test. `unit` is what the report prints, `ucum` its UCUM code."""

    loinc: str
    official: str
    name: str
    unit: str
    ucum: str
    digits: int
    typical: float
    spread: float


def _mass(substance: str) -> str:
    return f"{substance} [Mass/volume] in Serum or Plasma"


def _molar(substance: str) -> str:
    return f"{substance} [Moles/volume] in Serum or Plasma"


def _count(cells: str) -> str:
    return f"{cells} [#/volume] in Blood by Automated count"


THOUSAND = ("10*3/uL", "10*3/uL")
ANALYTES: dict[str, Analyte] = {
    "a1c": Analyte("4548-4", "Hemoglobin A1c/Hemoglobin.total in Blood", "Hemoglobin A1c", "%", "%", 1, 5.2, 0.15),
    "glu": Analyte("2345-7", _mass("Glucose"), "Glucose", "mg/dL", "mg/dL", 0, 88, 6),
    "glu_fast": Analyte(
        "1558-6", "Fasting glucose [Mass/volume] in Serum or Plasma", "Glucose, fasting", "mg/dL", "mg/dL", 0, 86, 5
    ),
    "bun": Analyte(
        "3094-0", "Urea nitrogen [Mass/volume] in Serum or Plasma", "Urea nitrogen (BUN)", "mg/dL", "mg/dL", 0, 14, 2
    ),
    "crea": Analyte("2160-0", _mass("Creatinine"), "Creatinine", "mg/dL", "mg/dL", 2, 0.76, 0.05),
    "egfr": Analyte(
        "98979-8",
        "Glomerular filtration rate [Volume Rate/Area] in Serum, Plasma or Blood by Creatinine-based formula "
        "(CKD-EPI 2021)/1.73 sq M",
        "eGFR",
        "mL/min/1.73m²",
        "mL/min/{1.73_m2}",
        0,
        95,
        4,
    ),
    "na": Analyte("2951-2", _molar("Sodium"), "Sodium", "mmol/L", "mmol/L", 0, 140, 1.5),
    "k": Analyte("2823-3", _molar("Potassium"), "Potassium", "mmol/L", "mmol/L", 1, 4.2, 0.2),
    "cl": Analyte("2075-0", _molar("Chloride"), "Chloride", "mmol/L", "mmol/L", 0, 103, 1.4),
    "co2": Analyte(
        "2028-9",
        "Carbon dioxide, total [Moles/volume] in Serum or Plasma",
        "Carbon dioxide",
        "mmol/L",
        "mmol/L",
        0,
        25,
        1.2,
    ),
    "agap": Analyte("33037-3", "Anion gap in Serum or Plasma", "Anion gap", "mmol/L", "mmol/L", 0, 12, 1),
    "ca": Analyte("17861-6", _mass("Calcium"), "Calcium", "mg/dL", "mg/dL", 1, 9.4, 0.2),
    "prot": Analyte("2885-2", _mass("Protein"), "Total protein", "g/dL", "g/dL", 1, 7.0, 0.2),
    "alb": Analyte("1751-7", _mass("Albumin"), "Albumin", "g/dL", "g/dL", 1, 4.3, 0.15),
    "glob": Analyte(
        "10834-0", "Globulin [Mass/volume] in Serum by calculation", "Globulin", "g/dL", "g/dL", 1, 2.7, 0.2
    ),
    "bili": Analyte("1975-2", _mass("Bilirubin.total"), "Bilirubin, total", "mg/dL", "mg/dL", 1, 0.5, 0.12),
    "alp": Analyte(
        "6768-6",
        "Alkaline phosphatase [Enzymatic activity/volume] in Serum or Plasma",
        "Alkaline phosphatase",
        "U/L",
        "U/L",
        0,
        74,
        7,
    ),
    "alt": Analyte(
        "1742-6",
        "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma",
        "ALT",
        "U/L",
        "U/L",
        0,
        19,
        3,
    ),
    "ast": Analyte(
        "1920-8",
        "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma",
        "AST",
        "U/L",
        "U/L",
        0,
        20,
        3,
    ),
    "chol": Analyte("2093-3", _mass("Cholesterol"), "Cholesterol, total", "mg/dL", "mg/dL", 0, 178, 9),
    "trig": Analyte("2571-8", _mass("Triglyceride"), "Triglycerides", "mg/dL", "mg/dL", 0, 98, 14),
    "hdl": Analyte(
        "2085-9", "Cholesterol in HDL [Mass/volume] in Serum or Plasma", "HDL cholesterol", "mg/dL", "mg/dL", 0, 58, 3
    ),
    "ldl": Analyte(
        "13457-7",
        "Cholesterol in LDL [Mass/volume] in Serum or Plasma by calculation",
        "LDL cholesterol",
        "mg/dL",
        "mg/dL",
        0,
        100,
        8,
    ),
    "nonhdl": Analyte(
        "43396-1",
        "Cholesterol non HDL [Mass/volume] in Serum or Plasma",
        "Non-HDL cholesterol",
        "mg/dL",
        "mg/dL",
        0,
        120,
        8,
    ),
    "cholratio": Analyte(
        "9830-1",
        "Cholesterol.total/Cholesterol in HDL [Mass Ratio] in Serum or Plasma",
        "Cholesterol/HDL ratio",
        "ratio",
        "{ratio}",
        1,
        3.2,
        0.2,
    ),
    "wbc": Analyte("6690-2", _count("Leukocytes"), "White blood cells", *THOUSAND, 2, 6.40, 0.7),
    "rbc": Analyte("789-8", _count("Erythrocytes"), "Red blood cells", "10*6/uL", "10*6/uL", 2, 4.50, 0.08),
    "hgb": Analyte("718-7", "Hemoglobin [Mass/volume] in Blood", "Hemoglobin", "g/dL", "g/dL", 1, 13.5, 0.25),
    "hct": Analyte(
        "4544-3", "Hematocrit [Volume Fraction] of Blood by Automated count", "Hematocrit", "%", "%", 1, 40.2, 0.8
    ),
    "mcv": Analyte("787-2", "MCV [Entitic volume] by Automated count", "MCV", "fL", "fL", 1, 89.0, 1),
    "mch": Analyte("785-6", "MCH [Entitic mass] by Automated count", "MCH", "pg", "pg", 1, 30.0, 0.5),
    "mchc": Analyte("786-4", "MCHC [Mass/volume] by Automated count", "MCHC", "g/dL", "g/dL", 1, 33.6, 0.3),
    "rdw": Analyte("788-0", "Erythrocyte distribution width [Ratio] by Automated count", "RDW", "%", "%", 1, 13.1, 0.3),
    "plt": Analyte("777-3", _count("Platelets"), "Platelets", *THOUSAND, 0, 252, 16),
    "mpv": Analyte(
        "32623-1", "Platelet mean volume [Entitic volume] in Blood by Automated count", "MPV", "fL", "fL", 1, 9.8, 0.4
    ),
    "neut": Analyte("751-8", _count("Neutrophils"), "Neutrophils", *THOUSAND, 2, 3.7, 0.4),
    "lymph": Analyte("731-0", _count("Lymphocytes"), "Lymphocytes", *THOUSAND, 2, 1.9, 0.2),
    "mono": Analyte("742-7", _count("Monocytes"), "Monocytes", *THOUSAND, 2, 0.5, 0.05),
    "eos": Analyte("711-2", _count("Eosinophils"), "Eosinophils", *THOUSAND, 2, 0.19, 0.03),
    "baso": Analyte("704-7", _count("Basophils"), "Basophils", *THOUSAND, 2, 0.06, 0.01),
    "uacr": Analyte(
        "9318-7",
        "Albumin/Creatinine [Mass Ratio] in Urine",
        "Urine albumin/creatinine ratio",
        "mg/g",
        "mg/g{creat}",
        0,
        9,
        2,
    ),
    "ucrea": Analyte("2161-8", "Creatinine [Mass/volume] in Urine", "Urine creatinine", "mg/dL", "mg/dL", 1, 104.0, 18),
    "tsh": Analyte(
        "3016-3",
        "Thyrotropin [Units/volume] in Serum or Plasma",
        "Thyroid stimulating hormone (TSH)",
        "mIU/L",
        "m[IU]/L",
        2,
        1.90,
        0.3,
    ),
    "ft4": Analyte(
        "3024-7", "Thyroxine (T4) free [Mass/volume] in Serum or Plasma", "Free T4", "ng/dL", "ng/dL", 2, 1.20, 0.08
    ),
    "b12": Analyte(
        "2132-9",
        "Cobalamin (Vitamin B12) [Mass/volume] in Serum or Plasma",
        "Vitamin B12",
        "pg/mL",
        "pg/mL",
        0,
        480,
        35,
    ),
    "vitd": Analyte(
        "62292-8",
        "25-Hydroxyvitamin D2+D3 [Mass/volume] in Serum or Plasma",
        "Vitamin D, 25-hydroxy",
        "ng/mL",
        "ng/mL",
        1,
        34.0,
        2.5,
    ),
    "ferr": Analyte("2276-4", _mass("Ferritin"), "Ferritin", "ng/mL", "ng/mL", 0, 64, 8),
    "iron": Analyte("2498-4", _mass("Iron"), "Iron", "ug/dL", "ug/dL", 0, 88, 10),
    "tibc": Analyte(
        "2500-7",
        "Iron binding capacity [Mass/volume] in Serum or Plasma",
        "Iron binding capacity (TIBC)",
        "ug/dL",
        "ug/dL",
        0,
        325,
        14,
    ),
    "tsat": Analyte(
        "2502-3", "Iron saturation [Mass Fraction] in Serum or Plasma", "Iron saturation", "%", "%", 0, 27, 3
    ),
    "crp": Analyte(
        "1988-5",
        "C reactive protein [Mass/volume] in Serum or Plasma",
        "C-reactive protein (CRP)",
        "mg/L",
        "mg/L",
        1,
        1.6,
        0.6,
    ),
    "urate": Analyte("3084-1", "Urate [Mass/volume] in Serum or Plasma", "Uric acid", "mg/dL", "mg/dL", 1, 4.6, 0.3),
    "mg": Analyte("19123-9", _mass("Magnesium"), "Magnesium", "mg/dL", "mg/dL", 1, 2.0, 0.08),
    "phos": Analyte("2777-1", _mass("Phosphate"), "Phosphorus", "mg/dL", "mg/dL", 1, 3.5, 0.2),
    "pth": Analyte(
        "2731-8",
        "Parathyrin.intact [Mass/volume] in Serum or Plasma",
        "Parathyroid hormone (PTH)",
        "pg/mL",
        "pg/mL",
        0,
        42,
        5,
    ),
    "bnp": Analyte(
        "33762-6",
        "Natriuretic peptide.B prohormone N-Terminal [Mass/volume] in Serum or Plasma",
        "NT-proBNP",
        "pg/mL",
        "pg/mL",
        0,
        90,
        20,
    ),
    "tni": Analyte(
        "89579-7",
        "Troponin I.cardiac [Mass/volume] in Serum or Plasma by High sensitivity method",
        "Troponin I, high sensitivity",
        "ng/L",
        "ng/L",
        0,
        5,
        1,
    ),
    "inr": Analyte("6301-6", "INR in Platelet poor plasma by Coagulation assay", "INR", "INR", "{INR}", 1, 1.0, 0.05),
    "pt": Analyte("5902-2", "Prothrombin time (PT)", "Prothrombin time", "s", "s", 1, 11.4, 0.3),
    "dig": Analyte("10535-3", _mass("Digoxin"), "Digoxin level", "ng/mL", "ng/mL", 1, 0.8, 0.1),
    "lead": Analyte(
        "10368-9", "Lead [Mass/volume] in Capillary blood", "Lead, capillary blood", "ug/dL", "ug/dL", 1, 0.8, 0.1
    ),
    "peanut": Analyte(
        "6206-7", "Peanut IgE Ab [Units/volume] in Serum", "Peanut IgE", "kU/L", "k[IU]/L", 2, 0.08, 0.02
    ),
    "egg": Analyte(
        "6106-9", "Egg white IgE Ab [Units/volume] in Serum", "Egg white IgE", "kU/L", "k[IU]/L", 2, 0.08, 0.02
    ),
    "milk": Analyte(
        "7258-7", "Cow milk IgE Ab [Units/volume] in Serum", "Cow milk IgE", "kU/L", "k[IU]/L", 2, 0.08, 0.02
    ),
    "mite": Analyte(
        "6095-4",
        "American house dust mite IgE Ab [Units/volume] in Serum",
        "House dust mite IgE",
        "kU/L",
        "k[IU]/L",
        2,
        0.08,
        0.02,
    ),
    "gct": Analyte(
        "1504-0",
        "Glucose [Mass/volume] in Serum or Plasma --1 hour post 50 g glucose PO",
        "Glucose, 1 hour after 50 g",
        "mg/dL",
        "mg/dL",
        0,
        112,
        8,
    ),
    "gtt1": Analyte(
        "1501-6",
        "Glucose [Mass/volume] in Serum or Plasma --1 hour post 100 g glucose PO",
        "Glucose, 1 hour after 100 g",
        "mg/dL",
        "mg/dL",
        0,
        140,
        8,
    ),
    "gtt2": Analyte(
        "1514-9",
        "Glucose [Mass/volume] in Serum or Plasma --2 hours post 100 g glucose PO",
        "Glucose, 2 hours after 100 g",
        "mg/dL",
        "mg/dL",
        0,
        122,
        8,
    ),
    "gtt3": Analyte(
        "1530-5",
        "Glucose [Mass/volume] in Serum or Plasma --3 hours post 100 g glucose PO",
        "Glucose, 3 hours after 100 g",
        "mg/dL",
        "mg/dL",
        0,
        100,
        8,
    ),
    "rubella": Analyte(
        "5334-8", "Rubella virus IgG Ab [Units/volume] in Serum", "Rubella IgG", "IU/mL", "[IU]/mL", 1, 46.0, 3
    ),
    "ua_sg": Analyte(
        "5811-5", "Specific gravity of Urine by Test strip", "Urine specific gravity", "", "{sg}", 3, 1.016, 0.004
    ),
    "ua_ph": Analyte("5803-2", "pH of Urine by Test strip", "Urine pH", "", "[pH]", 1, 6.0, 0.3),
    "weight": Analyte("29463-7", "Body weight", "Weight", "kg", "kg", 1, 66.0, 0.5),
    "height": Analyte("8302-2", "Body height", "Height", "cm", "cm", 1, 163.0, 0.0),
    "sys": Analyte("8480-6", "Systolic blood pressure", "Systolic blood pressure", "mmHg", "mm[Hg]", 0, 116, 5),
    "dia": Analyte("8462-4", "Diastolic blood pressure", "Diastolic blood pressure", "mmHg", "mm[Hg]", 0, 74, 3),
    "pulse": Analyte("8867-4", "Heart rate", "Heart rate", "/min", "/min", 0, 72, 4),
    "breaths": Analyte("9279-1", "Respiratory rate", "Respiratory rate", "/min", "/min", 0, 15, 1),
    "temp": Analyte("8310-5", "Body temperature", "Body temperature", "°C", "Cel", 1, 36.7, 0.15),
    "spo2": Analyte(
        "59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry", "Oxygen saturation", "%", "%", 0, 98, 0.6
    ),
    "head": Analyte("9843-4", "Head Occipital-frontal circumference", "Head circumference", "cm", "cm", 1, 46.0, 0.1),
    "bmi": Analyte("39156-5", "Body mass index (BMI) [Ratio]", "Body mass index", "kg/m²", "kg/m2", 1, 24.8, 0.2),
}
