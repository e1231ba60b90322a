"""What happened to Inés at Alder Creek: half-yearly diabetes checks, operations, pictures, and this week's visit?"""

from __future__ import annotations

from haversack.demo.allergies import allergy
from haversack.demo.care import device, goal, plan, team
from haversack.demo.chart import Chart
from haversack.demo.conditions import condition
from haversack.demo.documents import imaging, note, pdf_letter
from haversack.demo.labs import copies, panel, report, result, singles, words
from haversack.demo.life import Life
from haversack.demo.medicines import prescribe
from haversack.demo.notes import fill
from haversack.demo.procedures import procedure
from haversack.demo.social import score
from haversack.demo.stories import ines_notes as texts
from haversack.demo.vaccines import flu, in_season, october_tuesday, vaccinate
from haversack.demo.visits import Visit, see
from haversack.demo.vitals import vitals

ENDOCRINE = "Endocrine Clinic, Building B"


def half_years(life: Life, clinic: Chart, home: Chart) -> None:
    """Alder Creek: every half year since sugar got out of hand."""
    before: Visit | None = None
    for number, ago in enumerate((7.1, 6.55, 6.05, 5.6, 5.05, 4.55, 4.05, 3.5, 3.02, 2.5, 2.04, 1.52, 1.03, 0.52)):
        visit = _half_year(life, clinic, ago) if before else _first_visit(life, clinic)
        panel(visit, "metabolic", note=texts.REPAIRED if number == 4 else "")
        panel(visit, "lipids")
        panel(visit, "urine-albumin")
        report(visit, ("", "Diabetes control"), [(key, result(visit, key)) for key in ("a1c", "glu_fast")])
        if number % 2:
            panel(visit, "count")
            singles(visit, "tsh")
        if before:
            note(visit, "visit", "Endocrinology follow-up", texts.follow_up(life, visit.day, before.day, number))
        if number in {4, 9, 13}:
            pdf_letter(visit, "letter", "Letter to Dr Lund-Baptiste", fill(texts.LETTER_HOME, life, visit.day))
            copies(visit, "a1c", "crea", "chol", "hdl", "trig", into=home)
        before = visit
    mistake = see(clinic, life.weekday(6.3), "follow-up", "Blood test only", "Oyelaran", place=ENDOCRINE)
    wrong = life.body.value("a1c", mistake.day) + 4
    result(mistake, "a1c", wrong, status="entered-in-error", note="Tube of another patient.")
    _eyes(life, clinic)


def _first_visit(life: Life, clinic: Chart) -> Visit:
    first = see(clinic, life.weekday(7.1), "check", "Endocrinology, first visit", "Oyelaran", place=ENDOCRINE)
    vitals(first, "height")
    diabetes = condition(clinic, "diabetes", f"{life.ago(11.3):%Y-%m}", recorded=first.day, visit=first.reference)
    condition(clinic, "hypertension", f"{life.ago(9.78):%Y}", recorded=first.day)
    fat = condition(clinic, "lipids", f"{life.ago(9.78):%Y}", recorded=first.day)
    allergy(clinic, "sulfa", first.day, "rash", since="1998", severity="mild", criticality="low")
    allergy(clinic, "penicillin", first.day, verification="refuted", note="Took amoxicillin since without trouble.")
    twice = "Take 1 tablet by mouth twice a day with food"
    evening = "Take 1 tablet by mouth in the evening"
    prescribe(first, "metformin1000", twice, reason=diabetes, times=2, quantity=180)
    prescribe(first, "atorvastatin40", evening, reason=fat, times=1, quantity=90, contained=True)
    note(first, "consult", "Endocrinology, first visit", texts.ENDOCRINE)
    aims = [goal(clinic, aim, first.day) for aim in ("Hemoglobin A1c below 7.0 %", "Blood pressure below 130/80 mmHg")]
    aims.append(goal(clinic, "Walk 30 minutes on five days a week", life.ago(4.1), due=life.ago(-0.5)))
    plan(first, "Diabetes plan", texts.PLAN, aims)
    team(clinic, "Diabetes team", ("Oyelaran", "Solberg"), first.day)
    device(clinic, "Blood sugar meter", "Invented Instruments", "IM-200", first.day)
    procedure(first, "education", reason=diabetes, note="Six evenings, finished.")
    return first


def _half_year(life: Life, clinic: Chart, ago: float) -> Visit:
    visit = see(clinic, life.weekday(ago), "follow-up", "Endocrinology follow-up", "Oyelaran", place=ENDOCRINE, hour=8)
    vitals(visit)
    procedure(visit, "foot", note="Skin whole, monofilament felt at all ten points.")
    return visit


def _eyes(life: Life, clinic: Chart) -> None:
    for number, ago in enumerate((6.4, 5.3, 4.3, 3.25, 2.2, 1.15)):
        visit = see(clinic, life.weekday(ago), "follow-up", "Diabetic eye examination", "Solberg", hour=13)
        procedure(visit, "retina", note="No retinopathy." if number != 1 else "One small red dot, look again.")
        note(visit, "eye", "Diabetic eye examination", fill(texts.EYES[number == 1], life, visit.day))
        if number == 1:
            condition(
                clinic,
                "retinopathy",
                visit.day,
                verification="refuted",
                visit=visit.reference,
                note="Second look normal.",
            )


def operations(life: Life, clinic: Chart) -> None:
    numb = see(clinic, life.weekday(3.9), "problem", "Numb fingers", "Whitehorse", place="Day Surgery Unit")
    hand = condition(
        clinic, "carpal", f"{life.ago(4.2):%Y-%m}", over=life.ago(3.4), recorded=numb.day, visit=numb.reference
    )
    day = see(
        clinic,
        life.weekday(3.62),
        "day-surgery",
        "Carpal tunnel release",
        "Whitehorse",
        place="Day Surgery Unit",
        hour=7,
    )
    vitals(day)
    procedure(day, "carpal", reason=hand, note="No complications.")
    note(day, "operation", "Operation note", texts.OPERATION)
    pdf_letter(day, "discharge", "Discharge letter, day surgery", texts.AFTER_OPERATION)
    prescribe(
        day,
        "acetaminophen",
        "1 to 2 tablets every 6 hours as needed, no more than 6 a day",
        status="completed",
        reason=hand,
    )
    scope = see(clinic, life.weekday(4.15), "day-surgery", "Colonoscopy", "Solberg", place="Day Surgery Unit", hour=7)
    procedure(scope, "colonoscopy", note="Two small polyps removed. Next in five years.")
    words(scope, "polyps", "Two tubular adenomas, 4 and 5 mm, completely removed")
    for ago in (8.8, 6.8, 4.7, 2.7, 0.75):
        picture = see(clinic, life.weekday(ago), "check", "Mammogram", "Tanabe", place="Imaging", hour=15)
        procedure(picture, "mammogram")
        imaging(
            picture,
            ("24606-6", "MG Breast Screening"),
            "Mammogram",
            texts.MAMMOGRAM,
            "No sign of cancer (BI-RADS 1). Next in two years.",
        )
    stiff = see(clinic, life.weekday(0.66), "problem", "Stiff shoulder", "Whitehorse", place="Day Surgery Unit")
    shoulder = condition(clinic, "frozen-shoulder", f"{life.ago(0.9):%Y-%m}", recorded=stiff.day, visit=stiff.reference)
    procedure(stiff, "injection", reason=shoulder, note="Triamcinolone 40 mg. Sugar may rise for two weeks.")
    prescribe(
        stiff, "naproxen", "1 tablet twice a day with food for 10 days", status="completed", reason=shoulder, times=2
    )
    score(stiff, "pain", 6)
    imaging(
        stiff,
        ("36717-7", "US Shoulder - left"),
        "Ultrasound of the left shoulder",
        texts.SHOULDER,
        "Thickened capsule, no tear.",
    )
    _chest_pain(life, clinic)
    for ago in (0.6, 0.56, 0.5, 0.45):
        session = see(clinic, life.weekday(ago), "follow-up", "Physical therapy", "Whitehorse", hour=16)
        procedure(session, "physio", reason=shoulder)
        score(session, "pain", round(10 * ago) - 2)


def _chest_pain(life: Life, clinic: Chart) -> None:
    """A bad evening that was not the heart."""
    night = see(clinic, life.ago(2.35), "emergency", "Chest pain", "Raghunathan", place="Emergency Department", hour=20)
    vitals(night)
    panel(night, "basic")
    panel(night, "count")
    result(night, "tni", "<3")
    result(night, "crp", "<0.3")
    procedure(night, "ecg", note="Normal. Sinus rhythm, 84 per minute.")
    imaging(night, ("36643-5", "XR Chest 2 Views"), "Chest X-ray", texts.CLEAR_LUNGS, "Normal chest X-ray.")
    note(night, "visit", "Emergency note", texts.CHEST_PAIN)


def this_week(life: Life, clinic: Chart) -> Chart:
    """What came two days ago and waits for a decision; an older vaccination and a medicine are known already."""
    new = clinic.later()
    visit = see(
        new, life.weekday(2 / 365.25), "follow-up", "Endocrinology follow-up", "Oyelaran", place=ENDOCRINE, hour=8
    )
    vitals(visit, only=("weight", "pulse"))
    results = [(key, result(visit, key)) for key in ("a1c", "glu_fast", "b12", "hgb")]
    report(visit, ("", "Diabetes control"), results)
    singles(visit, "tsh")
    prescribe(visit, "empagliflozin", "Take 1 tablet by mouth once a day in the morning", times=1, quantity=90)
    prescribe(visit, "losartan50", "Take 1 tablet by mouth once a day", times=1, quantity=90)
    if in_season(visit.day):
        vaccinate(new, flu(visit.day), visit.day, doctor="Oyelaran", visit=visit.reference)
    last = october_tuesday(life.today, 1)
    vaccinate(new, flu(last), last, reported=True, time=False)
    note(visit, "visit", "Endocrinology follow-up", fill(texts.THIS_WEEK, life, visit.day))
    return new
