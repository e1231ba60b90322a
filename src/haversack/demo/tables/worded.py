"""Which laboratory tests are answered in words: LOINC code, official name, the name people use?"""

from __future__ import annotations

_RAPID = "SARS-CoV-2 (COVID-19) Ag [Presence] in Respiratory specimen by Rapid immunoassay"
_HIV = "HIV 1+2 Ab+HIV1 p24 Ag [Presence] in Serum or Plasma by Immunoassay"
WORDED: dict[str, tuple[str, str, str]] = {
    "covid": ("94558-4", _RAPID, "COVID-19 rapid test"),
    "celiac": ("31017-7", "Tissue transglutaminase IgA Ab [Units/volume] in Serum", "Celiac antibodies (tTG IgA)"),
    "hepatitis-c": ("16128-1", "Hepatitis C virus Ab [Presence] in Serum", "Hepatitis C antibody"),
    "hepatitis-b": ("5195-3", "Hepatitis B virus surface Ag [Presence] in Serum", "Hepatitis B surface antigen"),
    "hiv": ("56888-1", _HIV, "HIV test"),
    "syphilis": ("20507-0", "Reagin Ab [Presence] in Serum by RPR", "Syphilis test (RPR)"),
    "polyps": ("11529-5", "Surgical pathology study", "Polyps of the colon, pathology"),
    "urine-culture": ("630-4", "Bacteria identified in Urine by Culture", "Urine culture"),
    "urine-protein": ("20454-5", "Protein [Presence] in Urine by Test strip", "Protein in urine"),
    "urine-glucose": ("25428-4", "Glucose [Presence] in Urine by Test strip", "Glucose in urine"),
    "abo": ("883-9", "ABO group [Type] in Blood", "Blood group (ABO)"),
    "rh": ("10331-7", "Rh [Type] in Blood", "Rh factor"),
    "antibodies": ("890-4", "Blood group antibody screen [Presence] in Serum or Plasma", "Antibody screen"),
    "strep-b": ("586-8", "Streptococcus agalactiae [Presence] in Specimen by Culture", "Group B strep"),
}
