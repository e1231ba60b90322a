"""Do insurance claims stand among the others, each bill once, and what they tell of apart from the facts?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from haversack.backpack.actions.export_return import unfold_exports
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.intake_page import Sender, read_page, receive_page
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.phone_export import phone_lines
from haversack.backpack.actions.review import accept_all, decide, remove_all
from haversack.backpack.models import Record
from haversack.backpack.models.record import State
from haversack.backpack.queries.lines import counts
from haversack.records.bundle import open_paths
from haversack.records.formats.health_connect.leaving import Leaving

from .conftest import OPERATOR, bundle
from .members import backpack_of, browser
from .test_other_formats import exported, kept_in, lines_of, sound

pytestmark = pytest.mark.django_db(databases=["default", "audit"])

NDC, CPT = "http://hl7.org/fhir/sid/ndc", "http://www.ama-assn.org/go/cpt"
CLAIMED = {"other": 1, "medications:claimed": 1}


def adjudicated(code: str, value: str) -> dict[str, Any]:
    return {"category": {"coding": [{"code": code}]}, "amount": {"value": f"@{value}@", "currency": "USD"}}


def item(system: str, code: str, name: str, **more: Any) -> dict[str, Any]:
    return {
        "sequence": 1,
        "productOrService": {"coding": [{"system": system, "code": code, "display": name}]},
        "servicedDate": "2024-03-04",
        "adjudication": [adjudicated("submitted", "1000.50"), adjudicated("memberliability", "80")],
        **more,
    }


FILL = item(NDC, "0777-3105-02", "Fluoxetine 20 mg capsule")
DENIED = item(
    CPT, "45378", "Colonoscopy",
    adjudication=[{"category": {"coding": [{"code": "denialreason"}]}, "reason": {"text": "Not covered"}}],
)  # fmt: skip


def eob(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "ExplanationOfBenefit",
        "id": "b1",
        "status": "active",
        "type": {"coding": [{"code": "pharmacy"}]},
        "use": "claim",
        "patient": {"reference": "Patient/p"},
        "created": "2024-03-10",
        "billablePeriod": {"start": "2024-03-04"},
        "insurer": {"display": "Tri-County Mutual"},
        "provider": {"reference": "Organization/shop"},
        "insurance": [{"focal": True, "coverage": {"reference": "Coverage/k1"}}],
        "claim": {"reference": "Claim/c1"},
        "item": list(items or [FILL]),
        **more,
    }


SHOP = {"resourceType": "Organization", "id": "shop", "name": "Corner Pharmacy"}
CLAIM = {**eob(), "resourceType": "Claim", "id": "c1"}
PLAN = {
    "resourceType": "Coverage", "id": "k1", "status": "active", "beneficiary": {"reference": "Patient/p"},
    "subscriberId": "770012", "payor": [{"display": "Tri-County Mutual"}], "period": {"start": "2024-01-01"},
}  # fmt: skip
PRESCRIPTION = {
    "resourceType": "MedicationRequest", "id": "m1", "status": "active", "intent": "order", "authoredOn": "2024-03-04",
    "subject": {"reference": "Patient/p"},
    "medicationCodeableConcept": {"coding": [{"system": NDC, "code": "0777-3105-02"}], "text": "Fluoxetine"},
}  # fmt: skip


def page_of(opened, kind: str, name: str = "alice") -> str:
    line = next(one for one in lines_of(opened) if any(source["type"] == kind for source in one["sources"]))
    return browser(name).get(reverse("backpack:entry", args=[opened.uuid, line["id"]])).content.decode()


def test_a_bill_is_one_entry_and_what_it_tells_of_is_nothing_that_came(ada, take):
    report = take(ada, CLAIM, SHOP, PLAN, eob(), accept=True)
    assert report.received == 4  # the medicine it tells of is nothing that came
    assert (report.outcomes["accepted"], report.outcomes["undisplayed"]) == (2, 2)
    assert counts(ada) == {"other": 2, "medications:claimed": 1}
    (bill,) = [one for one in lines_of(ada) if one["title"] == "Claim for medicines"]
    assert [one["type"] for one in bill["sources"]] == ["ExplanationOfBenefit"]
    assert take(ada, CLAIM, SHOP, PLAN, eob(), accept=True).outcomes["unchanged"] == 4
    assert counts(ada) == {"other": 2, "medications:claimed": 1}
    assert sound() == []


def test_a_bill_that_was_adjusted_counts_once_and_its_newest_answer_leads(ada, take):
    take(ada, eob(created="2024-03-10", disposition="first"), accept=True)
    take(ada, eob(id="a-later-one", created="2024-05-01", disposition="adjusted"), accept=True)
    assert counts(ada) == CLAIMED
    assert next(one for one in lines_of(ada) if one["category"] == "other")["sources"][0]["id"] == "a-later-one"
    take(ada, eob(id="a0", status="cancelled", created="2024-06-01"), accept=True)
    assert counts(ada) == CLAIMED
    together = add_person(by=OPERATOR, name="Bea")
    others = [eob(id=f"o{number}", claim=None, item=[]) for number in range(120)]  # in another hundred of the file
    take(together, eob(), *others, eob(id="a-later-one", created="2024-05-01"), source="payer", accept=True)
    assert counts(together) == {"other": 121, "medications:claimed": 1}


def test_a_cancelled_claim_takes_back_what_it_told_of(ada, take):
    take(ada, eob(), accept=True)
    take(ada, eob(status="cancelled"), accept=True)
    medicine = next(one for one in lines_of(ada) if one["category"] == "medications")
    assert medicine["status"] == "withdrawn"
    assert counts(ada)["other:not"] == 1
    fresh = add_person(by=OPERATOR, name="Bea")
    take(fresh, eob(status="cancelled"), accept=True)
    assert counts(fresh) == {"other:not": 1}  # nothing was told before, and nothing is
    assert sound() == []


def test_a_prescription_and_the_fill_that_was_billed_are_two_things_and_only_one_is_current(ada, take):
    take(ada, PRESCRIPTION, source="clinic", accept=True)
    take(ada, eob(), source="payer", accept=True)
    assert counts(ada) == {"medications": 1, **CLAIMED}
    assert [line["status"] for line in lines_of(ada) if line["category"] == "medications"] == ["active", "claimed"]


def test_what_a_claim_tells_of_waits_and_is_decided_on_by_itself(ada, take):
    take(ada, eob())
    fill = Record.objects.get(person_id=ada.person, category=ada.label("medications:claimed"))
    decide(opened=ada, by=OPERATOR, shown=None, accept=[], remove=[fill.pk])
    accept_all(opened=ada, by=OPERATOR, shown=None)
    take(ada, eob(disposition="changed a word"), accept=True)
    assert counts(ada) == {"other": 1}  # removed for good
    take(ada, eob(id="b2", claim=None, item=[FILL | {"servicedDate": "2024-04-04"}]))
    remove_all(opened=ada, by=OPERATOR, shown=None)
    assert counts(ada) == {"other": 1}
    assert sound() == []


def test_an_export_holds_the_claims_alone_and_comes_back_as_it_was_decided(ada, take, tmp_path: Path):
    take(ada, eob(), name="claims.json", accept=True)
    take(ada, eob(id="b2", claim=None, item=[FILL | {"servicedDate": "2024-04-04"}]), name="later.json")
    out = exported(ada, tmp_path / "out")
    written = [json.loads(one) for one in (out / "records.ndjson").read_text().splitlines()]
    assert [one["resourceType"] for one in written] == ["ExplanationOfBenefit"] * 2
    assert sorted(kept_in(out)) == sorted(
        [bundle(eob()), bundle(eob(id="b2", claim=None, item=[FILL | {"servicedDate": "2024-04-04"}]))]
    )
    assert "Fluoxetine" not in (out / "ips.json").read_text()
    assert "Fluoxetine" in (out / "index.html").read_text()
    assert not any(b"Fluoxetine" in line for line in phone_lines(ada, Leaving()))
    again = add_person(by=OPERATOR, name="Ada again")
    files = unfold_exports(open_paths([out]))
    receive(opened=again, by=OPERATOR, files=files, terms=Terms(accept=True, same_person=True))
    assert counts(again) == counts(ada) == CLAIMED
    assert counts(again, State.PENDING) == counts(ada, State.PENDING) == CLAIMED


def test_an_export_without_what_was_removed_brings_back_what_was_accepted(ada, take, tmp_path: Path):
    take(ada, eob(), PLAN, name="claims.json")
    plan = Record.objects.get(
        person_id=ada.person, identity=Record.objects.filter(person_id=ada.person).last().identity
    )
    decide(opened=ada, by=OPERATOR, shown=None, accept=[], remove=[plan.pk])
    accept_all(opened=ada, by=OPERATOR, shown=None)
    held = counts(ada)
    again = add_person(by=OPERATOR, name="Ada again")
    files = unfold_exports(open_paths([exported(ada, tmp_path / "out")]))
    receive(opened=again, by=OPERATOR, files=files, terms=Terms(accept=True, same_person=True))
    assert counts(again) == held == CLAIMED
    assert sound() == []


def test_a_payers_page_brings_its_claims_and_again_nothing_new(ada):
    sender = Sender("https://payer.example/fhir", "p", "Tri-County Mutual")
    found = []
    for _ in range(2):
        page = read_page(bundle(eob(), SHOP, PLAN), sender)
        receive_page(opened=ada, by=OPERATOR, sender=sender, page=page, name="page", keep=found.append)
    assert [(one.received, one.new, one.unchanged) for one in found] == [(3, 3, 0), (3, 0, 3)]
    assert counts(ada, State.PENDING) == {"other": 2, "medications:claimed": 1}


def test_the_pages_mark_what_comes_from_a_claim_and_hide_the_numbers_of_a_card(take):
    opened, alice = backpack_of(person="Ada"), browser("alice")
    take(opened, eob(FILL, DENIED, total=[adjudicated("memberliability", "80")]), SHOP, PLAN, accept=True)
    listed = alice.get(reverse("backpack:category", args=[opened.uuid, "medications"])).content.decode()
    assert "From insurance claims" in listed
    assert "From a claim" in listed
    only = alice.get(reverse("backpack:category", args=[opened.uuid, "other"]), {"show": "claims"}).content.decode()
    assert "Corner Pharmacy, you may owe $80.00, denied: 1 of 2 lines" in only
    fill = page_of(opened, "MedicationDispense")
    assert "This comes from an insurance claim" in fill
    assert "Insurance claim" in fill.split("Belongs to")[-1]
    bill = page_of(opened, "ExplanationOfBenefit")
    for words in ("You may owe", "$1,000.50", "Denied: Not covered", "Fluoxetine 20 mg capsule", "Tri-County Mutual"):
        assert words in bill
    plan = page_of(opened, "Coverage").split("Where this came from")[0]
    before, hidden = plan.split("Show the numbers on the insurance card")
    assert "770012" not in before
    assert "770012" in hidden
    found = alice.post(reverse("backpack:search", args=[opened.uuid]), {"words": "fluoxetine"}).content.decode()
    assert "Claim for medicines" in found
    assert "From a claim" in found
