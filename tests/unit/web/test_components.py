"""What does each component say, and what does it leave out?"""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from haversack.web.charts.number_line import number_line
from haversack.web.charts.sparkline import sparkline
from haversack.web.gallery import samples
from haversack.web.words import Freshness, Tag, Verdict


def drawn(source: str, **values: object) -> str:
    return Template("{% load web %}" + source).render(Context(values)).strip()


def test_words_that_came_from_a_record_never_become_markup():
    text = drawn(
        "{% row name meta=name %}{% tag name %}{% facts pairs %}"
        "{% card name %}{{ name }}{% endcard %}{% notice title=name %}{% endnotice %}",
        name="<b>x</b>&",
        pairs=[("<i>", "<u>")],
    )
    assert "<b>x</b>" not in text.replace("<b>&lt;", "")
    assert "<i>" not in text
    assert "<u>" not in text


def test_an_icon_is_decoration_unless_it_stands_alone():
    assert 'aria-hidden="true"' in drawn('{% icon "flask" %}')
    alone = drawn('{% icon "flask" label="Laboratory" %}')
    assert 'role="img" aria-label="Laboratory"' in alone
    assert "aria-hidden" not in alone


def test_an_icon_along_the_line_of_reading_turns_round():
    assert "turn" in drawn('{% icon "next" %}')
    assert "turn" not in drawn('{% icon "down" %}')


def test_an_unknown_icon_is_a_mistake_one_sees():
    with pytest.raises(KeyError):
        drawn('{% icon "unicorn" %}')


def test_a_button_with_an_address_is_a_link_and_without_one_submits():
    assert drawn('{% button "Go" "/x/" kind="go" %}').startswith('<a class="btn go" href="/x/"')
    assert drawn('{% button "Go" name="act" value="add" %}').startswith('<button class="btn" name="act" value="add"')


def test_a_button_that_cannot_be_pressed_says_why():
    text = drawn('{% button "Go" "/x/" why_not="Only an owner can do this." %}')
    assert "disabled" in text
    assert "Only an owner can do this." in text
    assert "/x/" not in text


def test_facts_leave_out_what_is_not_known_and_put_lists_on_lines():
    text = drawn("{% facts pairs %}", pairs=[("A", "1"), ("B", ""), ("C", None), ("D", ["2", "3"])])
    assert "<dt>B</dt>" not in text
    assert "<dt>C</dt>" not in text
    assert "2<br>3" in text


def test_a_head_has_one_heading_that_takes_the_focus():
    text = drawn(
        '{% head "Lab results" back="/" back_text="Health" fresh=fresh %}{% endhead %}',
        fresh=Freshness("current", "Just now"),
    )
    assert '<h1 id="h" tabindex="-1">Lab results</h1>' in text
    assert 'aria-live="polite"' in text


@pytest.mark.parametrize(
    ("state", "late"), [("current", False), ("checking", False), ("newer", True), ("failed", True)]
)
def test_a_list_that_may_be_old_looks_it(state, late):
    text = drawn('{% include "web/parts/fresh.html" %}', fresh=Freshness(state, "words", "/again/" if late else ""))
    assert ("late" in text) == late


@pytest.mark.parametrize(
    ("kind", "colour"), [("high", 'class="vd"'), ("in", 'class="vd in"'), ("critical", 'class="vd critical"')]
)
def test_only_what_the_laboratory_called_critical_is_red(kind, colour):
    assert colour in drawn("{% verdict v %}", v=Verdict(kind, "words"))


def test_no_verdict_no_line_and_no_shape_draw_nothing():
    assert drawn("{% verdict None %}{% number_line None %}{% sparkline None %}") == ""


def test_what_waits_has_a_dashed_edge_and_says_so():
    text = drawn(
        '{% card "Vaccines" kind="pend" icon="syringe" count=1 tag=tag %}{% endcard %}',
        tag=Tag("Waiting for review", "wait"),
    )
    assert '<section class="pend"' in text
    assert "Waiting for review" in text


def test_a_row_is_one_target():
    text = drawn('<ul>{% row "Lisinopril" url="/e/1/" meta="Once a day" hidden="on 3 March" %}</ul>')
    assert text.count("<a ") == 1
    assert '<span class="vh"> on 3 March</span>' in text


def test_a_filter_for_browsers_says_what_one_would_say():
    assert (
        drawn("{{ agent|browser }}", agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
        == "Firefox on Linux"
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_drawing_has_points_and_no_commas_in_every_language(language):
    source = "{% number_line line %}{% sparkline spark %}{% trend trend %}"
    values = {
        "line": number_line(4.35, low=3.5, high=5.25),
        "spark": sparkline([(0, 1.5), (3, 2.25), (9, 1.75)], band=(1.1, 2.2)),
        "trend": samples.trend(),
    }
    with translation.override(language):
        text = drawn(source, **values)
    geometry = re.findall(r'\s(?:x|y|cx|cy|r|width|height|d|viewBox|data-value|data-floor)="([^"]*)"', text)
    assert len(geometry) > 100
    assert not [value for value in geometry if "," in value]
