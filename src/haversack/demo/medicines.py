"""How are medicines written down: prescriptions, what a patient says they take, and what was stopped?"""

from __future__ import annotations

from datetime import date

from haversack.demo.chart import Chart, concept, stamp
from haversack.demo.exact import Json
from haversack.demo.life import at
from haversack.demo.visits import Visit

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
MEDICINES: dict[str, tuple[str, str, str]] = {  # key: RxNorm ("" where the source gives words only), its name, text
    "metformin500": ("861007", "metformin hydrochloride 500 MG Oral Tablet", "Metformin 500 mg tablet"),
    "metformin1000": ("861004", "metformin hydrochloride 1000 MG Oral Tablet", "Metformin 1,000 mg tablet"),
    "empagliflozin": ("1545653", "empagliflozin 10 MG Oral Tablet", "Empagliflozin 10 mg tablet"),
    "lisinopril10": ("314076", "lisinopril 10 MG Oral Tablet", "Lisinopril 10 mg tablet"),
    "lisinopril20": ("314077", "lisinopril 20 MG Oral Tablet", "Lisinopril 20 mg tablet"),
    "losartan50": ("979492", "losartan potassium 50 MG Oral Tablet", "Losartan 50 mg tablet"),
    "losartan25": ("979485", "losartan potassium 25 MG Oral Tablet", "Losartan 25 mg tablet"),
    "amlodipine": ("197361", "amlodipine 5 MG Oral Tablet", "Amlodipine 5 mg tablet"),
    "atorvastatin20": ("617310", "atorvastatin 20 MG Oral Tablet", "Atorvastatin 20 mg tablet"),
    "atorvastatin40": ("617311", "atorvastatin 40 MG Oral Tablet", "Atorvastatin 40 mg tablet"),
    "vitamin-d": ("", "", "Cholecalciferol (vitamin D3) 1,000 IU"),
    "amoxicillin500": ("308191", "amoxicillin 500 MG Oral Capsule", "Amoxicillin 500 mg capsule"),
    "cefdinir": ("", "", "Cefdinir 250 mg/5 mL suspension"),
    "azithromycin": ("", "", "Azithromycin 250 mg tablet"),
    "sumatriptan": ("", "", "Sumatriptan 50 mg tablet"),
    "sertraline": ("312941", "sertraline 50 MG Oral Tablet", "Sertraline 50 mg tablet"),
    "levonorgestrel": ("", "", "Levonorgestrel intrauterine device 52 mg"),
    "hydrochlorothiazide": ("310798", "hydrochlorothiazide 25 MG Oral Tablet", "Hydrochlorothiazide 25 mg tablet"),
    "senna": ("", "", "Senna 8.6 mg tablet"),
    "amoxicillin-liquid": ("308189", "amoxicillin 80 MG/ML Oral Suspension", "Amoxicillin 400 mg/5 mL suspension"),
    "nitrofurantoin": ("", "", "Nitrofurantoin 100 mg capsule"),
    "naproxen": ("198014", "naproxen 500 MG Oral Tablet", "Naproxen 500 mg tablet"),
    "acetaminophen": ("198440", "acetaminophen 500 MG Oral Tablet", "Acetaminophen 500 mg tablet"),
    "furosemide40": ("313988", "furosemide 40 MG Oral Tablet", "Furosemide 40 mg tablet"),
    "furosemide20": ("310429", "furosemide 20 MG Oral Tablet", "Furosemide 20 mg tablet"),
    "metoprolol": (
        "866427",
        "24 HR metoprolol succinate 25 MG Extended Release Oral Tablet",
        "Metoprolol succinate ER 25 mg",
    ),
    "metoprolol50": (
        "866436",
        "24 HR metoprolol succinate 50 MG Extended Release Oral Tablet",
        "Metoprolol succinate ER 50 mg",
    ),
    "spironolactone": ("313096", "spironolactone 25 MG Oral Tablet", "Spironolactone 25 mg tablet"),
    "warfarin5": ("855332", "warfarin sodium 5 MG Oral Tablet", "Warfarin 5 mg tablet"),
    "warfarin25": ("855312", "warfarin sodium 2.5 MG Oral Tablet", "Warfarin 2.5 mg tablet"),
    "digoxin": ("197604", "digoxin 0.125 MG Oral Tablet", "Digoxin 0.125 mg tablet"),
    "aspirin": ("243670", "aspirin 81 MG Oral Tablet", "Aspirin 81 mg tablet"),
    "iron": ("310325", "ferrous sulfate 325 MG Oral Tablet", "Ferrous sulfate 325 mg tablet"),
    "alendronate": ("", "", "Alendronate 70 mg tablet"),
    "omeprazole": ("198051", "omeprazole 20 MG Delayed Release Oral Capsule", "Omeprazole 20 mg capsule"),
    "prenatal": ("", "", "Prenatal vitamin with folic acid"),
    "doxylamine": ("", "", "Doxylamine 10 mg and pyridoxine 10 mg tablet"),
    "ibuprofen": ("310965", "ibuprofen 200 MG Oral Tablet", "Ibuprofen 200 mg tablet"),
    "albuterol": (
        "745679",
        "200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler",
        "Albuterol inhaler 90 mcg per puff",
    ),
    "fluticasone": (
        "895994",
        "120 ACTUAT fluticasone propionate 0.044 MG/ACTUAT Metered Dose Inhaler",
        "Fluticasone inhaler 44 mcg per puff",
    ),
    "levothyroxine": ("", "", "Levothyroxine 50 mcg tablet"),
    "tiotropium": ("", "", "Tiotropium inhaler 18 mcg"),
    "epinephrine": ("", "", "Epinephrine 0.15 mg auto-injector"),
    "cetirizine": ("", "", "Cetirizine 1 mg/mL syrup"),
    "hydrocortisone": ("", "", "Hydrocortisone 1 % cream"),
    "prednisolone": ("", "", "Prednisolone 15 mg/5 mL liquid"),
}


def prescribe(
    visit: Visit,
    key: str,
    dose: str,
    *,
    status: str = "active",
    reason: str = "",
    times: int = 0,
    quantity: int = 0,
    note: str = "",
    contained: bool = False,
) -> str:
    """A MedicationRequest. `dose` is the line on the label; `times` a day as a number too; `reason`: a Condition.

    contained: the medicine as a contained Medication with a reference to it, as some systems send every order.
    """
    body: Json = {"status": status, "intent": "order"}
    if contained:
        body["contained"] = [{"resourceType": "Medication", "id": "med", "code": coded(key)}]
        body["medicationReference"] = {"reference": "#med", "display": MEDICINES[key][2]}
    else:
        body["medicationCodeableConcept"] = coded(key)
    dosage: Json = {"text": dose}
    if times:
        dosage |= {
            "timing": {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}},
            "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
        }
    body |= {
        "subject": visit.chart.patient,
        "encounter": visit.link(),
        "authoredOn": stamp(visit.when),
        "requester": visit.chart.doctor(visit.doctor),
        "dosageInstruction": [dosage],
    }
    if reason:
        body["reasonReference"] = [{"reference": reason}]
    if quantity:
        body["dispenseRequest"] = {"numberOfRepeatsAllowed": 3, "quantity": {"value": quantity, "unit": "tablet"}}
    if note:
        body["note"] = [{"text": note}]
    return visit.chart.add("MedicationRequest", body, visit.when)


def takes(
    chart: Chart,
    key: str,
    dose: str,
    since: date | str,
    *,
    asked: date,
    over: date | str = "",
    status: str = "",
    why: str = "",
) -> str:
    """A MedicationStatement: what the person said they take. `since` and `over` may be partial."""
    period = {"start": str(since)} | ({"end": str(over)} if over else {})
    body: Json = {
        "status": status or ("completed" if over else "active"),
        "medicationCodeableConcept": coded(key),
        "subject": chart.patient,
        "effectivePeriod": period,
        "dateAsserted": stamp(at(asked, 10)),
        "informationSource": chart.patient,
    }
    if why:
        body["reasonCode"] = [{"text": why}]
    if dose:
        body["dosage"] = [{"text": dose}]
    return chart.add("MedicationStatement", body, asked)


def dispensed(
    chart: Chart, key: str, dose: str, day: date, *, count: int, days: int, by: str = "Okonjo", order: str = ""
) -> str:
    """A MedicationDispense: what the pharmacist handed over, and for how many days it lasts; `order`: which asked."""
    body: Json = {
        "status": "completed",
        "medicationCodeableConcept": coded(key),
        "subject": chart.patient,
        "performer": [{"actor": chart.doctor(by)}],
        "quantity": {"value": count, "unit": "tablet"},
        "daysSupply": {"value": days, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d"},
        "whenHandedOver": stamp(at(day, 17, 20)),
        "dosageInstruction": [{"text": dose}],
    }
    if order:
        body["authorizingPrescription"] = [{"reference": order}]
    return chart.add("MedicationDispense", body, day)


def coded(key: str) -> Json:
    """The medicine as a CodeableConcept; in words alone where the source gives no code."""
    code, official, text = MEDICINES[key]
    return concept(RXNORM, code, official, text) if code else {"text": text}
