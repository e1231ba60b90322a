"""Is a range shaded where its own laboratory gave it, and nowhere else?"""

from dataclasses import dataclass

import pytest

from haversack.web.charts.bands import MARGIN, Stretch, stretches


@dataclass
class Result:
    low: float | None
    high: float | None
    series: int = 0
    part: str = ""


OLD, NEW, NONE = (4.5, 5.7), (4.0, 5.6), (None, None)


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([OLD, OLD], [Stretch(0 - MARGIN, 100 + MARGIN, *OLD)]),
        ([OLD, OLD, NEW, NEW], [Stretch(0 - MARGIN, 200, *OLD), Stretch(200, 300 + MARGIN, *NEW)]),
        ([OLD, NONE, OLD], [Stretch(-MARGIN, MARGIN, *OLD), Stretch(200 - MARGIN, 200 + MARGIN, *OLD)]),
        ([NONE, NONE], []),
        ([OLD, NONE, NONE], [Stretch(-MARGIN, MARGIN, *OLD)]),
        ([(None, 149.0)], [Stretch(-MARGIN, MARGIN, None, 149.0)]),
    ],
)
def test_a_range_holds_until_the_result_that_came_with_another_and_ends_with_one_that_has_none(ranges, expected):
    placed = [(100.0 * place, Result(*given)) for place, given in enumerate(ranges)]
    assert stretches(placed) == expected


def test_two_laboratories_that_disagree_are_two_bands_that_do_not_flicker():
    placed = [(100.0 * place, Result(*(OLD if place % 2 else NEW), series=place % 2)) for place in range(6)]
    assert stretches(placed) == [Stretch(-MARGIN, 400 + MARGIN, *NEW), Stretch(100 - MARGIN, 500 + MARGIN, *OLD)]


def test_the_two_numbers_of_a_blood_pressure_have_a_band_each():
    placed = [(100.0 * day, Result(low, low + 40, part=part)) for day in (0, 1) for part, low in (("", 60), ("b", 90))]
    assert stretches(placed) == [
        Stretch(-MARGIN, 100 + MARGIN, 60, 100),
        Stretch(-MARGIN, 100 + MARGIN, 90, 130),
    ]


def test_two_methods_under_one_range_shade_it_once():
    placed = [(100.0 * place, Result(*OLD, series=place % 2)) for place in range(6)]
    assert stretches(placed) == [Stretch(-MARGIN, 500 + MARGIN, *OLD)]
