"""What is a portal asked for?"""

import pytest

from haversack.smart.falling_back import STATUSES, instead
from haversack.smart.queries import Query, plan, query_of
from haversack.smart.scopes import parse

LAB = "http://terminology.hl7.org/CodeSystem/observation-category|laboratory"


def asked(**terms):
    return [str(query) for query in plan(patient="p1", **terms)]


def types(**terms):
    return [query.type for query in plan(patient="p1", **terms)]


def test_the_patient_comes_first_and_labs_before_what_is_looked_at_seldom():
    found = asked()
    assert found[0] == "Patient/p1"
    assert found[1] == "Observation?patient=p1&category=laboratory&_revinclude=Provenance:target&_count=100"
    assert found.index(next(q for q in found if q.startswith("Goal"))) > 10


@pytest.mark.parametrize(
    "wanted",
    [
        "MedicationRequest?patient=p1&intent=order,plan&_include=MedicationRequest:medication&_revinclude=Provenance:target",
        "DiagnosticReport?patient=p1&category=LAB&",
        "DiagnosticReport?patient=p1&category=http://loinc.org|LP29684-5&",
        "DocumentReference?patient=p1&category=clinical-note&",
        "CarePlan?patient=p1&category=assess-plan&",
        "CareTeam?patient=p1&status=active&",
        "Observation?patient=p1&category=sdoh&",
        "AllergyIntolerance?patient=p1&",
        "Observation?patient=p1&_revinclude",
    ],
)
def test_what_us_core_lets_a_client_rely_on_is_asked_for(wanted):
    assert any(one.startswith(wanted) for one in asked())


def test_each_query_once_and_each_reads_back():
    queries = plan(patient="a b/c&d")
    assert len({str(query) for query in queries}) == len(queries)
    for query in queries:
        assert (query_of(str(query)).type, query_of(str(query)).parameters) == (query.type, query.parameters)


def test_a_type_that_is_not_served_is_not_asked_for():
    assert set(types(types={"Condition": ["patient"]})) == {"Patient", "Condition"}


def test_a_payer_is_asked_for_its_claims_and_a_portal_that_says_nothing_is_not():
    payer = {"Patient": (), "Coverage": ("patient",), "ExplanationOfBenefit": ("patient", "_lastUpdated")}
    assert types(types=payer) == ["Patient", "Coverage", "ExplanationOfBenefit"]
    (claims,) = [one for one in asked(types=payer, since="2024-01-01T00:00:00Z") if one.startswith("Expl")]
    assert claims.startswith("ExplanationOfBenefit?patient=p1&_lastUpdated=ge2024")
    assert "ExplanationOfBenefit" not in types()
    assert "ExplanationOfBenefit" not in types(types=payer, chosen=("labs",))


def test_a_search_parameter_that_is_not_served_leaves_the_plain_search():
    found = asked(types={"Observation": ["patient"], "MedicationRequest": ["patient", "intent"]})
    assert [one.partition("&_")[0] for one in found] == [
        "Patient/p1",
        "MedicationRequest?patient=p1&intent=order,plan",
        "MedicationRequest?patient=p1",
        "Observation?patient=p1",
    ]


def test_a_server_that_knows_the_subject_alone_is_asked_by_it():
    assert "Condition?subject=Patient/p1&" in asked(types={"Condition": ["subject"]})[1]


def test_a_quick_pass_asks_for_changes_only_where_the_server_says_it_can():
    found = plan(
        patient="p1",
        types={"Condition": ["patient", "_lastUpdated"], "Goal": ["patient"]},
        since="2026-01-02T03:04:05Z",
    )
    assert [query.value("_lastUpdated") for query in found if not query.id] == ["ge2026-01-02T03:04:05Z", ""]
    assert not any(query.value("_lastUpdated") for query in plan(patient="p1", since="2026-01-02T03:04:05Z"))


def test_scopes_leave_out_what_was_not_granted():
    assert set(types(granted=parse("patient/Condition.rs patient/Goal.read"))) == {"Patient", "Condition", "Goal"}
    assert "Observation" in types(granted=parse("patient/*.rs"))
    assert "Observation" in types(granted=parse("openid"))  # the portal does not say


def test_a_scope_of_one_category_asks_for_that_category_alone():
    found = plan(
        patient="p1", granted=parse(f"patient/Observation.rs?category={LAB} patient/Condition.rs?category=x|y")
    )
    assert [(query.type, query.value("category"), query.category) for query in found[1:]] == [
        ("Observation", LAB, "labs"),
        ("Condition", "x|y", "conditions"),
    ]


def test_categories_that_a_person_chose():
    assert set(types(chosen={"vaccines", "allergies"})) == {"Patient", "Immunization", "AllergyIntolerance"}


def test_older_servers_are_asked_for_what_they_know():
    second, third = types(version="1.0.2"), types(version="3.0.2")
    assert "MedicationOrder" in second
    assert "MedicationRequest" not in second
    assert "CareTeam" not in second
    assert "MedicationRequest" in third
    assert "MedicationOrder" not in third
    assert "ServiceRequest" not in third


def test_refusals_that_are_no_news():
    marked = {str(query).partition("&_")[0]: query.optional for query in plan(patient="p1")}
    assert marked["Observation?patient=p1"]
    assert marked["MedicationStatement?patient=p1"]
    assert not marked["Observation?patient=p1&category=laboratory"]
    assert not marked["Immunization?patient=p1"]


OBSERVATIONS = Query(
    "Observation", (("patient", "p"), ("category", "laboratory"), ("_revinclude", "Provenance:target"), ("_count", "9"))
)


def ladder(query, said=""):
    """What is asked one after the other when everything is refused."""
    found = []
    while (query := instead(query, said)) is not None:
        found.append(str(query).removeprefix("Observation?patient=p"))
        assert len(found) < 10
    return found


def test_a_server_that_wants_a_status_gets_all_of_them_at_once():
    better = instead(OBSERVATIONS, "Searches by patient need a status")
    assert better.value("status") == ",".join(STATUSES["Observation"])
    assert "entered-in-error" in better.value("status")
    assert better.value("_revinclude")


def test_what_a_refusal_names_goes_first():
    assert instead(OBSERVATIONS, "Unknown parameter _count").parameters == OBSERVATIONS.without("_count").parameters


def test_without_a_word_one_thing_goes_after_the_other_and_then_there_is_an_end():
    steps = ladder(OBSERVATIONS)
    assert steps[0] == "&category=laboratory&_count=9"
    assert steps[1] == "&category=laboratory"
    assert steps[2].startswith("&category=laboratory&status=registered")
    assert len(steps) == 3


def test_a_search_that_lacks_a_category_is_given_up():
    bare = Query("Observation", (("patient", "p"),))
    assert instead(bare, "A category is required") is None
    assert instead(Query("Patient", id="p"), "") is None


def test_a_quick_pass_that_is_refused_becomes_a_full_one():
    query = Query("Condition", (("patient", "p"), ("_lastUpdated", "ge2026")))
    assert instead(query, "parameter _lastUpdated not supported").value("_lastUpdated") == ""


def test_rarer_types_are_asked_for_where_the_portal_says_that_it_has_them_and_by_whom():
    served = {"Flag": ["subject", "_lastUpdated"], "ImmunizationRecommendation": ["patient"], "Consent": ["date"]}
    assert not {"Flag", "ImmunizationRecommendation", "Consent"} & set(types())
    assert types(types=served) == ["Patient", "Flag", "ImmunizationRecommendation"]
    assert "Flag?subject=Patient/p1&_lastUpdated=ge2026-01-01&" in " ".join(asked(types=served, since="2026-01-01"))
    assert types(types=served, chosen=["labs"]) == ["Patient"]
    assert types(types=served, granted=parse("patient/Flag.rs")) == ["Patient", "Flag"]
    assert all(query.optional for query in plan(patient="p1", types=served)[1:])
