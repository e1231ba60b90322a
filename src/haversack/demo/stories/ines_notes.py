"""What did doctors write about Inés? In our own words; numbers are taken from her results of that day."""

from __future__ import annotations

from datetime import date

from haversack.demo.life import Life
from haversack.demo.notes import fill

DIAGNOSIS = """Consulta de medicina interna

Paciente de mediana edad que refiere mucha sed, orina frecuente y cansancio desde hace dos meses. Ha perdido tres kilos.
Su madre tiene problemas del corazón; su padre murió de un infarto.

Exploración: buen estado general, pies sin lesiones, fondo de ojo pendiente.
Juicio: diabetes mellitus tipo 2, diagnóstico nuevo.
Plan: metformina 500 mg dos veces al día con las comidas, caminar media hora cada día, menos pan dulce y refrescos.
Control en seis semanas. Dr. Íñigo Zúñiga
"""
FIRST_VISIT = """New patient. Moved here from Puerto Viejo this year with her daughter; works in a school library.

Diabetes found there by the Clínica San Telmo, takes metformin 500 mg twice a day. Rash from a sulfa antibiotic as a
young woman. Never smoked. Father had a heart attack at 61, mother has a weak heart.

Will have her records sent over. Blood today, eyes and feet this year. Speaks Spanish at home, English at work, no
interpreter needed.
"""
PRESSURE = """Three readings above 145/90 on different days, at home too. Cholesterol and triglycerides high.

We talked about her father's heart attack. She agrees to start two medicines: lisinopril 10 mg in the morning and
atorvastatin 20 mg in the evening. Potassium and creatinine again in three weeks. Salt: she will swap the stock cubes.
"""
COUGH = """Dry cough for two months, worse at night, no fever, lungs clear. Began some weeks after a new box of
lisinopril.

A known effect of this family of medicines. Changed to losartan 50 mg. Recorded as intolerance, not allergy.
"""
ENDOCRINE = """Referred by Dr Lund-Baptiste because sugar has climbed for a year. She says work was hard and she often
ate late.

No numbness, no ulcers. Injects nothing, never had a low. Metformin is only 500 mg twice a day: plenty of room.
Plan: metformin 1,000 mg twice a day with food, raised over three weeks; atorvastatin 40 mg because of her risk.
Six evenings of diabetes school. She will keep a diary of sugars before breakfast.
"""
PLAN = (
    "Metformin with breakfast and supper",
    "Check feet every evening",
    "Eye examination once a year",
    "Walk 30 minutes on five days a week",
    "Bring the sugar diary to each visit",
)
REPAIRED = "Measured on our new analysers. Reference ranges have changed; compare with care."
OPERATION = """Carpal tunnel release, right hand, local anaesthesia, tourniquet 14 minutes.

Flexor retinaculum divided under sight, median nerve pale and flattened, filled again after release. Skin closed with
four stitches. No complications. Surgeon: Dr Caleb Whitehorse.
"""
AFTER_OPERATION = """You had an operation on your right wrist today and went home the same afternoon.

Keep the hand high for two days and move your fingers every hour. Keep the bandage dry. Stitches come out after twelve
days at Harbor Light. Take acetaminophen if it hurts. Go on with metformin and all other medicines as before.
Call us if fingers turn blue, if the wound weeps, or if you have a fever.
"""
MAMMOGRAM = (
    "Both breasts, two views each. Scattered dense tissue. No mass, no suspicious calcium, no change since last time."
)
SHOULDER = "Left shoulder. Capsule thickened to 4.1 mm, rotator cuff whole, biceps tendon in its groove, no fluid."
CLEAR_LUNGS = "Lungs clear, heart of normal size, no fluid, ribs whole."
CHEST_PAIN = """Stabbing on the left side since carrying boxes of books two days ago, worse when turning. Father had a
heart attack at 61, so she came. ECG normal, troponin below the limit twice, X-ray clear.

A pulled muscle between the ribs. Warmth, acetaminophen, no boxes for a week. Come back at once for pressure, sweating
or pain into the arm. Dr Priya Raghunathan
"""
_WELL = (
    "Feels well, sleeps six hours, walks to work.",
    "Tired for some weeks; iron and thyroid are fine.",
    "Knees ache after stairs. Will try swimming.",
    "Works two evenings a week now, eats late, sugar shows it.",
    "Has a grandson, Tomás. Very happy, carries him everywhere, back aches a little.",
    "Swims on Tuesdays. Tired in spite of it: vitamin D was low.",
    "Well. Bakes with half the sugar now and nobody noticed.",
    "Worries about her mother, who fell in the bathroom at home last year.",
    "Took up the marimba. Sleeps better, walks with her daughter.",
    "Well. Left shoulder a little stiff when reaching the top shelf.",
)
_ADVICE = (
    "Flu shot in autumn. Eyes due in spring.",
    "Keep up the walking; add two days of light weights.",
    "Less salt: taste before salting, read labels.",
    "Shingles vaccine explained, leaflet given.",
)
_ENDO = (
    "Sugar diary shows high mornings, good evenings.",
    "No lows. Forgets the evening tablet about once a week; a box with days was given.",
    "Feet and pulses normal. Injection sites not applicable.",
    "Worried about her mother's kidneys; we went through her own numbers together.",
    "Cooked lentils instead of rice for a month and saw the difference on the meter.",
    "Travelled to Puerto Viejo for three weeks; took her tablets along, no trouble.",
    "Asked about insulin. Not now; what she takes is enough.",
    "Walks the harbor wall with her grandson's pram every Sunday.",
)


_PHYSICAL = """Yearly physical, {date}

{well}

Blood pressure {sys}/{dia} mmHg, weight {weight} kg. Heart and lungs normal, belly soft, skin clear.
Cholesterol {chol}, LDL {ldl}, glucose {glu} mg/dL. Vitamin D {vitd} ng/mL.

{advice}

Dr Samuel Lund-Baptiste
"""
NURSE = """Diabetes check. Finger-prick A1c {a1c} %. Weight {weight} kg.

Feet: skin whole, nails cut straight, feels the thread everywhere. Brought her meter; we looked at 40 readings together.
Knows what to do when sick: drink, measure, call. Joy Achterberg, NP
"""
_FOLLOW_UP = """Half-yearly diabetes check. A1c {a1c} %, {change} in {month} ({then} %).
{remark}
Blood pressure {sys}/{dia} mmHg, weight {weight} kg, LDL {ldl} mg/dL, urine albumin {uacr} mg/g.
Medicines kept the same. Next visit in six months.

Dr Miriam Oyelaran
"""
LETTER_HOME = """Dear Samuel,

I saw our patient on {date}. Her A1c is {a1c} %, creatinine {crea} mg/dL, LDL {ldl} mg/dL.

She takes metformin 1,000 mg twice a day. Please bring your list up to date; it still shows 500 mg.
Losartan and atorvastatin unchanged. Eyes were examined this year.

With kind regards
Miriam Oyelaran
"""
EYES = (
    """Photographs of both retinas on {date}. No retinopathy, no swelling of the macula.
Pressure 15 and 16. Next year again.
""",
    """Photographs of both retinas on {date}. One red dot beside the left macula, perhaps a tiny bleed.
Looked again after four weeks: gone. No retinopathy.
""",
)
THIS_WEEK = """A1c {a1c} %, up again. The steroid injection some months ago explains part of it, not all.

Vitamin B12 {b12} pg/mL, falling slowly as can happen with metformin; measure again in half a year.
We talked about empagliflozin: good for heart and kidneys, more sugar in the urine, drink enough, stop on sick days.
Starts 10 mg in the morning. Go on with metformin 1,000 mg twice a day and losartan.

Dr Miriam Oyelaran
"""


def physical(life: Life, day: date, number: int) -> str:
    """The note of a yearly physical."""
    return fill(_PHYSICAL, life, day, well=_WELL[number % len(_WELL)], advice=_ADVICE[number % len(_ADVICE)])


def follow_up(life: Life, day: date, before: date, number: int) -> str:
    """The note of a half-yearly visit, with what changed since the last."""
    now, then = life.body.value("a1c", day), life.body.value("a1c", before)
    change = "a little higher than" if now > then else "better than" if now < then else "the same as"
    return fill(
        _FOLLOW_UP, life, day, change=change, month=f"{before:%B}", then=then, remark=_ENDO[number % len(_ENDO)]
    )
