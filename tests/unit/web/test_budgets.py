"""Are the style sheet, the scripts and the fonts as small as was promised?"""

from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "src" / "haversack" / "web" / "static" / "web"
KB = 1024


def weight(*names: str) -> int:
    return sum((STATIC / name).stat().st_size for name in names)


@pytest.mark.parametrize(
    ("names", "most"),
    [
        (["haversack.css"], 37 * KB),
        (["haversack.js", "trend.js"], 15 * KB),
        (["fonts/atkinson-next-latin.woff2", "fonts/atkinson-next-latin-ext.woff2"], 56 * KB),
        (["vendor/uplot/uPlot.iife.min.js"], 52 * KB),
    ],
)
def test_what_every_page_carries_stays_small(names, most):
    assert weight(*names) <= most


def test_the_scripts_and_styles_call_nobody():
    for name in ("haversack.css", "haversack.js", "trend.js"):
        assert "http" not in (STATIC / name).read_text().replace("htmx:after", ""), name


def test_the_licences_of_what_is_not_ours_lie_beside_it():
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text().upper()
    assert "MIT" in (STATIC / "vendor" / "uplot" / "LICENSE").read_text()
