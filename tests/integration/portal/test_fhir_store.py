"""Does the portal's store answer apps as the standard says, and as an independent search over the same records does?"""

import json
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db.models import Q
from tests.fakes.search import TABLE, meets

from haversack.fhirserver.rules.spans import span
from haversack.fhirserver.store import Criterion, Query, Reach, Ref, Token
from haversack.portal.models import Record
from haversack.portal.queries.fhir_store import Store
from haversack.smart.scopes import Category, parse

from .hospital import coded, let_hold, of, person, report, result, take_in

ALL = parse("patient/*.rs").records
US_CORE_TABLE = Path(__file__).parents[4] / "shared" / "reference" / "uscore_table.txt"


def reach(patient="1", at=None, sections=None):
    return Reach(None, patient, "kite", ALL, at or datetime.now(UTC) + timedelta(seconds=1), sections)


def found(type_, *criteria, only=None, count=500, **more):
    answer = Store().find(reach(**more), Query(type_, criteria, only, count))
    assert answer.total == len(answer.entries)
    return [one.id for one in answer.entries]


def asked(name, kind, text, modifier=""):
    if modifier == "missing":
        return Criterion(name, kind, (text,), modifier)
    if kind == "token":
        system, bar, code = text.rpartition("|")
        return Criterion(name, kind, (Token(system if bar else None, code),), modifier)
    if kind == "date":
        return Criterion(name, kind, (span(text),), modifier)
    if kind == "reference":
        return Criterion(name, kind, (Ref(*text.split("/")) if "/" in text else Ref("", text),), modifier)
    return Criterion(name, kind, (text,), modifier)


# Against the other half of the conversation ---------------------------------------------------------------------------
DATES = ("2019", "2019-03", "2019-03-04", "2019-03-04T05:06:07Z", "2020", "2019-12-31T23:00:00-05:00")
PREFIXES = ("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap")


def some_records(chance):
    """Records of six types, with codes, dates and periods by chance."""
    for number in range(100):
        type_ = chance.choice(["Observation", "Condition", "Encounter", "Procedure", "MedicationRequest", "CarePlan"])
        day = chance.choice(DATES)
        period = {
            key: value
            for key, value in (("start", day), ("end", chance.choice(DATES)))
            if chance.random() < 0.7
        }  # fmt: skip
        doc = {"resourceType": type_, "id": f"r{number}", "subject": of(), "status": chance.choice(["a", "b"])}
        if type_ in ("Observation", "Condition", "CarePlan") and chance.random() < 0.8:
            doc["category"] = [coded(chance.choice("xyz"), chance.choice(["s1", "s2"]))]
        if type_ in ("Observation", "Condition", "Procedure"):
            doc["code"] = {"coding": [{"code": chance.choice("pq")}, {"system": "s1", "code": chance.choice("pq")}]}
        if type_ == "Observation":
            doc |= chance.choice([{"effectiveDateTime": day}, {"effectivePeriod": period}, {}])
        if type_ == "Condition":
            doc["clinicalStatus"] = coded(chance.choice(["active", "resolved"]), "s1")
            doc |= {"onsetDateTime": day, "recordedDate": chance.choice(DATES)} if chance.random() < 0.7 else {}
            doc["encounter"] = {"reference": f"Encounter/e{chance.randrange(3)}"}
        if type_ in ("Encounter", "CarePlan"):
            doc["period"] = period
        if type_ == "Procedure":
            doc |= chance.choice([{"performedDateTime": day}, {"performedPeriod": period}])
        if type_ == "MedicationRequest":
            doc |= {"intent": chance.choice(["order", "plan"]), "authoredOn": day}
        yield {key: value for key, value in doc.items() if value != {}}


def some_criterion(chance, type_):
    names = [name for name in TABLE[type_] if name not in ("patient", "_id")]
    name = chance.choice(names)
    kind = TABLE[type_][name][0]
    if chance.random() < 0.15:
        return asked(name, kind, chance.choice(["true", "false"]), "missing")
    if kind == "date":
        return asked(name, kind, chance.choice(PREFIXES) + chance.choice(DATES))
    if kind == "reference":
        return asked(name, kind, chance.choice(["Encounter/e1", "e2", "Location/e1"]))
    codes = {"status": "ab", "category": "xyz", "code": "pq", "intent": ("order", "plan")}
    code = chance.choice(codes.get(name, ("active", "resolved", "x")))
    system = "" if name in ("status", "intent") else chance.choice(["", "s1|", "s2|", "|"])
    return asked(name, kind, system + code, chance.choice(["", "", "not"]))


@pytest.mark.parametrize("seed", range(2))
def test_searches_by_chance_find_what_an_independent_search_finds(seed):
    chance = random.Random(seed)
    docs = list(some_records(chance))
    take_in(person(), *docs)
    tried = 0
    for _ in range(80):
        type_ = chance.choice(["Observation", "Condition", "Encounter", "Procedure", "MedicationRequest", "CarePlan"])
        criteria = [some_criterion(chance, type_) for _ in range(chance.choice([1, 1, 2]))]
        wanted = {
            doc["id"]
            for doc in docs
            if doc["resourceType"] == type_ and all(meets(doc, datetime.now(UTC), one) for one in criteria)
        }
        assert set(found(type_, *criteria)) == wanted, (type_, criteria, [one.any_of for one in criteria])
        tried += bool(wanted)
    assert tried > 25


def test_the_independent_search_would_notice_a_store_that_forgets_a_criterion(monkeypatch):
    monkeypatch.setattr("haversack.fhirserver.queries.prepared._known", {})
    monkeypatch.setattr("haversack.portal.queries.fhir_looking.met", lambda *_: Q())
    with pytest.raises(AssertionError):
        test_searches_by_chance_find_what_an_independent_search_finds(0)


# Case by case ---------------------------------------------------------------------------------------------------------
def test_a_page_goes_on_where_the_one_before_ended_whatever_was_added():
    take_in(person(), *(result(f"o{number}") for number in range(7)))
    store, seen, cursor = Store(), [], ""
    while True:
        page = store.find(reach(), Query("Observation", count=3, cursor=cursor))
        seen += [one.id for one in page.entries]
        take_in(result(f"new{len(seen)}"))
        if not (cursor := page.next):
            break
    assert seen == [f"o{number}" for number in reversed(range(7))]


def test_another_patients_record_cannot_be_asked_for():
    take_in(person(), person("2", name=[{"family": "Berg"}]), result("a"), result("b", subject=of("2")))
    assert found("Observation", asked("patient", "reference", "Patient/2")) == []
    assert found("Observation", asked("patient", "reference", "Patient/1")) == ["a"]
    assert found("Patient") == ["1"]
    assert Store().read(reach(), "Observation", "b") is None
    assert Store().read(reach("9"), "Patient", "1") is None
    assert Store().many(reach(), [Ref("Observation", "b"), Ref("Patient", "2")]) == []


def test_words_are_found_by_their_beginning_whatever_case_and_accents():
    take_in(
        {"resourceType": "Practitioner", "id": "dr", "name": [{"family": "Núñez", "given": ["Ana"]}]},
        {"resourceType": "Organization", "id": "org", "name": "Clínica Norte", "address": [{"city": "Vigo"}]},
        person(),
    )
    assert found("Practitioner", asked("name", "string", "nun")) == ["dr"]
    assert found("Practitioner", asked("name", "string", "unez")) == []
    assert found("Practitioner", asked("name", "string", "unez", "contains")) == ["dr"]
    assert found("Practitioner", asked("name", "string", "Núñez", "exact")) == ["dr"]
    assert found("Practitioner", asked("name", "string", "nunez", "exact")) == []
    assert found("Organization", asked("address", "string", "vigo")) == ["org"]


def test_scopes_narrow_a_type_to_categories():
    vital = result("v", category=[coded("vital-signs", "http://terminology.hl7.org/CodeSystem/observation-category")])
    take_in(person(), result("lab"), vital)
    laboratory = Category("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")
    assert found("Observation", only=(laboratory,)) == ["lab"]
    assert found("Observation", only=(Category(None, "vital-signs"),)) == ["v"]
    assert found("Observation", only=()) == []


def test_sections_limit_what_stands_in_for_a_patient_reads():
    take_in(person(), result("a"), {"resourceType": "Condition", "id": "c", "subject": of()})
    assert found("Observation", sections=frozenset({"conditions"})) == []
    assert found("Condition", sections=frozenset({"conditions"})) == ["c"]


def test_a_released_result_is_new_on_the_day_of_its_release():
    let_hold()
    issued = datetime.now(UTC) - timedelta(hours=1)
    take_in(person(), result("a", issued=issued.isoformat()))
    later = issued + timedelta(hours=72, seconds=1)
    assert found("Observation") == []
    held = Store().read(reach(at=later), "Observation", "a")
    assert held.last_updated == issued + timedelta(hours=72)
    since = (issued + timedelta(hours=71)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert found("Observation", asked("_lastUpdated", "date", f"gt{since}"), at=later) == ["a"]
    assert found("Observation", asked("_lastUpdated", "date", f"lt{since}"), at=later) == []


def test_notes_of_origin_come_along_with_what_they_are_about():
    take_in(
        person(),
        result("a"),
        {"resourceType": "Provenance", "id": "p", "target": [{"reference": "Observation/a"}]},
        {"resourceType": "Provenance", "id": "lost", "target": [{"reference": "Observation/none"}]},
    )
    assert [one.id for one in Store().referring(reach(), "Provenance", [Ref("Observation", "a")])] == ["p"]
    assert Store().read(reach(), "Provenance", "lost") is None


def test_everything_is_all_of_the_record_page_by_page_and_who_it_speaks_of():
    take_in(
        person(),
        {"resourceType": "Practitioner", "id": "dr", "name": [{"family": "Osei"}]},
        {"resourceType": "Practitioner", "id": "stranger", "name": [{"family": "Low"}]},
        *(result(f"o{number}", performer=[{"reference": "Practitioner/dr"}]) for number in range(5)),
        {"resourceType": "Provenance", "id": "p", "target": [{"reference": "Observation/o1"}]},
    )
    types = {one.type: None for one in Store().support()}
    seen, cursor = [], ""
    while True:
        page = Store().everything(reach(), types, since=None, cursor=cursor, count=2)
        seen += [(one.type, one.id) for one in page.entries]
        if not (cursor := page.next):
            break
    assert set(seen) == {("Patient", "1"), ("Practitioner", "dr"), ("Provenance", "p")} | {
        ("Observation", f"o{number}") for number in range(5)
    }
    narrowed = Store().everything(reach(), {"Observation": None}, since=None, cursor="", count=50)
    assert {one.type for one in narrowed.entries} == {"Observation"}
    future = datetime.now(UTC) + timedelta(days=1)
    assert Store().everything(reach(), types, since=future, cursor="", count=50).entries == ()


def test_docref_gives_documents_of_a_kind_about_care_between_two_days():
    def document(number, code, day):
        return {
            "resourceType": "DocumentReference", "id": number, "status": "current", "subject": of(),
            "type": coded(code), "date": day,
        }  # fmt: skip

    take_in(person(), document("a", "34133-9", "2024-01-01"), document("b", "34133-9", "2025-01-01"),
            document("c", "34117-2", "2025-01-01"))  # fmt: skip
    ids = lambda **how: [one.id for one in Store().docref(reach(), **how).entries]  # noqa: E731
    nothing = {"start": None, "end": None, "type": None}
    assert ids(**nothing) == ["b"]
    assert ids(**nothing | {"type": Token("http://loinc.org", "34117-2")}) == ["c"]
    both = Token(None, "34133-9")
    assert ids(**nothing | {"type": both}) == ["b", "a"]
    assert ids(**nothing | {"type": both, "end": datetime(2024, 6, 1).date()}) == ["a"]
    assert ids(**nothing | {"type": both, "start": datetime(2024, 6, 1).date()}) == ["b"]


def test_a_service_exports_what_patients_could_see_and_nothing_else():
    let_hold()
    take_in(person(), person("2", name=[{"family": "Berg"}]), result("a"), result("b", subject=of("2")),
            report("p", category="PAT"), {"resourceType": "Organization", "id": "org", "name": "North"})  # fmt: skip
    service = Reach(None, None, "warehouse", parse("system/*.rs").records, datetime.now(UTC) + timedelta(seconds=1))
    store = Store()
    types = {one.type: None for one in store.support()}
    given = {
        (one.type, one.id)
        for group in store.groups(service)
        for one in store.group_export(service, group, types, since=None)
    }
    assert given == {
        ("Patient", "1"),
        ("Patient", "2"),
        ("Observation", "a"),
        ("Observation", "b"),
        ("Organization", "org"),
    }
    assert list(store.group_export(service, "no such", types, since=None)) == []


def test_what_was_entered_in_error_is_a_stub():
    take_in(person(), result("a", status="entered-in-error"))
    assert "valueQuantity" not in json.loads(Store().read(reach(), "Observation", "a").body)


def test_a_version_counts_up():
    take_in(person(), result("a"))
    take_in(result("a", valueQuantity={"value": 5}))
    assert Store().read(reach(), "Observation", "a").version == "2"


def test_no_search_reads_the_whole_table(django_assert_max_num_queries):
    take_in(person(), *(result(f"o{number}") for number in range(30)))
    with django_assert_max_num_queries(8):
        found("Observation", asked("category", "token", "laboratory"), asked("patient", "reference", "1"))
    assert Record.objects.count() == 31


# What US Core asks for -----------------------------------------------------------------------------------------------
NOT_KEPT = {"Endpoint", "HealthcareService", "Questionnaire", "ValueSet"}


def test_every_parameter_and_combination_of_us_core_is_there():
    if not US_CORE_TABLE.exists():
        pytest.skip("the table of US Core searches is not here: ../shared/reference/uscore_table.txt")
    support = {one.type: one for one in Store().support()}
    for block in US_CORE_TABLE.read_text().split("## ")[1:]:
        type_ = block.split()[0]
        if type_ in NOT_KEPT:
            continue
        there = support[type_]
        params = re.search(r"params: (.*)", block)[1]
        wanted = {one.partition(":")[0].strip() for one in params.split(",") if one.strip()}
        assert wanted <= set(there.params), (type_, wanted - set(there.params))
        combos = {frozenset(combo): shall for combo, shall in there.combos}
        for strength, combo in re.findall(r"combo (SHALL|SHOULD) (\S+)", block):
            assert combos[frozenset(combo.split("+"))] is (strength == "SHALL"), (type_, combo)
        if "revinclude" in block:
            assert "Provenance:target" in there.revincludes
