"""What did doctors and nurses write about Tomás? In our own words."""

from __future__ import annotations

from datetime import date

from haversack.demo.life import Life
from haversack.demo.notes import fill

NEWBORN = """Boy, born at 39 weeks and 4 days, 3,390 g, 50 cm, head 34.6 cm. Apgar 8 and 9. Nurses well.

Both ears passed the hearing test. Slightly yellow on day two, bilirubin 9.4 mg/dL, no light needed.
First hepatitis B vaccine given. Newborn screening card sent. First visit at Little Oak in three days.
"""
_SMALL = """Well child visit, {date}. {remark}

Weight {weight} kg, length {height} cm, head {head} cm. Heart, hips, belly and skin looked at.
Vaccines as due. Back to sleep, car seat facing back, smoke alarm. Dr Grace Nakamura-Bell
"""
_BIG = """Well child visit, {date}. {remark}

Weight {weight} kg, height {height} cm, body mass index {bmi} kg/m². Vision and hearing as they should be.
Teeth twice a day, helmet, an hour of screens at most. Dr Grace Nakamura-Bell
"""
_MILESTONES: dict[float, str] = {
    0.13: "Has lost 6 % since birth, nurses every two hours, still a bit yellow.",
    1: "Follows a face, startles at a door.",
    2: "Smiles and coos. Lifts his head.",
    4: "Laughs out loud, rolls to one side.",
    6: "Sits with a hand for support, first carrots. Dry red patches behind the knees.",
    9: "Crawls backwards, says dada to everybody.",
    12: "First steps along the sofa, five words in two languages.",
    15: "Walks, stacks two blocks, throws the rest.",
    18: "Runs, points to his nose, understands English and Spanish.",
    24: "Two-word sentences: más agua, bye dog.",
    30: "Jumps with both feet, sings.",
    36: "Rides a tricycle, asks why.",
    48: "Draws a person with hands. Counts to twelve.",
    60: "Ties a knot, not yet a bow. Ready for kindergarten.",
    72: "Reads short words, lost the first tooth.",
}
EAR = """Pulled at the ear since yesterday, fever in the night. Eardrum red and bulging, the other one fine.

Antibiotic and something against pain. Come back if he is not better in two days.
"""
RASH = """Mother calls: flat red spots on belly and back since this morning, day six of amoxicillin. Plays, drinks,
no swelling, no hives. Stop amoxicillin. Written down as possible penicillin allergy, to be tested when he is
older. Wren Abbott, RN
"""
SAFE = """To whom it may concern

Tomás drank a full dose of amoxicillin in our clinic and was watched for two hours. Nothing happened, nor at home.
The rash he had as a baby was most likely from the virus. He is not allergic to penicillin. Please take the warning out
of your records.

Dr Tariq Suleiman, Little Oak Pediatrics
"""
PARTY = """Ate half a biscuit with peanut butter at a birthday party. Hives after five minutes, lips swollen,
vomited twice.

Epinephrine 0.15 mg into the thigh by the ambulance crew, better at once. Watched for six hours, no second wave.
First known contact with peanut. Sent home with two auto-injectors, shown how. Allergy clinic within a month.
"""
PEANUT_PLAN = (
    "No peanuts, read every label",
    "Two epinephrine auto-injectors wherever he goes",
    "Hives only: cetirizine and watch",
    "Trouble breathing, swelling or vomiting: epinephrine first, then 911",
)
ASTHMA_PLAN = (
    "Green: no cough, plays. Fluticasone morning and evening",
    "Yellow: cough or wheeze. Albuterol 2 puffs every 4 hours, call us",
    "Red: hard to breathe. Albuterol 4 puffs, 911",
)
WHEEZE = """Coughs at night for six weeks, wheezes after running. Eczema as a baby, house dust mites make him sneeze.

Oxygen fine. Better after two puffs of albuterol. Asthma, mild persistent. Spacer with a mask shown and tried on the
teddy bear. Washing bedclothes hot once a week.
"""
ATTACK = """Cold for two days, since evening fast breathing, ribs drawn in, speaks single words. Oxygen 91 % at the
door.

Nebulizer three times, prednisolone by mouth. After three hours 96 %, asleep. Home in the morning with a plan.
"""
XRAY = "Right forearm, two views. Buckle of the cortex of the radius 2 cm above the wrist. Growth plate whole."
XRAY_AFTER = "Right forearm, two views. New bone around the fracture, in line."
ARM = """Fell from the climbing frame onto the right hand. Swelling, can move all fingers, feels everything.

Buckle fracture of the radius. Cast for four weeks, green on request. No gymnastics until two weeks after.
"""
SCHOOL = """To the teachers of Tomás

Tomás has a peanut allergy and asthma. Two epinephrine auto-injectors and a blue inhaler with a spacer are in the orange
bag. They must be where he is, also on the playground and on trips.

Swollen lips, vomiting or hard breathing after food: epinephrine into the outer thigh at once, call 911, then his
mother.

Dr Tariq Suleiman, Little Oak Pediatrics
"""
THIS_WEEK = """Asthma control test 24 of 27. No night cough for months, used albuterol twice since, both times with a
cold.

Weight {weight} kg, height {height} cm, oxygen {spo2} %. Spirometry normal. Peanut IgE {peanut} kU/L, falling; too
high for a food challenge yet. New auto-injectors, the old ones run out next month. Dr Tariq Suleiman
"""
_CLINIC = """Allergy clinic, {date}. Peanut IgE {peanut} kU/L, egg {egg}, house dust mite {mite}. Weight {weight} kg.

{remark} Dr Tariq Suleiman
"""
_REMARKS = (
    "Peanut allergy is certain, egg mild. Strict avoidance of peanut; baked egg is allowed.",
    "Eats egg in every form now. Peanut unchanged.",
    "Peanut slowly falling. Sneezes in the bedroom: covers against mites.",
    "Peanut falling. We talk about a food challenge next year.",
)


def well_child(life: Life, day: date, months: float) -> str:
    """The note of a well child visit."""
    return fill(_SMALL if months <= 24 else _BIG, life, day, remark=_MILESTONES[months])


def allergy_clinic(life: Life, day: date, number: int) -> str:
    """The allergy clinic's yearly note."""
    return fill(_CLINIC, life, day, remark=_REMARKS[number])
