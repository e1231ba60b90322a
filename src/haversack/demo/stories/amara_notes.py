"""What did doctors and midwives write about Amara? In our own words."""

from __future__ import annotations

MIGRAINE = """Joven de 16 años con dolor de cabeza pulsátil, precedido de luces en zigzag durante veinte minutos.
Una vez al mes.

Exploración normal. Migraña con aura. Dormir regular, desayunar siempre, diario de dolores.
No usar anticonceptivos con estrógeno. Dra. Ángela Peñaranda
"""
PHYSICAL = (
    "{date}. Well. Cycles to work. Pressure {sys}/{dia}, weight {weight} kg, hemoglobin {hgb} g/dL. Wears a helmet.\n",
    "{date}. Migraine three times this year, sumatriptan helps within the hour. Pressure {sys}/{dia}. Vision fine.\n",
    "{date}. Tired from short nights; otherwise well. Ferritin and thyroid looked at. Weight {weight} kg.\n",
)
MOOD = """Ten weeks after the birth of her son. Cries most days, sleeps badly even when he sleeps, feels she does
it all wrong. No thoughts of harming herself or the child; asked plainly. Her mother Inés stays with her.

Postpartum depression. Sertraline 50 mg, weekly talks by video, mothers' group on Thursdays. Nursing can go on.
"""
ANKLE = "Right ankle, three views. Swelling outside, no fracture, joint in line."
EMERGENCY = """Twisted the right foot getting off the bicycle. Can stand on it. Swelling outside, no pain over bone.

Rest, ice, bandage, leg up; crutches for three days. Back to work when walking does not hurt.
"""
FIRST_PRENATAL = """First pregnancy, planned. Last period certain, cycle of 28 days. Sick in the mornings, keeps
water down.

Migraine with aura, none for two months. No smoking, no alcohol since the test. Mother has diabetes: glucose test
in week 28. Latex makes her itch: use other gloves. Wants a midwife and, if it can be, few needles. Siobhán Kearney, CNM
"""
PRENATAL = """Week {week}. Feels well, the baby moves. Pressure {sys}/{dia} mmHg, weight {weight} kg. Urine clear.

Questions about travelling and sleeping on the side answered. Next visit arranged. Siobhán Kearney, CNM
"""
DATING = (
    "One embryo with heartbeat, crown-rump length 54 mm. Nuchal fold 1.4 mm. Both ovaries normal.",
    "One baby, size fits the last period.",
)
ANATOMY = (
    "Head, face, heart with four chambers, spine, belly, kidneys, arms and legs normal. Placenta at the back, high.",
    "Normal anatomy ultrasound. Sex not told, as wished.",
)
BIRTH_PLAN = (
    "Inés is with her",
    "Walk and shower as long as possible",
    "Epidural if she asks for it",
    "Skin to skin at once",
    "No latex gloves",
)
BIRTH = """Contractions since midnight, waters broke at three, epidural at seven, boy born at 11:52 after 40
minutes of pushing. 3,390 g, 50 cm, Apgar 8 and 9. Second-degree tear, sewn. Lost 350 mL.

Nursing well from the first hour. Home after two days. Hemoglobin before going home as expected.
Six-week visit arranged; call for fever, heavy bleeding, or if the world turns grey. Dr Beatriz Carvalho Lima
"""
SIX_WEEKS = """Wound healed. Nursing. Periods have not come back. Edinburgh score 12: tired and tearful, no dark
thoughts.

Talked about help at home. Will see Dr Lund-Baptiste. Contraception: thinks about a coil without estrogen.
"""
SECOND_PREGNANCY = """Second pregnancy, planned, coil was removed last year. Tomás was born at 39 weeks, vaginally.

Low mood after the first birth: we shall ask early and often this time. Mother has diabetes, so A1c today and the
glucose test in week 26. Migraine: no sumatriptan for now, acetaminophen and a dark room. Siobhán Kearney, CNM
"""
GLUCOSE = """Dear Amara,

the short sugar test was high ({gct} mg/dL), so you sat through the long one. Fasting {glu_fast}, after one hour {gtt1},
after two hours {gtt2}, after three hours {gtt3} mg/dL. Only the one-hour value is above the limit.

You do not have gestational diabetes. Walk after meals, and keep sweet drinks for feast days.

Siobhán Kearney, CNM
"""
THIS_WEEK = """Week 31. Tired, a little short of breath on stairs. Baby lies head up for now, there is time.

Pressure {sys}/{dia} mmHg, weight {weight} kg. Hemoglobin {hgb} g/dL, ferritin {ferr} ng/mL: iron every other day with
orange juice, away from tea. Tdap given today to protect the newborn from whooping cough. Next visit in two weeks.
Siobhán Kearney, CNM
"""
