"""How are operations, examinations and treatments written down?"""

from __future__ import annotations

from haversack.demo.chart import SNOMED, concept, stamp
from haversack.demo.exact import Json
from haversack.demo.visits import Visit

PROCEDURES: dict[str, tuple[str, str, str]] = {  # key: SNOMED CT ("" where there are words only), its name, text
    "iud": ("", "", "Insertion of an intrauterine device"),
    "iud-out": ("", "", "Removal of the intrauterine device"),
    "vision": ("", "", "Vision screening"),
    "colonoscopy": ("73761001", "Colonoscopy", "Colonoscopy"),
    "carpal": ("47534009", "Decompression of median nerve", "Carpal tunnel release, right hand"),
    "mammogram": ("24623002", "Screening mammography", "Mammogram (breast screening)"),
    "eye": ("36228007", "Ophthalmic examination and evaluation", "Eye examination"),
    "retina": ("722161008", "Diabetic retinal eye exam", "Diabetic eye examination with photographs"),
    "foot": ("401191002", "Diabetic foot examination", "Diabetic foot examination"),
    "injection": ("76601001", "Intramuscular injection", "Steroid injection, left shoulder"),
    "physio": ("91251008", "Physical therapy procedure", "Physical therapy"),
    "ecg": ("29303009", "Electrocardiographic procedure", "Electrocardiogram (ECG)"),
    "echo": ("40701008", "Echocardiography", "Echocardiogram"),
    "pacemaker": ("307280005", "Implantation of cardiac pacemaker", "Pacemaker implantation"),
    "cardioversion": ("250980009", "Cardioversion", "Cardioversion"),
    "cataract": ("54885007", "Extraction of cataract", "Cataract surgery"),
    "xray": ("399208008", "Plain chest X-ray", "Chest X-ray"),
    "cast": ("274474001", "Bone immobilization", "Plaster cast, left wrist"),
    "child-cast": ("274474001", "Bone immobilization", "Cast, right forearm"),
    "dexa": ("312681000", "Bone density scan", "Bone density scan (DXA)"),
    "delivery": ("177184002", "Normal delivery procedure", "Vaginal delivery"),
    "induction": ("236958009", "Induction of labor", "Induction of labor"),
    "epidural": ("18946005", "Epidural anesthesia", "Epidural anesthesia"),
    "ultrasound": ("169229007", "Dating ultrasound scan", "Dating ultrasound"),
    "anatomy": ("271442007", "Fetal anatomy study", "Anatomy ultrasound (20 weeks)"),
    "repair": ("", "", "Repair of perineal tear"),
    "smear": ("171149006", "Screening for malignant neoplasm of cervix", "Cervical screening (Pap and HPV)"),
    "hearing": ("417491009", "Neonatal hearing test", "Newborn hearing test"),
    "nebulizer": ("56251003", "Nebulizer therapy", "Nebulizer treatment"),
    "skin-prick": ("37968009", "Prick test", "Skin prick test"),
    "challenge": ("", "", "Amoxicillin challenge under supervision"),
    "fluoride": ("313042009", "Topical fluoride treatment", "Fluoride varnish"),
    "spirometry": ("127783003", "Spirometry", "Spirometry (breathing test)"),
    "appendectomy": ("80146002", "Appendectomy", "Appendix removed through small cuts"),
    "colectomy": ("23968004", "Colectomy", "Part of the colon removed"),
    "colon-biopsy": ("76164006", "Biopsy of colon", "Biopsy of the colon"),
    "new-knee": ("609588000", "Total knee replacement", "Knee replacement, right"),
    "education": ("6143009", "Diabetic education", "Diabetes education course"),
}


def procedure(
    visit: Visit, key: str, *, note: str = "", reason: str = "", status: str = "completed", why: str = ""
) -> str:
    """A Procedure of that visit; `status` "not-done" with `why`. Its reference."""
    code, official, name = PROCEDURES[key]
    body: Json = {"status": status}
    if why:
        body["statusReason"] = {"text": why}
    body |= {
        "code": concept(SNOMED, code, official, name) if code else {"text": name},
        "subject": visit.chart.patient,
        "encounter": visit.link(),
        "performedDateTime": stamp(visit.when),
        "performer": [{"actor": visit.chart.doctor(visit.doctor)}],
    }
    if reason:
        body["reasonReference"] = [{"reference": reason}]
    if note:
        body["note"] = [{"text": note}]
    return visit.chart.add("Procedure", body, visit.when)
