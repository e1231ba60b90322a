"""How tall, heavy and quick-pulsed is somebody of that sex at each age? The course of a life, for those without one."""

from __future__ import annotations

from haversack.demo.life import Life

# Years old: height in cm, weight in kg, pulse, breaths, systolic and diastolic pressure.
_GROWING = (
    (0.0, 50.0, 3.4, 135, 42, 72, 44),
    (0.5, 67.0, 7.7, 125, 34, 86, 52),
    (1.0, 75.5, 9.8, 118, 30, 90, 54),
    (2.0, 87.0, 12.4, 108, 26, 92, 56),
    (4.0, 103.0, 16.5, 98, 23, 95, 58),
    (6.0, 116.0, 20.8, 92, 21, 98, 60),
    (8.0, 128.0, 25.9, 88, 20, 100, 62),
    (10.0, 138.5, 32.5, 84, 19, 103, 63),
    (12.0, 150.0, 41.0, 81, 18, 106, 64),
    (14.0, 161.0, 50.5, 77, 17, 110, 66),
    (16.0, 167.0, 58.0, 74, 16, 112, 68),
)
_GROWN = {"female": (163.0, 66.0), "male": (177.0, 82.0), "other": (169.0, 70.0)}
_HEAD = ((0.0, 34.8), (0.5, 43.3), (1.0, 46.2), (2.0, 48.6), (4.0, 50.4))


def ordinary(life: Life) -> None:
    """Set the courses that depend on age and sex; stories overrule them afterwards."""
    body, dice = life.body, life.dice("stature")
    tall, heavy = dice.uniform(0.95, 1.05), dice.uniform(0.88, 1.18)
    years = body.years_old(life.today)
    height, weight = _GROWN[life.profile.sex]
    rows = [*_GROWING, (18.0, height, weight * 0.93, 72, 15, 114, 70)]
    rows += [(40.0, height, weight, 72, 15, 120, 76), (85.0, height - 5, weight * 0.95, 70, 16, 138, 76)]
    for number, key in enumerate(("height", "weight", "pulse", "breaths", "sys", "dia"), start=1):
        scale = tall if key == "height" else heavy if key == "weight" else 1.0
        noise = {"height": 0.0, "weight": 0.4 if years > 16 else 0.1}.get(key)
        body.course(key, [(years - row[0], row[number] * scale) for row in rows], noise=noise)
    body.course("head", [(years - age, size) for age, size in _HEAD], noise=0.1)
    if life.profile.sex == "male" and years > 16:
        for key, level in (("hgb", 15.0), ("rbc", 5.0), ("crea", 0.96), ("ferr", 120.0), ("hdl", 47.0)):
            body.course(key, [(0, level * dice.uniform(0.96, 1.05))])
