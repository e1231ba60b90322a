"""Does a search find what US Core asks for, and nothing of anybody else?"""

import json
from dataclasses import replace
from urllib.parse import quote, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haversack.fhirserver.store import Ref

from ...fakes.records import Store
from ...fakes.search import TABLE
from .conftest import observation
from .walking import Walk, registered


@pytest.fixture
def access(walk, records) -> str:
    return walk.tokens()["access_token"]


def found(response) -> dict:
    assert response.status_code == 200, response.content
    bundle = json.loads(response.content)
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "searchset")
    return bundle


def ids(bundle: dict, mode: str = "match") -> list[str]:
    return [each["resource"]["id"] for each in bundle.get("entry", []) if each["search"]["mode"] == mode]


def test_a_search_answers_with_a_bundle_that_says_itself(walk, access):
    bundle = found(walk.get("Observation?patient=Patient/ana&category=laboratory", access))
    assert bundle["total"] == 1
    assert bundle["link"] == [
        {"relation": "self", "url": "http://testserver/fhir/Observation?patient=Patient%2Fana&category=laboratory"}
    ]
    assert bundle["entry"][0]["fullUrl"] == "http://testserver/fhir/Observation/ana-obs-1"
    assert bundle["entry"][0]["search"] == {"mode": "match"}


def test_a_search_that_finds_nothing_has_no_entries(walk, access):
    bundle = found(walk.get("Observation?patient=ana&code=1234-5", access))
    assert bundle["total"] == 0
    assert "entry" not in bundle


def test_a_search_can_be_posted_so_that_it_stands_in_no_address(walk, access):
    answer = walk.app.post(
        "/fhir/Observation/_search", urlencode({"patient": "ana", "category": "laboratory"}),
        content_type="application/x-www-form-urlencoded", headers={"Authorization": f"Bearer {access}"},
    )  # fmt: skip
    assert ids(found(answer)) == ["ana-obs-1"]
    mixed = walk.app.post(
        "/fhir/Observation/_search?patient=ana", urlencode({"category": "survey"}),
        content_type="application/x-www-form-urlencoded", headers={"Authorization": f"Bearer {access}"},
    )  # fmt: skip
    assert ids(found(mixed)) == ["ana-obs-4"]


def test_pages_follow_one_another_to_the_end(walk, access, records):
    for number in range(25):
        records.add("ana", observation("ana", f"more-{number:02}"))
    seen, url, pages = [], "/fhir/Observation?patient=ana&_count=7", 0
    while url:
        bundle = found(walk.app.get(url, headers={"Authorization": f"Bearer {access}"}))
        assert bundle["total"] == 30
        seen += ids(bundle)
        links = {each["relation"]: each["url"] for each in bundle["link"]}
        url, pages = links.get("next", ""), pages + 1
        assert "patient" not in url
        assert "ana" not in urlsplit(url).query
    assert pages == 5
    assert len(seen) == len(set(seen)) == 30


def test_a_page_belongs_to_whoever_asked_for_the_first_one(walk, access, browser, records):
    bundle = found(walk.get("Observation?patient=ana&_count=2", access))
    following = next(each["url"] for each in bundle["link"] if each["relation"] == "next")
    path = following.partition("/fhir/")[2]
    other = Walk(browser, registered().app.client_id)
    assert other.get(path, other.tokens()["access_token"]).status_code == 400
    assert walk.get(path.replace("Observation", "Condition"), access).status_code == 400
    for broken in (path[:-4], f"{path}x", "Observation?_cursor=", "Observation?_cursor=" + "A" * 200, f"{path[:-1]}é"):
        answer = walk.get(broken, access)
        assert answer.status_code == 400
        assert json.loads(answer.content)["resourceType"] == "OperationOutcome"
    assert found(walk.get(path, access))


def test_a_page_can_be_gone_on_with_after_the_token_was_renewed(walk, records):
    held = walk.tokens()
    bundle = found(walk.get("Observation?patient=ana&_count=2", held["access_token"]))
    path = next(each["url"] for each in bundle["link"] if each["relation"] == "next").partition("/fhir/")[2]
    again = json.loads(walk.refresh(held["refresh_token"]).content)["access_token"]
    assert ids(found(walk.get(path, again))) == ["ana-obs-3", "ana-obs-4"]


@pytest.mark.parametrize("count", ["1000000", "999999999999"])
def test_a_page_is_never_larger_than_it_should_be(walk, access, records, count):
    for number in range(230):
        records.add("ana", observation("ana", f"more-{number:03}"))
    bundle = found(walk.get(f"Observation?patient=ana&_count={count}", access))
    assert len(ids(bundle)) == 200
    assert bundle["total"] == 235


def test_how_many_there_are_can_be_asked_alone_or_not_at_all(walk, access):
    bundle = found(walk.get("Observation?patient=ana&_count=0", access))
    assert (bundle["total"], ids(bundle)) == (5, [])
    assert "total" not in found(walk.get("Observation?patient=ana&_total=none", access))


def test_where_it_comes_from_can_come_along(walk, access):
    bundle = found(walk.get("Observation?patient=ana&category=laboratory&_revinclude=Provenance:target", access))
    assert ids(bundle) == ["ana-obs-1"]
    assert ids(bundle, "include") == ["prov-1"]
    assert bundle["total"] == 1


def test_what_is_pointed_at_can_come_along_as_far_as_the_scope_goes(walk, records):
    records.add("ana", {
        "resourceType": "MedicationRequest", "id": "mr", "intent": "order", "status": "active",
        "subject": {"reference": "Patient/ana"}, "medicationReference": {"reference": "Medication/m1"},
    })  # fmt: skip
    records.add("", {"resourceType": "Medication", "id": "m1"})
    query = "MedicationRequest?patient=ana&intent=order,plan&_include=MedicationRequest:medication"
    bundle = found(walk.get(query, walk.tokens()["access_token"]))
    assert ids(bundle) == ["mr"]
    assert ids(bundle, "include") == ["m1"]
    narrow = walk.tokens(give=["MedicationRequest"])["access_token"]
    assert ids(found(walk.get(query, narrow)), "include") == []


def test_nobody_is_reached_through_a_reference(walk, access, records):
    records.add("ana", {
        "resourceType": "CareTeam", "id": "team", "status": "active", "subject": {"reference": "Patient/ana"},
        "participant": [{"member": {"reference": "Patient/ben"}}, {"member": {"reference": "Practitioner/doc"}}],
    })  # fmt: skip
    records.add("", {"resourceType": "Practitioner", "id": "doc"})
    bundle = found(walk.get("CareTeam?patient=ana&status=active&_include=CareTeam:participant", access))
    assert ids(bundle, "include") == ["doc"]
    only = found(walk.get("CareTeam?patient=ana&_include=CareTeam:participant:Patient", access))
    assert ids(only, "include") == []


def test_what_is_not_known_is_named_or_refused(walk, access):
    bundle = found(walk.get("Observation?patient=ana&colour=blue", access))
    assert bundle["total"] == 5
    (note,) = [each for each in bundle["entry"] if each["search"]["mode"] == "outcome"]
    assert "colour" in note["resource"]["issue"][0]["diagnostics"]
    assert "colour" not in bundle["link"][0]["url"]
    strict = walk.get("Observation?patient=ana&colour=blue", access, Prefer="handling=strict")
    assert strict.status_code == 400
    assert "colour" in json.loads(strict.content)["issue"][0]["diagnostics"]


EVERY_PARAMETER = [(kind, name) for kind, names in TABLE.items() for name in names]


@pytest.mark.parametrize(("resource_type", "name"), EVERY_PARAMETER)
def test_no_parameter_leads_to_somebody_else(walk, access, records, resource_type, name):
    """Ben's ids, references, codes, names and dates in every parameter there is: nothing of his comes out."""
    guesses = (
        "ben", "Patient/ben", "http://testserver/fhir/Patient/ben", "urn:mrn|M-ben", "Ben", "ben-obs-1", "1967-03-02",
        "4548-4", "ge1900", "Observation/ben-obs-1",
    )  # fmt: skip
    for text in guesses:
        answer = walk.get(f"{resource_type}?{name}={quote(text)}", access)
        assert answer.status_code in (200, 400)
        entries = json.loads(answer.content).get("entry", [])
        assert not [each for each in entries if "ben" in json.dumps(each["resource"])]


@pytest.mark.parametrize(
    "query",
    [
        "Observation?patient=ben", "Observation?patient=ana,ben", "Observation?patient:not=ana",
        "Observation?_id=ben-obs-1", "Observation?subject:Patient.name=Ben", "Patient?name=Ben",
        "Patient?identifier=urn:mrn|M-ben", "Patient?_has:Observation:patient:code=4548-4",
        "Observation?patient.name=Muster", "Patient?_revinclude=Observation:patient",
        "Observation?patient.identifier=urn:mrn|M-ben", "Patient?_id=ana,ben", "Patient?birthdate=1967-03-02",
        "Provenance?target=Observation/ben-obs-1", "Observation?_include=Observation:subject",
        "Observation?_include=*", "Patient?_include:iterate=Patient:link",
        "Observation?_filter=patient eq Patient/ben", "Patient?name:contains=e",
        "Observation?category:not=laboratory", "Observation?code:missing=false", "Observation",
    ],
)  # fmt: skip
def test_no_guess_leads_to_somebody_else(walk, access, query):
    answer = walk.get(quote(query, safe="?=&/"), access)
    assert answer.status_code in (200, 400)
    entries = json.loads(answer.content).get("entry", [])
    assert not [
        each for each in entries if "ben" in json.dumps(each["resource"]) and each["search"]["mode"] != "outcome"
    ]


def test_a_store_that_let_somebody_else_out_would_be_noticed(walk, access, records, monkeypatch):
    """The two tests above can fail: with a store that forgets whose record is open, Ben comes out."""
    careful = Store._seen
    monkeypatch.setattr(Store, "_seen", lambda self, reach: careful(self, replace(reach, patient=None)))
    entries = json.loads(walk.get("Observation?patient=ben", access).content)["entry"]
    assert [each for each in entries if "ben" in json.dumps(each["resource"])]


def test_what_a_store_forgets_of_the_scopes_the_server_remembers(walk, records, monkeypatch):
    system = "http://terminology.hl7.org/CodeSystem/observation-category"
    walk.scope = f"patient/Observation.rs?category={system}|laboratory"
    access = walk.tokens()["access_token"]
    careful = Store.find
    monkeypatch.setattr(Store, "find", lambda self, reach, query: careful(self, reach, replace(query, only=None)))
    assert ids(found(walk.get("Observation?patient=ana", access))) == ["ana-obs-1"]


@pytest.mark.parametrize(
    "query",
    [
        "date=2024-13", "date=xx", "date=0000", "date=9999", "_count=-1", "_count=many", "patient=https://evil.example/1",
        "category:below=x", "code=" + "x" * 600, "code=" + ",".join(["x"] * 200), "date=ge2024-01-01T00:00:00%2B99:00",
        "&".join(["code=x"] * 21), "&".join(["x=1"] * 300), "status=%00",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(walk, access, query):
    answer = walk.get(f"Observation?{query}", access)
    assert answer.status_code == 400
    issue = json.loads(answer.content)["issue"][0]
    assert len(issue["diagnostics"]) > 15
    assert "evil" not in issue["diagnostics"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["patient", "code", "category", "date", "status", "_id", "_lastUpdated", "_include", "_count"]),
        st.text(max_size=20), max_size=3,
    )
)  # fmt: skip
def test_whatever_is_searched_for_is_answered(walk, access, query):
    answer = walk.get(f"Observation?{urlencode(query)}", access)
    assert answer.status_code in (200, 400, 429)


def us_core_searches() -> list[tuple[str, str, tuple[str, ...]]]:
    """(type, expectation, parameters) of every search that US Core names, from its table in `uscore_searches.txt`."""
    from pathlib import Path

    rows = []
    resource_type = ""
    for line in (Path(__file__).parent / "uscore_searches.txt").read_text().splitlines():
        words = line.split()
        if line.startswith("## "):
            resource_type = words[1]
        elif words[:1] == ["combo"]:
            rows.append((resource_type, words[1], tuple(words[2].split("+"))))
        elif words[:1] == ["param"]:
            rows.append((resource_type, words[1], (words[2],)))
    return rows


SAMPLES = {"token": "active", "date": "ge2020", "reference": "ana", "string": "A", "id": "ana"}


@pytest.mark.parametrize(("resource_type", "expected", "names"), us_core_searches())
def test_every_search_of_us_core_is_understood(walk, access, resource_type, expected, names):
    kinds = {name: kind for name, (kind, _) in TABLE[resource_type].items()} | {"_lastUpdated": "date"}
    values = {name: "ana" if name == "patient" else SAMPLES[kinds[name]] for name in names}
    answer = walk.get(f"{resource_type}?{urlencode(values)}", access, Prefer="handling=strict")
    assert found(answer)["total"] == 0 or resource_type == "Patient"


def test_each_word_of_a_combination_counts(walk, access, records):
    records.add("ana", observation("ana", "old", effectiveDateTime="2001-05-17"))
    everything = "patient=ana&category=laboratory&code=http://loinc.org|4548-4&status=final"
    assert ids(found(walk.get(f"Observation?{everything}&date=lt2002", access))) == ["old"]
    for wrong in ("category=survey", "code=1-1", "status=preliminary", "date=gt2003-01"):
        query = f"Observation?{everything}&date=lt2002&{wrong}"
        assert ids(found(walk.get(query, access))) == []


def test_nothing_of_a_search_is_kept_in_memory_by_its_own_words(records):
    ref = Ref("Observation", "ana-obs-1")
    assert "4548" not in repr(records.records[ref][1])
