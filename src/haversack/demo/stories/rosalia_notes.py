"""What did doctors and nurses write about Rosalía? In our own words."""

from __future__ import annotations

from datetime import date

from haversack.demo.life import Life
from haversack.demo.notes import fill

PALPITATIONS = """Señora de 72 años con palpitaciones y cansancio desde hace dos semanas. No dolor en el pecho.

Pulso irregular. Electrocardiograma: fibrilación auricular. Presión 142/86.
Se explica el riesgo de embolia. Empieza warfarina, control de INR cada semana hasta quedar entre 2 y 3.
Evitar ibuprofeno; para las rodillas, paracetamol. Verduras verdes siempre en cantidad parecida.
Dr. Íñigo Zúñiga
"""
FIRST_VISIT = """Moved in with her daughter Inés. Was a seamstress; sews for the neighbours still. Widow.

High blood pressure since 2001, atrial fibrillation, warfarin. Worn knees: took ibuprofen from the supermarket, told to
stop because of the warfarin. Itches from latex gloves. Smoked a few years as a young woman.
Walks to the harbor every day. Prefers Spanish; interpreter by phone worked well.
"""
CARDIOLOGY = """Permanent atrial fibrillation, rate 78, no symptoms at rest. Stairs: stops after two floors.

Echo: pumps almost normally, left atrium wide. Stay with warfarin, INR 2 to 3, our clinic takes over the checks.
She wants to go on dancing on Sundays; nothing speaks against it.
"""
PLAN = (
    "Weigh every morning before breakfast, write it down",
    "Call if weight rises by more than 1 kg in two days",
    "No more than 1.5 litres to drink a day",
    "Cook without the salt shaker",
    "Bring the tablets' box to each visit",
)
ECHOES = (
    (7.75, 52, "Left atrium wide, mild leak of the mitral valve."),
    (4.4, 33, "Walls move weakly all round, moderate leak of the mitral valve."),
    (3.7, 38, "A little better than at the hospital stay."),
    (2.2, 41, "Better again; leak of the mitral valve mild."),
    (0.6, 43, "Unchanged. Pressure in the lungs slightly raised."),
)
ECHO = """Echocardiogram, {date}

Rhythm: atrial fibrillation. Left ventricle 54 mm, ejection fraction {pumping} % (biplane). {words}
Aortic valve opens well. No fluid around the heart.

Dr Lionel Graves
"""
WET_LUNGS = "Heart enlarged. Both hila blurred, lines at the bases, small effusions on both sides. No pneumonia."
DISCHARGE = """Came by ambulance at night, could not lie flat, legs swollen to the knees for two weeks. Had stopped her
water tablet because of the many trips to the bathroom.

Heart failure with reduced pumping (33 %). Lost 5.7 kg of water in six days. Digoxin was too high for her kidneys and
was stopped. New: furosemide 40 mg, metoprolol 25 mg, spironolactone half a tablet. Warfarin goes on.

Daily weights explained to her and to her daughter Inés. Heart failure clinic in ten weeks, family doctor in one.
Wishes: would want to be resuscitated, would not want to stay on machines for long. Dr Farid Haddadi
"""
DISCHARGE_LETTER = """Dear Señora Rosalía, dear family,

you were in our hospital because your heart was too weak to keep the water out of your lungs. You feel better now.

Every morning: go to the bathroom, then step on the scale, then write the number down. If it rises by more than one
kilo in two days, call the heart failure clinic the same day.

Take furosemide in the morning, not in the evening. Do not take ibuprofen. Go on with warfarin as before.

With good wishes from all of Cardiac Ward 2
"""
KIDNEY = """Kidneys work at a bit more than half. Cause: many years of high blood pressure, a heart that pushes less.

No protein to speak of, kidneys small on both sides, no stones. Protect them: blood pressure, no ibuprofen or naproxen,
pause furosemide and losartan when vomiting. Contrast for scans only with our advice.
"""
KIDNEY_AGAIN = """eGFR {egfr}, creatinine {crea} mg/dL, potassium {k} mmol/L, urine albumin {uacr} mg/g on {date}.

Slowly falling, as expected. Dialysis is far away. Keep potassium in mind: fewer bananas, boil potatoes twice.
Dr Ruth Mbeki-Stone
"""
WRIST = "Fracture of the distal radius without displacement. Thin bones."
HEAD = "Wide furrows as usual at this age, old tiny scars deep in the white matter. No blood, no fracture."
FALL = """Tripped over the carpet at home, fell on the left hand. Takes warfarin, INR 2.8. No head wound, but CT done
to be safe: normal. Wrist broken, cast for five weeks. Bone density was never measured: please do.
"""
FALL_AGAIN = """Slipped in the bathroom at night. Bruise on the hip, can walk. CT of the head normal, INR 2.3.

Home alone until midnight. Night light, rail beside the toilet and a button to call for help arranged with the family.
"""
SHADOW = "Dense shadow in the right lower lobe, blunt angle on the same side. Heart size as before."
PNEUMONIA = """Three days of fever, cough and confusion. Pneumonia of the right lower lobe. Oxygen for two days,
antibiotics by vein, then by mouth.

Confusion was gone by the third day. Careful: the antibiotic makes warfarin stronger, INR again in three days.
Kidneys a little worse for a week, back to where they were. Dr Henrik Solberg
"""
CATARACT = """{side}: clouded lens broken up by ultrasound and removed, clear lens of 21.5 dioptres folded in.
Drops for four weeks.
"""
MEMORY = """Memory check, {date}. MoCA {points} of 30, in Spanish and with her hearing aids in.

Daughter notices repeated questions and a lost key. She cooks, sews, takes her tablets from the weekly box by herself.
Mild cognitive impairment, no dementia. Hearing aids every day, dancing again, no new sleeping tablets.
"""
AT_HOME = (
    """Visited at home. Weight {weight} kg, pressure {sys}/{dia}. Ankles slim.
The tablets' box was right except Thursday noon.
""",
    """Visited at home. Weight {weight} kg. Bathroom rail is up.
Showed me the dress she is sewing for her great-grandson's puppet.
""",
)
_DOCTOR = (
    "Knees ache when it rains. Acetaminophen helps enough.",
    "Sleeps badly; no sleeping tablets. Camomile tea and a walk.",
    "Hearing worse on the left. Will think about hearing aids.",
    "Proud of her great-grandson Tomás. Mood good.",
    "Has hearing aids now and complains how loud the family is.",
    "Letters blur: cataracts, to be operated on.",
    "Short of breath for a month, hides it. Sent to Northgate the same week.",
    "Back from hospital, weighs herself every day. Legs slim.",
    "Wrist healed, grips well. Sews again.",
    "Stools dark from the iron tablets, explained. More colour in her face.",
    "Daughter notices repeated questions. Memory check arranged.",
    "Appetite good, a little constipated. Plums, senna when needed.",
    "Dances on Sundays, sitting down for every second song.",
    "Slipped in the bathroom but unhurt. Rail ordered.",
    "Quiet half year. Ninety candles are the plan, she says.",
)
_HEART = (
    "Sleeps on one pillow. No swelling.",
    "Ankles thick in the evening, lungs clear.",
    "Short of breath on the second flight of stairs, as before.",
    "Dizzy when standing up for a week; pressure taken lying and standing, drop of 12.",
    "Ate at a wedding: salt, two kilos of water, gone after two days of double furosemide.",
    "Dances, rests, dances.",
    "Cold hands. Pulse slow but steady.",
    "Brought the weight diary, not one day missing.",
)


def family_doctor(life: Life, day: date, number: int) -> str:
    """The family doctor's note."""
    text = "{date}. {remark}\n\nPressure {sys}/{dia}, pulse {pulse}, weight {weight} kg. Hemoglobin {hgb} g/dL.\n"
    return fill(text + "Tablets compared with Northgate's list.\n", life, day, remark=_DOCTOR[number % len(_DOCTOR)])


def heart(life: Life, day: date, number: int) -> str:
    """The heart failure clinic's note."""
    text = "Heart failure clinic, {date}. {remark}\nWeight {weight} kg, pressure {sys}/{dia}, NT-proBNP {bnp} pg/mL, "
    text += "creatinine {crea} mg/dL, potassium {k} mmol/L.\n\nDr Farid Haddadi\n"
    return fill(text, life, day, remark=_HEART[number % len(_HEART)])


def anticoagulation(found: float) -> str:
    """What the anticoagulation clinic told her."""
    if found > 4:
        return f"INR {found:.1f}, too thin. No bleeding. Skip two evenings, then 2.5 mg; again in three days.\n"
    if found < 1.7:
        return (
            f"INR {found:.1f}, too thick. Forgot two tablets at the weekend. One extra tonight; again in two weeks.\n"
        )
    return f"INR {found:.1f}. Aim is 2.0 to 3.0. Same dose, again in five weeks.\n"
