"""Does the frame always say whose record is open?"""

import re

import pytest
from django.template.loader import render_to_string

from haversack.web.shell import HUES, Person, Place, Shell

ANA = Person("Ana Ruiz", "58, your own record", "mulberry", "/p/1/", "Ana", current=True)
LEO = Person("Leo Ruiz", "9, your son", "olive", "/p/2/", "Leo")
PLACES = [Place(f"/{number}/", "health", f"Place {number}", on_phone=number != 2) for number in range(1, 8)]


def frame(**values: object) -> str:
    return render_to_string(
        "web/base.html", {"shell": Shell(**{"person": ANA, "people": [ANA, LEO], "places": PLACES, **values})}
    )


def test_colour_initial_and_name_stand_together():
    text = frame()
    assert '<html lang="en" data-hue="mulberry">' in text
    assert re.search(
        r'class="mono" aria-hidden="true">A</span>.*?<b>Ana Ruiz</b> <small>58, your own record</small>', text
    )


def test_the_switcher_holds_the_others_only():
    pop = frame().split('class="pop"')[1].split("</details>")[0]
    assert "Leo Ruiz" in pop
    assert "<b>Ana Ruiz</b>" not in pop


def test_search_words_never_reach_an_address():
    text = frame(search_url="/p/1/search/", search_words='"x')
    assert '<form class="find" role="search" method="post" action="/p/1/search/"' in text
    assert 'value="&quot;x"' in text


def test_the_phone_shows_four_places_and_keeps_the_rest_under_more():
    shell = Shell(places=PLACES, ends=[Place("/s/", "settings", "Settings", current=True)])
    assert [place.label for place in shell.bar] == ["Place 1", "Place 3", "Place 4", "Place 5"]
    assert [place.label for place in shell.more] == ["Place 2", "Place 6", "Place 7", "Settings"]
    assert shell.in_more


@pytest.mark.parametrize(("badge", "text"), [(0, ""), (7, "7"), (9, "9"), (10, "9+"), (120, "9+")])
def test_a_badge_counts_to_nine_and_vanishes_at_none(badge, text):
    html = frame(places=[Place("/r/", "inbox", "Review", badge=badge, badge_words="to review")])
    found = re.findall(r'class="n">([^<]*)<', html)
    assert found == ([text, text] if text else [])


def test_signing_out_is_a_form_not_a_link():
    assert '<form method="post" action="/account/logout/">' in frame(
        signed_in_as="Ana", sign_out_url="/account/logout/"
    )


def test_the_name_is_in_no_repr():
    assert "Ana" not in repr(Shell(person=ANA, people=[ANA, LEO], search_words="Ana", signed_in_as="Ana"))


def test_a_hue_must_be_one_of_ours():
    assert len(HUES) == 6
    with pytest.raises(ValueError, match="hue"):
        Person("Ana", "you", "neon")


def test_a_page_without_a_person_has_no_name_tag():
    text = frame(person=None)
    assert "no-person" in text
    assert 'class="who"' not in text


def test_the_warning_before_the_session_ends_is_there_only_when_it_ends():
    assert "session-end" not in frame()
    text = render_to_string("web/base.html", {"shell": Shell(), "session_ends_after": 3600})
    assert 'data-session="3600"' in text
    assert "<dialog" in text
