"""Can every colour of the style sheet be read, by day and by night?"""

import re
from pathlib import Path

import pytest

from haversack.web.shell import HUES

CSS = (Path(__file__).parents[3] / "src/haversack/web/static/web/haversack.css").read_text()
PAIR = re.compile(r"(--[a-z0-9-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\)")
TOKENS = {name: (day, night) for name, day, night in PAIR.findall(CSS.split("/* ---- base")[0])}
WORDS = ("--ink", "--ink-2", "--accent", "--red", "--ok")
HALVES = ("day", "night")


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("half", [0, 1], ids=HALVES)
@pytest.mark.parametrize(
    ("colour", "ground", "least"),
    [
        *[(colour, ground, 4.5) for colour in WORDS for ground in ("--bg", "--surface", "--well")],
        ("--ink", "--tint", 4.5), ("--ink-2", "--tint", 4.5), ("--accent", "--tint", 4.5),
        ("--on-accent", "--accent", 4.5), ("--on-accent", "--accent-deep", 4.5), ("--on-red", "--red", 4.5),
        ("--amber", "--amber-tint", 4.5),
        ("--amber", "--surface", 4.5), ("--ink", "--amber-tint", 4.5),
        ("--amber-mark", "--surface", 3), ("--edge", "--surface", 3), ("--edge", "--bg", 3), ("--accent", "--band", 3),
    ],
)  # fmt: skip
def test_words_reach_4_5_and_marks_3(colour, ground, least, half):
    assert contrast(TOKENS[colour][half], TOKENS[ground][half]) >= least


@pytest.mark.parametrize("half", [0, 1], ids=HALVES)
@pytest.mark.parametrize("hue", HUES)
def test_a_name_can_be_read_on_its_colour(hue, half):
    rule = re.search(rf"\[data-hue={hue}\] {{ --hue: light-dark\((#\w+), (#\w+)\).*?--hue-ink: (#\w+)", CSS)
    assert rule, f"no colour for {hue}"
    assert contrast("#fff", rule.group(half + 1)) >= 4.5
    assert contrast("#fff", rule.group(3)) >= 7


def test_the_style_sheet_has_a_colour_for_every_hue_and_no_other():
    assert set(re.findall(r"\[data-hue=(\w+)\]", CSS)) == set(HUES)
