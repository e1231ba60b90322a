"""The matrix is shown to see: each fault that people make in such code is planted, and must be found."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import URLPattern, URLResolver

from haversack.backpack.models import Person, Record
from haversack.backpack.queries import persons
from haversack.backpack.queries.lines import line, lines_of
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.persons import NoSuchPerson, open_person
from haversack.backpack.rules.roles import Viewer
from haversack.backpack.views import entries
from haversack.backpack.views.frame import page, viewer_of

from .asking import wrong
from .cells import cells
from .routes import SITE, routes
from .table import WRITTEN, differences, rows
from .world import World, make_world


@pytest.fixture
def world() -> World:
    return make_world()


def _faults(world: World, who: str, route: str) -> Iterator[str]:
    nothing: dict[str, bytes] = {}
    for cell in cells(world, [routes(SITE)[route]], list(rows()), who):
        if fault := wrong(cell, world, nothing):
            yield fault


def _pattern(name: str) -> URLPattern:
    found = [pattern for called, pattern in _patterns(import_module(SITE).urlpatterns) if called == name]
    return found[0]


def _patterns(patterns, space: str = ""):
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}", each


@pytest.fixture
def plant(monkeypatch):
    """Put another view at an address."""
    return lambda route, view: monkeypatch.setattr(_pattern(route), "callback", view)


def test_without_a_fault_nothing_is_found(world):
    assert [*_faults(world, "stranger", "backpack:home"), *_faults(world, "viewer", "backpack:settings")] == []


def test_a_page_that_does_not_ask_who_is_there_is_found(world, plant):
    def careless(request: HttpRequest, person):
        return page(request, open_person(Viewer.operator(), person), "backpack/not_allowed.html", {})

    plant("backpack:home", careless)
    assert any("page came" in fault for fault in _faults(world, "anonymous", "backpack:home"))
    assert any("page came" in fault for fault in _faults(world, "stranger", "backpack:home"))


def test_a_query_that_forgets_whose_record_it_is_is_found(world, monkeypatch):
    def anybodys(opened: Opened, record: int):
        row = Record.objects.filter(pk=record).select_related("person").first()
        return row and line(open_person(Viewer.operator(), row.person.uuid), record)

    monkeypatch.setattr(entries, "line", anybodys)
    assert any("other accepted" in fault for fault in _faults(world, "owner", "backpack:entry"))


def test_and_where_its_key_keeps_the_other_record_shut_the_failing_page_is_found(world, monkeypatch):
    def ciphertext(opened: Opened, record: int):
        return next(iter(lines_of(opened, Record.objects.filter(pk=record, kind=0))), None)

    monkeypatch.setattr(entries, "line", ciphertext)
    faults = list(_faults(world, "owner", "backpack:entry"))
    assert any("other accepted" in fault and "500 came" in fault for fault in faults)
    assert not any("page came" in fault for fault in faults)


@pytest.mark.parametrize(("who", "route"), [("viewer", "backpack:review_accept"), ("editor", "backpack:settings")])
def test_a_role_that_nobody_asks_for_is_found(who, route, world, monkeypatch):
    monkeypatch.setattr(Opened, "require", lambda self, act: None)
    assert any("refused expected" in fault for fault in _faults(world, who, route))


def test_a_membership_whose_end_nobody_looks_at_is_found(world, monkeypatch):
    for_ever = persons._MINE.replace("member.until > %s", "%s IS NOT NULL")
    assert for_ever != persons._MINE
    monkeypatch.setattr(persons, "_MINE", for_ever)
    assert any("page came" in fault for fault in _faults(world, "expired", "backpack:timeline"))


def test_a_page_that_tells_a_stranger_that_there_is_something_is_found(world, plant):
    def telling(request: HttpRequest, person):
        try:
            open_person(viewer_of(request), person)
        except NoSuchPerson:
            if Person.objects.filter(uuid=person).exists():
                raise PermissionDenied from None
            return HttpResponseNotFound()
        return HttpResponse()

    plant("backpack:home", telling)
    assert any("refused came" in fault for fault in _faults(world, "stranger", "backpack:home"))


def test_a_nothing_that_differs_from_others_is_found(world, plant):
    plant("backpack:home", lambda request, person: HttpResponseNotFound(f"no {person}"))
    assert any("differs" in fault for fault in _faults(world, "stranger", "backpack:home"))


def test_a_word_of_somebody_else_is_found_wherever_it_stands(world, plant):
    def chatty(request: HttpRequest, person):
        return HttpResponseNotFound(headers={"X-Whose": world.words["shared"].decode()})

    plant("backpack:home", chatty)
    assert any("['shared'] were shown" in fault for fault in _faults(world, "stranger", "backpack:home"))


def test_a_look_that_changes_something_is_found(world, plant):
    kept = _pattern("backpack:home").callback

    def counting(request: HttpRequest, person):
        Person.objects.filter(uuid=person).update(hue="olive")
        return kept(request, person=person)

    plant("backpack:home", counting)
    assert any("something was changed" in fault for fault in _faults(world, "owner", "backpack:home"))


def test_a_route_without_a_row_and_a_row_without_a_route_are_found():
    without = WRITTEN.read_text().replace('"backpack:trend"', '"backpack:trends"')
    assert differences(rows(without), routes()) == {"backpack:trend", "backpack:trends"}
