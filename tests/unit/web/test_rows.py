"""Is everything that is written without a template escaped, whatever a source sent, and nothing twice?"""

from datetime import date

import pytest
from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from haversack.web import rows
from haversack.web.charts.number_line import number_line
from haversack.web.charts.sparkline import sparkline
from haversack.web.charts.svg import number_line_svg, trend_svg
from haversack.web.charts.table import result_rows
from haversack.web.charts.trend import Point, Trend
from haversack.web.forms import FilterForm
from haversack.web.words import Reading, Tag, Verdict
from haversack.web.writing import escaped, icon

HOSTILE = '<img src=x onerror="go()">\'&'
HARMLESS = "&lt;img src=x onerror=&quot;go()&quot;&gt;&#x27;&amp;"


def a_trend() -> Trend:
    points = [
        Point(date(2026, day, 1), day * 1.5, HOSTILE, HOSTILE, low=1, high=4, range_text=HOSTILE, mark="out",
              verdict=HOSTILE, verdict_icon="arrow-up", url=HOSTILE, part=HOSTILE)
        for day in (1, 2, 3)
    ]  # fmt: skip
    return Trend(HOSTILE, HOSTILE, HOSTILE, HOSTILE, [HOSTILE], points, HOSTILE)


def a_reading() -> Reading:
    return Reading(
        name=HOSTILE, url=HOSTILE, value=HOSTILE, unit=HOSTILE, plain=HOSTILE, meta=HOSTILE,
        verdict=Verdict("high", HOSTILE),
        line=number_line(5, low=1, high=4, low_text=HOSTILE, high_text=HOSTILE, mark="out"),
        spark=sparkline([(1, 2), (2, 3)]),
    )  # fmt: skip


WRITTEN = {
    "a reading": (lambda: rows.reading(a_reading()), 9),
    "a row": (lambda: rows.row(HOSTILE, url=HOSTILE, meta=HOSTILE, more=HOSTILE, hidden=HOSTILE, icon="file",
                               tag=Tag(HOSTILE), chevron=True), 6),
    "a table": (lambda: result_rows(a_trend()), 3 * 8),
    "a chart": (lambda: trend_svg(a_trend(), a_trend().wide, "wide"), 2),
    "choices": (lambda: rows.options([(HOSTILE, [{"value": HOSTILE, "label": HOSTILE, "attrs": {}}], 0)]), 3),
}  # fmt: skip


@pytest.mark.parametrize("what", WRITTEN)
def test_what_a_source_sent_is_text_wherever_it_is_written(what):
    write, times = WRITTEN[what]
    text = write()
    assert isinstance(text, SafeString)
    assert "<img" not in text
    assert text.count(HARMLESS) == times


def test_what_is_html_already_is_not_escaped_again():
    assert escaped(format_html("<b>{}</b>", "&")) == "<b>&amp;</b>"
    assert rows.row(format_html("{}", "A & B")).count("A &amp; B") == 1


def test_an_icons_label_that_is_html_is_never_taken_for_one_that_is_text():
    assert 'aria-label="&lt;b&gt;"' in icon("file", "<b>")
    icon("file", SafeString("<i>"))
    assert 'aria-label="&lt;i&gt;"' in icon("file", "<i>")


def test_a_number_line_without_a_range_is_nothing():
    assert number_line_svg(None) == ""


class Filter(FilterForm):
    year = forms.ChoiceField(choices=[("", "All"), ("2024", "2024"), ("Older", [("1999", "1999")])], required=False)


def test_a_list_of_choices_says_which_one_was_chosen():
    text = str(Filter({"year": "2024"})["year"])
    assert text.startswith('<select name="year"')
    assert '<option value="2024" selected>2024</option>' in text
    assert text.count(" selected") == 1
    assert '<optgroup label="Older"><option value="1999">1999</option></optgroup>' in text
