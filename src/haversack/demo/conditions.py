"""How are conditions written down: active, resolved, refuted, or entered in error?"""

from __future__ import annotations

from datetime import date

from haversack.demo.chart import SNOMED, Chart, concept, stamp, token
from haversack.demo.exact import Json
from haversack.demo.life import at

CONDITIONS: dict[str, tuple[str, str, str, str]] = {  # key: SNOMED CT, its name, what the chart says, ICD-10-CM
    "diabetes": ("44054006", "Diabetes mellitus type 2", "Type 2 diabetes mellitus", "E11.9"),
    "hypertension": ("59621000", "Essential hypertension", "Essential hypertension", "I10"),
    "lipids": ("267434003", "Mixed hyperlipidemia", "Mixed hyperlipidemia", "E78.2"),
    "retinopathy": ("4855003", "Diabetic retinopathy", "Diabetic retinopathy", "E11.319"),
    "carpal": ("57406009", "Carpal tunnel syndrome", "Carpal tunnel syndrome, right", "G56.01"),
    "shoulder": (
        "307731004",
        "Injury of tendon of the rotator cuff of shoulder",
        "Rotator cuff tendinitis, left shoulder",
        "M75.12",
    ),
    "frozen-shoulder": ("399114005", "Adhesive capsulitis of shoulder", "Frozen shoulder, left", "M75.02"),
    "vitamin-d": ("34713006", "Vitamin D deficiency", "Vitamin D deficiency", "E55.9"),
    "sinusitis": ("15805002", "Acute sinusitis", "Acute sinusitis", "J01.90"),
    "cystitis": ("68566005", "Urinary tract infectious disease", "Urinary tract infection", "N39.0"),
    "covid": ("840539006", "Disease caused by SARS-CoV-2", "COVID-19", "U07.1"),
    "celiac": ("396331005", "Celiac disease", "Celiac disease", "K90.0"),
    "gout": ("90560007", "Gout", "Gout", "M10.9"),
    "heart-failure": ("84114007", "Heart failure", "Chronic heart failure with reduced pumping (HFrEF)", "I50.22"),
    "fibrillation": ("49436004", "Atrial fibrillation", "Permanent atrial fibrillation", "I48.21"),
    "ckd3a": ("700378005", "Chronic kidney disease stage 3A", "Chronic kidney disease, stage 3a", "N18.31"),
    "ckd3b": ("700379002", "Chronic kidney disease stage 3B", "Chronic kidney disease, stage 3b", "N18.32"),
    "osteoporosis": ("64859006", "Osteoporosis", "Osteoporosis", "M81.0"),
    "knee": ("239873007", "Osteoarthritis of knee", "Osteoarthritis of both knees", "M17.0"),
    "wrist": ("263102004", "Fracture subluxation of wrist", "Wrist fracture, left", "S62.102A"),
    "iron": ("87522002", "Iron deficiency anemia", "Iron deficiency anemia", "D50.9"),
    "cognition": ("386806002", "Impaired cognition", "Mild cognitive impairment", "G31.84"),
    "dementia": ("52448006", "Dementia", "Dementia", "F03.90"),
    "cataract": ("193570009", "Cataract", "Cataract, both eyes", "H26.9"),
    "hearing": ("15188001", "Hearing loss", "Hearing loss, both ears", "H91.93"),
    "falls": ("161898004", "Falls", "Repeated falls", "R29.6"),
    "pneumonia": ("233604007", "Pneumonia", "Pneumonia", "J18.9"),
    "pregnancy": ("77386006", "Pregnancy", "Pregnancy", "Z34.90"),
    "gestational-diabetes": ("11687002", "Gestational diabetes mellitus", "Gestational diabetes", "O24.410"),
    "pre-eclampsia": ("398254007", "Pre-eclampsia", "Pre-eclampsia", "O14.90"),
    "nausea": ("16932000", "Nausea and vomiting", "Nausea and vomiting of pregnancy", "O21.9"),
    "migraine": ("4473006", "Migraine with aura", "Migraine with aura", "G43.109"),
    "tear": ("398019008", "Perineal laceration during delivery", "Perineal tear, second degree", "O70.1"),
    "depression": ("58703003", "Postpartum depression", "Postpartum depression", "F53.0"),
    "sprain": ("44465007", "Sprain of ankle", "Ankle sprain, right", "S93.401A"),
    "asthma": ("195967001", "Asthma", "Mild persistent asthma", "J45.30"),
    "otitis": ("3110003", "Acute otitis media", "Ear infection (acute otitis media)", "H66.90"),
    "eczema": ("24079001", "Atopic dermatitis", "Eczema (atopic dermatitis)", "L20.9"),
    "jaundice": ("387712008", "Neonatal jaundice", "Newborn jaundice", "P59.9"),
    "croup": ("71186008", "Croup", "Croup", "J05.0"),
    "hand-foot-mouth": ("266108008", "Hand foot and mouth disease", "Hand, foot and mouth disease", "B08.4"),
    "food": ("733423003", "Food insecurity", "Food runs short at times", "Z59.41"),
    "appendicitis": ("74400008", "Appendicitis", "Acute appendicitis", "K35.80"),
    "colon-cancer": ("363406005", "Malignant neoplasm of colon", "Cancer of the colon", "C18.7"),
    "polyp": ("68496003", "Polyp of colon", "Polyp of the colon", "K63.5"),
    "copd": ("13645005", "Chronic obstructive lung disease", "Chronic obstructive pulmonary disease (COPD)", "J44.9"),
    "depressed": ("370143000", "Major depressive disorder", "Depression", "F32.9"),
    "thyroid": ("40930008", "Hypothyroidism", "Underactive thyroid", "E03.9"),
    "slow-heart": ("36083008", "Sick sinus syndrome", "Sick sinus syndrome", "I49.5"),
    "forearm": ("65966004", "Fracture of forearm", "Broken forearm, right (buckle fracture)", "S52.521A"),
}


def condition(
    chart: Chart,
    key: str,
    since: date | str,
    *,
    over: date | str = "",
    recorded: date | None = None,
    verification: str = "confirmed",
    visit: str = "",
    note: str = "",
    icd: bool = True,
) -> str:
    """Write a condition down. `since` and `over` may be partial ("2011-03"); `over` makes it resolved. Its reference.

    verification: confirmed, provisional, refuted or entered-in-error; the last two have no clinical status (con-5).
    """
    code, official, name, icd10 = CONDITIONS[key]
    found = concept(SNOMED, code, official, name)
    if icd:
        found["coding"].append({"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": icd10})
    body: Json = {}
    if verification not in {"refuted", "entered-in-error"}:
        state = "resolved" if over else "active"
        body["clinicalStatus"] = token("condition-clinical", state, state.capitalize())
    body |= {
        "verificationStatus": token("condition-ver-status", verification, verification.capitalize()),
        "category": [token("condition-category", "problem-list-item", "Problem List Item")],
        "code": found,
        "subject": chart.patient,
        "onsetDateTime": str(since),
    }
    if visit:
        body["encounter"] = {"reference": visit}
    if over:
        body["abatementDateTime"] = str(over)
    day = recorded or (since if isinstance(since, date) else date.fromisoformat(f"{since}-28"[:7] + "-28"))
    body["recordedDate"] = stamp(at(day, 10))
    if note:
        body["note"] = [{"text": note}]
    return chart.add("Condition", body, day)
