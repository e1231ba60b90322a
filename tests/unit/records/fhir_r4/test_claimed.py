"""Which medicines and procedures does a claim tell of, and of which does it say nothing?"""

from __future__ import annotations

from typing import Any

import pytest

from haversack.records.digits import decode, encode
from haversack.records.facts import claimed_key, fact_key
from haversack.records.formats.fhir_r4.claimed import claimed
from haversack.records.formats.fhir_r4.claims import bill_of
from haversack.records.formats.fhir_r4.describe import describe
from haversack.records.phrases import CLAIM_KINDS

NDC, CPT = "http://hl7.org/fhir/sid/ndc", "http://www.ama-assn.org/go/cpt"
HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"


def line(system: str, code: str, *, day: str = "2024-03-04", billed: str = "80", **more: Any) -> dict[str, Any]:
    submitted = {"category": {"coding": [{"code": "submitted"}]}, "amount": {"value": billed, "currency": "USD"}}
    return {
        "sequence": 1,
        "productOrService": {"coding": [{"system": system, "code": code}]},
        "servicedDate": day,
        "adjudication": [submitted],
        **more,
    }


def bill(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": "b1",
        "status": "active",
        "use": "claim",
        "type": {"coding": [{"code": "pharmacy"}]},
        "patient": {"reference": "Patient/p"},
        "billablePeriod": {"start": "2024-03-01"},
        "provider": {"display": "Corner Pharmacy"},
        "item": list(items),
        **more,
    }


def told(*items: dict[str, Any], **more: Any) -> list[tuple[str, str, str]]:
    """(type, title, date) of what a bill tells of."""
    found = [describe(decode(encode(one)), lambda _: None) for one in claimed(bill(*items, **more))]
    assert all(one and one.standing == "claimed" and not one.current for one in found)
    return [(one.type, one.title, one.date) for one in found if one]


DENIED = {"category": {"coding": [{"code": "denialreason"}]}, "reason": {"coding": [{"code": "70"}]}}
SUPPLY = {"sequence": 8, "category": {"coding": [{"code": "dayssupply"}]}, "valueQuantity": {"value": 30}}


def test_a_pharmacys_line_is_a_medicine_with_how_long_it_lasts():
    (made,) = claimed(bill(line(NDC, "0777-3105-02", quantity={"value": 30}), supportingInfo=[SUPPLY]))
    assert made["resourceType"] == "MedicationDispense"
    assert (made["whenHandedOver"], made["daysSupply"]) == ("2024-03-04", {"value": 30, "unit": "days"})
    assert made["extension"][0]["valueReference"]["reference"] == "ExplanationOfBenefit/b1"
    assert told(line(NDC, "0777-3105-02")) == [("MedicationDispense", "NDC 0777-3105-02", "2024-03-04")]


@pytest.mark.parametrize(
    ("system", "code", "is_one"),
    [
        (CPT, "45378", True),  # colonoscopy
        (HCPCS, "45378", True),  # Medicare writes CPT so
        (CPT, "75710", True),  # imaging
        (CPT, "97110", True),  # physical therapy
        (CPT, "0775T", True),
        (HCPCS, "G0121", True),
        ("http://www.ada.org/cdt", "D1110", True),
        (CPT, "99213", False),  # a visit
        (HCPCS, "G0438", False),
        (CPT, "80053", False),  # a laboratory test
        (CPT, "00810", False),  # an anaesthetic
        (CPT, "90686", False),  # the price of a vaccine
        (HCPCS, "J1100", False),  # of a drug
        (HCPCS, "A0428", False),  # an ambulance
        (HCPCS, "E0601", False),  # equipment
        ("http://snomed.info/sct", "73761001", False),  # of a record that has the procedure itself
    ],
)
def test_codes_of_something_done_make_procedures_and_no_others(system, code, is_one):
    assert bool(told(line(system, code))) is is_one


def test_the_procedures_of_a_hospital_claim():
    pcs = {"coding": [{"system": "http://www.cms.gov/Medicare/Coding/ICD10", "code": "4A023N7"}]}
    done = [{"sequence": 1, "date": "2024-03-02", "procedureCodeableConcept": pcs}]
    assert told(procedure=done) == [("Procedure", "ICD-10-PCS 4A023N7", "2024-03-02")]


def test_what_stands_twice_on_a_day_is_one_and_on_two_days_two():
    assert len(told(line(CPT, "97110"), line(CPT, "97110"))) == 1
    assert len(told(line(CPT, "97110"), line(CPT, "97110", day="2024-03-11"))) == 2


@pytest.mark.parametrize(
    ("items", "more"),
    [
        ([line(NDC, "1", adjudication=[DENIED])], {}),  # denied: not handed over
        ([line(CPT, "45378"), line(CPT, "45378", billed="-80")], {}),  # taken back
        ([line(CPT, "45378", billed="-80")], {}),
        ([line(CPT, "45378")], {"use": "preauthorization"}),  # asked for, and not done yet
        ([line(CPT, "45378")], {"outcome": "error"}),
        ([line(CPT, "45378")], {"outcome": "queued"}),
        ([line(CPT, "45378")], {"status": "draft"}),
        ([line(NDC, "1", servicedDate=None)], {"billablePeriod": None}),  # nobody knows when
        ([{"sequence": 1}, {"productOrService": "words"}, {"adjudication": 7}], {"procedure": "none"}),
        ([line(CPT, "45378", billed="NaN")], {"use": "predetermination"}),
    ],
)
def test_nothing_is_told_of(items, more):
    assert claimed(bill(*items, **more)) == []


def test_a_line_billed_again_after_it_was_taken_back_counts_once():
    again = [line(CPT, "75710", billed=amount) for amount in ("68.8", "-68.8", "68.8")]
    assert told(*again) == [("Procedure", "CPT 75710", "2024-03-04")]


@pytest.mark.parametrize("status", ["cancelled", "entered-in-error"])
def test_a_cancelled_claim_takes_the_same_things_back(status):
    before, after = claimed(bill(line(NDC, "1"))), claimed(bill(line(NDC, "1"), status=status))
    assert [one["id"] for one in before] == [one["id"] for one in after]
    entry = describe(after[0], lambda _: None)
    assert entry
    assert entry.standing == "entered-in-error"


def key(doc: dict[str, Any]) -> str | None:
    entry = describe(decode(encode(doc)), lambda _: None)
    assert entry
    return claimed_key(entry) if entry.standing == "claimed" else fact_key(entry)


PRESCRIBED = {
    "resourceType": "MedicationRequest", "id": "1", "status": "active", "intent": "order", "authoredOn": "2024-03-04",
    "medicationCodeableConcept": {"coding": [{"system": NDC, "code": "1"}]},
}  # fmt: skip
HANDED_OVER = {
    "resourceType": "MedicationDispense", "id": "2", "status": "completed", "whenHandedOver": "2024-03-04",
    "medicationCodeableConcept": {"coding": [{"system": NDC, "code": "1"}]},
}  # fmt: skip
DONE = {
    "resourceType": "Procedure", "id": "3", "status": "completed", "performedDateTime": "2024-03-04",
    "code": {"coding": [{"system": CPT, "code": "45378"}]},
}  # fmt: skip
FILL, OPERATION = claimed(bill(line(NDC, "1"), line(CPT, "45378")))


@pytest.mark.parametrize(
    "again",
    [
        claimed(bill(line(NDC, "1"), id="an-adjusted-claim"))[0],
        claimed(bill(line(NDC, "1"), id="a-second-insurer", provider={"display": "Corner Pharmacy Inc"}))[0],
        claimed(bill(line(NDC, "1", day="2024-03-04T10:00:00Z"), id="b3"))[0],
    ],
)
def test_two_claims_tell_of_one_fill(again):
    assert again["id"] != FILL["id"]
    assert key(again) == key(FILL) is not None


@pytest.mark.parametrize(
    "other",
    [
        PRESCRIBED,
        HANDED_OVER,
        claimed(bill(line(NDC, "1", day="2024-04-04")))[0],  # the next fill
        claimed(bill(line(NDC, "2")))[0],
        OPERATION,
    ],
)
def test_a_fill_stays_apart_from_a_prescription_from_what_a_pharmacy_says_and_from_other_fills(other):
    assert key(other) is not None
    assert key(other) != key(FILL)


def test_a_billed_procedure_stays_apart_from_the_one_that_a_clinic_recorded():
    assert key(DONE) is not None
    assert key(DONE) != key(OPERATION)


def bills(doc: dict[str, Any]) -> str | None:
    entry = describe(doc, lambda _: None)
    assert entry
    return bill_of(doc, entry)


UC = {"type": {"coding": [{"code": "uc"}]}, "value": "AW-1"}
FIRST = bill(identifier=[UC])
ADJUSTED = bill(id="b2", identifier=[{**UC, "value": "AW-2"}], related=[{"reference": {"value": "AW-1"}}])
ANSWERED = bill(claim={"reference": "Claim/c1"})


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (ANSWERED, bill(id="b2", claim={"reference": "Claim/c1"}), True),
        (
            ANSWERED,
            bill(id="b2", claim={"reference": "Claim/c2"}, related=[{"claim": {"reference": "Claim/c1"}}]),
            True,
        ),
        (FIRST, ADJUSTED, True),
        (ANSWERED, bill(claim={"reference": "Claim/c2"}), False),
        (FIRST, bill(identifier=[UC], type={"coding": [{"code": "oral"}]}), False),  # numbers that are none
        (FIRST, bill(identifier=[UC], billablePeriod={"start": "2024-05-01"}), False),
        (FIRST, bill(identifier=[{**UC, "value": "AW-3"}]), False),
        (bill(), bill(), False),
    ],
)
def test_what_is_said_of_one_bill(one, other, is_same):
    assert (bills(one) is not None and bills(one) == bills(other)) is is_same


@pytest.mark.parametrize("kind", [one for one in CLAIM_KINDS if one not in ("", "coverage", "inpatient", "outpatient")])
def test_each_kind_of_claim_has_its_name(kind):
    entry = describe(bill(type={"coding": [{"code": kind}]}), lambda _: None)
    assert entry
    assert entry.title == CLAIM_KINDS[kind]


def test_amounts_are_the_payers_and_nothing_is_added_up():
    money = {"value": "10.10", "currency": "USD"}
    total = [{"category": {"coding": [{"code": "memberliability"}]}, "amount": money}]
    entry = describe(bill(line(CPT, "45378"), line(CPT, "97110"), total=total), lambda _: None)
    assert entry
    assert dict(entry.details)["you-may-owe"] == "10.10 USD"
    assert "billed" not in dict(entry.details)  # two lines of 80 are 160 to us, and the payer did not say so
