"""Does a portal go by the names it gives itself, and can none give a name to, or take one from, another (415, 416)?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from haversack.connections.actions.indexing import count_words
from haversack.connections.actions.lists import take_edition, take_list
from haversack.connections.actions.own_names import want_own
from haversack.connections.actions.updating import Came, due, forget, update_if_due
from haversack.connections.http import Web
from haversack.connections.models import Door, Office, Portal, PublishedList
from haversack.connections.queries.directory import _vocabulary, find
from haversack.connections.rules.reaching import Allowed
from haversack.smart.listings import read_list

from ...fakes import portals
from ...fakes.smart_portal import BASE, SmartPortal
from .signing import Visit

NOW = datetime(2026, 3, 3, 9, 12, tzinfo=UTC)
ALDER, HOSPITAL = "https://fhir.alder.example/r4", "https://ehr.hospital.example/r4"
BRANDS = "https://alder.example/brands"
PORTAL = "http://hl7.org/fhir/StructureDefinition/organization-portal"


@pytest.fixture(autouse=True)
def _no_words_of_another_test():
    _vocabulary.cache_clear()


def listed(*rows: tuple[str, str], address: str = "collector", **more: str) -> None:
    told = [{"OrganizationName": name, "URL": base, **more} for name, base in rows]
    take_list(address=address, data=json.dumps(told).encode(), now=NOW)
    count_words()


def brand(name: str, *bases: str, web: str = "", **more: Any) -> list[dict[str, Any]]:
    ends = [{"resourceType": "Endpoint", "id": f"{name}{n}", "status": "active", "address": base}
            for n, base in enumerate(bases)]  # fmt: skip
    portal = {"url": PORTAL, "extension": [
        {"url": "portalName", "valueString": f"My {name}"}, {"url": "portalUrl", "valueUrl": web},
        *({"url": "portalEndpoint", "valueReference": {"reference": f"Endpoint/{one['id']}"}} for one in ends),
    ]}  # fmt: skip
    organization = {"resourceType": "Organization", "id": name, "name": name, "extension": [portal], **more}
    return [*ends, organization]


def says(base: str, *brands: list[dict[str, Any]], now: datetime = NOW) -> Came | None:
    """The portal was looked at, and what it says of itself is read."""
    want_own(base, BRANDS, now)
    entries = [{"resource": resource} for one in brands for resource in one]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    answers = portals.Portal({f"GET {BRANDS}": httpx2.Response(200, json=bundle)})
    row = PublishedList.objects.filter(base=base).first()
    return row and update_if_due(row.pk, now, web=lambda: Web(Allowed(), transport=answers))


def names(typed: str, way: str = "office") -> list[str]:
    return [hit.office.name for hit in find(typed, way=way).hits]


def test_a_portals_own_name_stands_in_the_place_of_a_collectors():
    listed(("Alder Clnc LLC", ALDER), ("Birch Lake", HOSPITAL), zip="05001", city="Milbrook")
    says(ALDER, brand("Alder Creek Clinic", ALDER, address=[{"city": "Millbrook Falls", "postalCode": "05001"}]))
    (hit,) = find("alder").hits
    assert (hit.office.name, hit.office.city, hit.bases) == ("Alder Creek Clinic", "Millbrook Falls", [ALDER])
    assert hit.portals[0].name == "My Alder Creek Clinic"
    assert names("alder clnc llc")[0] == "Alder Creek Clinic"  # found by the name that lists give it
    listed(("Alder Clnc LLC", ALDER), ("Birch Lake", HOSPITAL), ("Cedar", "https://c.example/r4"))
    assert names("alder") == ["Alder Creek Clinic"]  # and stays so when the collector is read again
    listed(("Alder of Somebody", ALDER), address="another collector")
    assert names("alder") == ["Alder Creek Clinic"]


def test_where_a_portal_names_its_parts_the_collectors_parts_go():
    listed(("Alder", ALDER), ("Alder West", ALDER), ("Alder Sold Long Ago", ALDER))
    says(ALDER, brand("Alder", ALDER), brand("Alder West", ALDER), brand("Alder East", ALDER))
    assert set(names("alder")) == {"Alder", "Alder West", "Alder East"}


def test_nobody_is_lost_where_a_collector_knows_far_more_parts_than_the_portal_names():
    listed(*((f"Practice {number}", ALDER) for number in range(20)))
    says(ALDER, brand("Cloud of Practices", ALDER))
    assert len(find("practice", count=50).hits) == 21


def test_a_doctor_and_an_office_with_another_portal_stay():
    listed(("Alder", ALDER), ("Alder Pediatrics", ALDER))
    listed(("Alder Pediatrics", HOSPITAL), address="vendor")
    office = Office.objects.get(name="Alder Pediatrics", portals__doors__base=ALDER)
    office.portals.add(Portal.objects.get(doors__base=HOSPITAL))
    row = {"lastname": "Oyelaran", "firstname": "Miriam", "fhirbase": ALDER, "practice": "Alder"}
    take_list(address="doctors", data=json.dumps([row]).encode(), now=NOW)
    says(ALDER, brand("Alder Creek", ALDER))
    assert names("oyelaran", "doctor") == ["Miriam Oyelaran"]
    assert names("pediatrics").count("Alder Pediatrics") == 2


def test_the_names_of_lists_come_back_when_the_portal_says_nothing_of_itself_any_more():
    listed(("Alder Clinic", ALDER))
    says(ALDER, brand("Alder Creek", ALDER))
    assert names("alder") == ["Alder Creek"]
    forget(PublishedList.objects.get(base=ALDER).pk, NOW)
    assert names("alder") == ["Alder Clinic"]


# What a portal that means harm might try ------------------------------------------------------------------------------
EVIL = "https://fhir.evil.example/r4"


@pytest.fixture
def hospital():
    listed(("Mercy Hospital", HOSPITAL), ("Small Practice", EVIL))
    facility = [{"name": "Saint Agnes Hospital", "city": "Millbrook", "zip": "05002", "npi": "1234567893"}]
    take_list(address="facilities", data=json.dumps(facility).encode(), now=NOW)
    count_words()


EVIL_BRANDS = {
    "a name for the hospital's server": brand("Closed for ever", HOSPITAL),
    "the hospital's server beside its own": brand("Small Practice", EVIL, HOSPITAL),
    "the hospital's name for its own": brand("MERCY  HOSPITAL", EVIL),
    "the name of one that has no portal": brand("Saint Agnes Hospital", EVIL, address=[{"postalCode": "05002"}]),
    "the hospital's site as its own": brand(
        "Small Practice", EVIL, web="https://hospital.example/login",
        telecom=[{"system": "url", "value": "https://hospital.example"}],
    ),
    "the hospital's number": brand(
        "Small Practice", EVIL, identifier=[{"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}],
    ),
    "a server of the same machine": brand("Neighbour", f"{EVIL}/tenant-2"),
}  # fmt: skip


@pytest.mark.parametrize("attack", EVIL_BRANDS)
def test_no_portal_speaks_for_another(hospital, attack):
    says(EVIL, EVIL_BRANDS[attack])
    (mercy,) = [hit for hit in find("mercy hospital").hits if "Mercy" in hit.office.name or "MERCY" in hit.office.name]
    assert (mercy.office.name, mercy.bases, mercy.hosts) == ("Mercy Hospital", [HOSPITAL], ["ehr.hospital.example"])
    agnes = Office.objects.get(npi="1234567893")
    assert (agnes.name, list(agnes.portals.all())) == ("Saint Agnes Hospital", [])
    assert names("hospital.example", "address")[0] == "Mercy Hospital"
    assert Door.objects.get(base=HOSPITAL).portal.offices.get() == mercy.office
    assert not Door.objects.filter(base__contains="tenant").exists()
    ours = find("fhir.evil.example", way="address").hits
    assert [hit.office.name for hit in ours] == ["Small Practice"]
    assert not any("hospital.example" in host for host in ours[0].hosts)


def test_no_portals_word_takes_over_an_office_that_stands_at_the_place_it_names(hospital):
    source = PublishedList.objects.create(address=BRANDS, base=EVIL, is_own=True)
    organization = brand("Saint Agnes Hospital", EVIL, address=[{"postalCode": "05002"}])
    take_edition(source, read_list(json.dumps({"resourceType": "Bundle", "entry": [
        {"resource": one} for one in organization]}).encode()), NOW)  # fmt: skip
    assert not Office.objects.get(npi="1234567893").portals.exists()


def test_a_portal_that_no_list_names_stays_out_of_the_directory():
    listed(("Birch Lake", HOSPITAL))
    assert says(ALDER, brand("Alder Creek", ALDER)) is None
    assert not PublishedList.objects.filter(is_own=True).exists()
    assert names("alder") == []


def test_who_is_told_nothing_by_the_portal_keeps_what_was_known():
    listed(("Alder Clinic", ALDER))
    came = says(ALDER, brand("Somebody", HOSPITAL))
    assert came is not None
    assert (came.came, names("alder")) == ("kept", ["Alder Clinic"])


# With a connection ----------------------------------------------------------------------------------------------------
def test_connecting_a_portal_reads_what_it_says_of_itself_once_and_then_weekly():
    listed(("Kite Health Collected", BASE))
    visit = Visit(SmartPortal(configuration={"user_access_brand_bundle": BRANDS}))
    visit.begun()
    row = PublishedList.objects.get(is_own=True)
    assert (row.address, row.base, due(visit.now)) == (BRANDS, BASE, [row.pk])
    says(BASE, brand("Kite Health", BASE), now=visit.now)
    assert names("kite health collected") == ["Kite Health"]
    assert due(visit.now + timedelta(days=6)) == []
    assert due(visit.now + timedelta(days=7)) == [row.pk]
