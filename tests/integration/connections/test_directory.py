"""Does the directory take lists in, keep them true as they change, and find what people type?"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from haversack.cli import directory
from haversack.cli.frame import Console
from haversack.connections.actions.indexing import count_words
from haversack.connections.actions.lists import Taken, take_list
from haversack.connections.models import Door, Office, Portal
from haversack.connections.queries.directory import Hit, _vocabulary, find

from .searches import OURS, OWN, SEARCHES

NOW = datetime(2026, 3, 3, 9, 12, tzinfo=UTC)
SHARED = Path(__file__).parents[4] / "shared" / "data"
LISTS = ("directory-lantern", "directory-mere", "directory-epic-r4-bundle")


@pytest.fixture(autouse=True)
def _no_words_of_another_test():
    """A test's rows are rolled back, and those of the next have the same numbers."""
    _vocabulary.cache_clear()


def take(rows: object, address: str = "list", **more: bool) -> Taken:
    taken = take_list(address=address, data=json.dumps(rows).encode(), now=NOW, **more)
    count_words()
    return taken


def row(name: str, base: str, **more: str) -> dict[str, str]:
    return {"OrganizationName": name, "URL": f"https://{base}", **more}


def first(typed: str, way: str = "office") -> Hit:
    return find(typed, way=way).hits[0]


def test_the_versions_of_one_portal_are_one_choice_the_newest_first():
    take([row("Alder Creek", "x.example/api/FHIR/DSTU2"), row("Alder Creek", "x.example/api/FHIR/R4/")])
    found = find("alder creek")
    assert found.total == 1
    assert found.hits[0].bases == ["https://x.example/api/FHIR/R4", "https://x.example/api/FHIR/DSTU2"]


def test_one_portal_serves_many_offices_and_one_name_has_many_portals():
    take(
        [row("Alder Creek", "x.example/r4/1"), row("Birch Lake", "x.example/r4/1"), row("Alder Creek", "y.example/r4")]
    )
    assert {hit.office.name for hit in find("x.example", way="address").hits} == {"Alder Creek", "Birch Lake"}
    assert sorted(base for hit in find("alder creek").hits for base in hit.bases) == [
        "https://x.example/r4/1",
        "https://y.example/r4",
    ]


def test_the_same_list_again_changes_nothing():
    rows = [row("Alder Creek", "x.example/r4"), row("Birch Lake", "y.example/r4")]
    take(rows)
    before = list(Office.objects.order_by("pk").values())
    assert (take(rows).added, take(rows).gone) == (0, 0)
    assert list(Office.objects.order_by("pk").values()) == before


def test_what_a_list_no_longer_names_goes_unless_another_list_names_it():
    both = [row("Alder Creek", "x.example/r4"), row("Birch Lake", "y.example/r4")]
    take(both, "one")
    take(both[:1], "two")
    taken = take([row("Cedar Hill", "z.example/r4")], "one")
    assert taken.gone == 1
    assert set(Office.objects.values_list("name", flat=True)) == {"Alder Creek", "Cedar Hill"}
    assert not find("birch lake").hits or first("birch lake").office.name != "Birch Lake"
    assert not Portal.objects.filter(key__startswith="y.example").exists()


def test_a_portal_that_was_given_a_new_name_is_found_by_the_old_one():
    take([row("Saint Brendan Infirmary", "x.example/r4"), row("Birch Lake", "y.example/r4")])
    take([row("Alder Creek Medical Center", "x.example/r4"), row("Birch Lake", "y.example/r4")])
    assert first("saint brendan").office.name == "Alder Creek Medical Center"


def test_a_file_that_is_no_list_leaves_what_its_address_said_before():
    take([row("Alder Creek", "x.example/r4")])
    taken = take_list(address="list", data=b"<html>moved</html>", now=NOW)
    assert "web page" in taken.problems[0].what
    assert first("alder").office.name == "Alder Creek"


@pytest.mark.parametrize("order", ["the portal first", "the place first"])
def test_a_list_that_knows_the_portal_and_one_that_knows_the_place_meet(order):
    portal = [row("Alder Creek", "x.example/r4", OrganizationZipCode="05001-1234")]
    place = [{"name": "ALDER CREEK", "city": "Millbrook Falls", "state": "VT", "zip": "050011234", "npi": "1234567893"}]
    for number, rows in enumerate([portal, place] if order == "the portal first" else [place, portal]):
        take(rows, f"list {number}")
    (office,) = Office.objects.all()
    assert (office.city, office.npi) == ("Millbrook Falls", "1234567893")
    assert first("alder creek millbrook falls").bases == ["https://x.example/r4"]


def test_what_a_portal_says_of_itself_goes_before_what_a_collector_says():
    other = json.loads(json.dumps(OWN).replace("My Alder", "Somebody’s Alder"))
    take(other, "collector")
    take(OWN, "https://my.aldercreek.example/brands", is_own=True)
    take(other, "another collector")
    assert Portal.objects.get(doors__base__contains="aldercreek").name == "My Alder Creek Medical Center"


@pytest.mark.parametrize(("flags", "name"), [((), "Somebody’s"), (("--own",), "My")])
def test_the_command_says_which_list_is_a_portals_own(tmp_path, flags, name):
    other = json.loads(json.dumps(OWN).replace("My Alder", "Somebody’s Alder"))
    take(other, "collector")
    own = tmp_path / "own.json"
    own.write_text(json.dumps(OWN))
    parser = argparse.ArgumentParser()
    directory.arguments(parser)
    directory.run(parser.parse_args(["import", str(own), *flags]), Console(as_json=True))
    portal = Portal.objects.get(doors__base__contains="aldercreek")
    assert portal.name == f"{name} Alder Creek Medical Center"


def test_where_to_sign_in_is_kept_from_the_list_that_says_it():
    take([row("Alder Creek", "x.example/r4")], "one")
    take([row("Alder Creek", "x.example/r4", authorize="https://x.example/oauth2/authorize")], "two")
    take([row("Alder Creek", "x.example/r4")], "three")
    assert Door.objects.get().authorize == "https://x.example/oauth2/authorize"


def test_results_come_in_pages_that_do_not_overlap():
    take([row(f"Alder Creek {number}", f"x.example/r4/{number}") for number in range(45)])
    pages = [find("alder creek", first=start).hits for start in (0, 20, 40)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({hit.office.pk for page in pages for hit in page}) == 45


@pytest.mark.parametrize(
    "typed", ["", "   ", "'; DROP TABLE", '"', "*", "a:b", "(", "NEAR(x y)", "\x00", "…", "%" * 400]
)
@pytest.mark.parametrize("way", ["office", "doctor", "address"])
def test_whatever_is_typed_the_search_answers(typed, way):
    take([row("Alder Creek", "x.example/r4")])
    assert find(typed, way=way).total <= 1


def test_people_find_what_they_mean_in_a_list_of_ours():
    take(OWN)
    missed = [search for search in OURS if not _comes_first(*search)]
    assert not missed


def test_people_find_what_they_mean_in_the_published_lists():
    if not SHARED.is_dir():
        pytest.skip("the shared lists of providers are not here: the searches in them were not tried")
    take(OWN)
    for folder in LISTS:
        for file in sorted((SHARED / folder).glob("*.[cj]s*")):
            take_list(address=file.name, data=file.read_bytes(), now=NOW)
    count_words()
    missed = [search for search in SEARCHES if not _comes_first(*search)]
    assert not missed


def _comes_first(way: str, typed: str, meant: str) -> bool:
    found = find(typed, way=way).hits
    return bool(found) and meant.lower() in found[0].office.name.lower()
