"""Is every look at a record noted, and a page that asks for itself again only once for as long as it is watched?"""

from __future__ import annotations

import pytest
from django.urls import reverse

from haversack.audit.models import Look
from haversack.backpack.actions.work import want
from haversack.backpack.models import Work
from haversack.backpack.models.work_facts import ImportFacts
from haversack.backpack.views import watching

from .members import backpack_of, browser

ASKS_AGAIN = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def ana():
    return backpack_of()


@pytest.fixture
def page(ana):
    """The address of a page that shows how far work is."""
    work = want(opened=ana, by=ana.viewer, kind=Work.Kind.IMPORT, facts=ImportFacts(uploads=()))
    return reverse("backpack:import_work", args=[ana.uuid, work.pk])


def noted(act: str = "page.import_work") -> int:
    return Look.objects.filter(act=act).count()


def test_who_watches_is_noted_once(page):
    client = browser("alice")
    for more in ({}, ASKS_AGAIN, ASKS_AGAIN):
        assert client.get(page, **more).status_code == 200
    assert noted() == 1


def test_a_first_look_that_says_it_only_asks_again_is_noted(page):
    browser("alice").get(page, **ASKS_AGAIN)
    assert noted() == 1


def test_a_look_noted_in_another_browser_is_not_gone_on_with(page):
    browser("alice").get(page)
    browser("alice").get(page, **ASKS_AGAIN)
    assert noted() == 2


def test_each_time_the_page_is_opened_is_a_look(page):
    client = browser("alice")
    for _ in range(3):
        client.get(page)
    assert noted() == 3


def test_a_look_at_another_page_is_another_look(ana, page):
    client = browser("alice")
    client.get(page)
    work = want(opened=ana, by=ana.viewer, kind=Work.Kind.IMPORT, facts=ImportFacts(uploads=()))
    client.get(reverse("backpack:import_work", args=[ana.uuid, work.pk]), **ASKS_AGAIN)
    assert noted() == 2


def test_who_watches_for_long_is_noted_again(page, monkeypatch):
    client = browser("alice")
    client.get(page)
    monkeypatch.setattr(watching, "ONE_LOOK", 0)
    client.get(page, **ASKS_AGAIN)
    assert noted() == 2


def test_a_page_of_the_record_is_noted_whatever_the_browser_says(ana):
    client = browser("alice")
    for _ in range(2):
        client.get(reverse("backpack:home", args=[ana.uuid]), **ASKS_AGAIN)
    assert noted("page.home") == 2
