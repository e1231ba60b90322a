"""Does every component draw itself in every state, and every kind of page stand?"""

import re

import pytest
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import get_template
from django.test import Client

from haversack.web.gallery import samples
from haversack.web.templatetags import web

pytestmark = [pytest.mark.urls("tests.unit.web.gallery_urls")]
STATES = range(1, len(samples.PAGINGS) + 1)


@pytest.mark.parametrize("state", STATES)
def test_the_gallery_draws_every_component(state):
    page = Client().get("/gallery/", {"state": state})
    assert page.status_code == 200
    text = page.content.decode()
    for css in ("nametag", "people", "btn", "tag", "notice", "fresh", "row", "pend", "twin", "reading", "nl", "spark",
                "chart", "fold-t", "facts", "fold", "steps", "empty", "field", "pick", "filters", "chips"):  # fmt: skip
        assert re.search(rf'class="[^"]*\b{css}\b', text), css


@pytest.mark.parametrize("state", STATES)
def test_no_two_things_on_the_page_have_the_same_id(state):
    ids = re.findall(r'\sid="([^"]+)"', Client().get("/gallery/", {"state": state}).content.decode())
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("path", ["frame/", "door/", "confirm/"])
def test_each_kind_of_page_stands(path):
    text = Client().get(f"/gallery/{path}").content.decode()
    assert text.count("<h1") == 1
    assert '<main id="main"' in text
    assert "<title>" in text


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_an_error_page_says_what_to_do_and_whom_to_call(status):
    page = Client().get(f"/gallery/error/{status}/")
    assert page.status_code == status
    text = page.content.decode()
    assert "In an emergency call 911" in text
    assert "Back to the start" in text
    assert ("HV-2F71" in text) == (status == 500)


def test_there_is_no_error_page_for_what_is_no_error():
    assert Client().get("/gallery/error/200/").status_code == 404


def test_the_emergency_number_is_the_operators_to_set(settings):
    settings.EMERGENCY_NUMBER = "112"
    assert "In an emergency call 112" in Template("{% load web %}{% emergency %}").render(Context())


def test_the_page_of_a_fault_needs_neither_request_nor_user():
    assert "HV-7K2M" in get_template("500.html").render({"code": "HV-7K2M"})


@pytest.mark.parametrize("name", sorted(web.register.tags))
def test_every_tag_is_written_down(name):
    from pathlib import Path

    text = (Path(__file__).parents[3] / "docs/reference/components.md").read_text()
    assert f"{{% {name} " in text or f"{{% {name} %}}" in text


def test_the_titles_of_the_frames_never_name_the_person():
    title = re.search(r"<title>(.*?)</title>", Client().get("/gallery/frame/").content.decode(), re.S)
    assert title is not None
    assert "Ana" not in title.group(1)


def test_a_template_that_does_not_exist_is_not_hidden():
    with pytest.raises(TemplateDoesNotExist):
        get_template("web/parts/nothing.html")
