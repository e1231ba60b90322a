"""What was billed, and what did the health plan make of it (FHIR R4 ExplanationOfBenefit, Coverage)?

Source: the FHIR R4 financial module and the HL7 CARIN Blue Button guide 2.0 (http://hl7.org/fhir/us/carin-bb), whose
adjudication categories, kinds of claims and reasons are read; amounts stand with their own digits and currency. What a
provider asked for before (Claim, ClaimResponse) stands in the plan's answer again and is no entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from haversack.records.entry import Coding, Entry, Link, Precision
from haversack.records.formats.fhir_r4.fields import (
    NO_CONCEPT,
    Concept,
    Doc,
    concept,
    concepts,
    date_in,
    identifiers,
    joined,
    obj,
    objs,
    pairs,
    text,
    texts,
    under,
    words,
)
from haversack.records.formats.fhir_r4.nearby import Nearby
from haversack.records.formats.fhir_r4.standing import opposite, standing_of
from haversack.records.formats.fhir_r4.values import amount
from haversack.records.phrases import CLAIM_KINDS, ESTIMATES
from haversack.records.quantities import number_text

# http://terminology.hl7.org/CodeSystem/adjudication and C4BBAdjudication; in the order in which a person asks.
AMOUNTS = {
    "submitted": "billed",
    "eligible": "allowed",
    "benefit": "paid-by-plan",
    "paidtoprovider": "paid-to-provider",
    "paidtopatient": "paid-to-you",
    "priorpayerpaid": "paid-by-others",
    "discount": "discount",
    "deductible": "deductible",
    "copay": "copay",
    "coinsurance": "coinsurance",
    "noncovered": "not-covered",
    "paidbypatient": "you-paid",
    "memberliability": "you-may-owe",
}
_SAID_EVEN_IF_NOTHING = frozenset({"billed", "allowed", "paid-by-plan", "you-may-owe"})
_DENIED = frozenset({"denialreason", "denied"})
# A code without a name says more with its system before it than not at all.
_SYSTEMS = {
    "http://hl7.org/fhir/sid/ndc": "NDC",
    "http://www.ama-assn.org/go/cpt": "CPT",
    "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": "HCPCS",
    "http://www.cms.gov/Medicare/Coding/ICD10": "ICD-10-PCS",
    "http://www.ada.org/cdt": "CDT",
    "https://www.nubc.org/CodeSystem/RevenueCodes": "NUBC",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
}
_BOOKKEEPING = "data-absent-reason"


class BilledLine(NamedTuple):
    """One line of a bill. amounts: (key of AMOUNTS' values, "20 USD"); reason: why it was denied, "" where it was not
    or nobody says.
    """

    title: str
    codes: tuple[Coding, ...]
    date: str
    end: str
    quantity: str
    amounts: tuple[tuple[str, str], ...]
    is_denied: bool
    reason: str


def money(value: object) -> str:
    """A Money with its own digits: "1000 USD"; "" without a number."""
    found = obj(value)
    digits = number_text(found.get("value"))
    return f"{digits} {text(found.get('currency'))}".strip() if digits else ""


def _codes(value: object) -> set[str]:
    return {text(coding.get("code")).lower() for one in objs(value) for coding in objs(one.get("coding"))}


def kind_of(doc: Doc) -> str:
    """The kind of a claim, a key of CLAIM_KINDS: by its type, its subtype, and the CARIN profile it says it follows."""
    profiles = obj(doc.get("meta")).get("profile")
    said = tuple(one for one in profiles if isinstance(one, str)) if type(profiles) is list else ()
    return _kind(tuple(_codes_of(doc.get("type"))), tuple(_codes_of(doc.get("subType"))), said)


@lru_cache(maxsize=256)  # a payer has a few
def _kind(codes: tuple[str, ...], finer: tuple[str, ...], profiles: tuple[str, ...]) -> str:
    if "institutional" in codes:
        named_in = " ".join(profiles).lower()
        for kind in ("inpatient", "outpatient"):
            if any(code.startswith(kind) for code in finer) or kind in named_in:
                return kind
    return next((kind for kind in CLAIM_KINDS if kind in codes), "")


def named(value: object) -> Concept:
    """What was billed: its name, or the code with its system's, where a payer sends nothing else."""
    found = concept(value)
    if found.title and found.codes and not found.codes[0].system.endswith(_BOOKKEEPING):
        return found
    said = next((one for one in found.codes if one.code and not one.system.endswith(_BOOKKEEPING)), None)
    if said is None and found.codes and not text(obj(value).get("text")):
        return NO_CONCEPT
    return (
        found
        if said is None or found.title
        else Concept(f"{_SYSTEMS.get(said.system, 'Code')} {said.code}", found.codes, "")
    )


def _decided(adjudications: object) -> tuple[dict[str, str], bool]:
    """What each amount that a person asks about comes to, the first of each kind, and whether nothing is paid."""
    found: dict[str, str] = {}
    denied = False
    for one in adjudications if type(adjudications) is list else objs(adjudications):
        if type(one) is not dict:
            continue
        if "reason" in one and "denied" in _codes(one["reason"]):
            denied = True
        for code in _codes_of(one.get("category")):
            denied = denied or code in _DENIED
            key = AMOUNTS.get(code)
            if key and key not in found and (said := money(one.get("amount"))):
                found[key] = said
    return found, denied


def _codes_of(category: object) -> list[str]:
    """The codes of a category, in lower case. Asked of each amount of each line: the usual shape goes first."""
    codings = category.get("coding") if type(category) is dict else None
    if type(codings) is list and len(codings) == 1 and type(codings[0]) is dict:
        code = codings[0].get("code")
        return [code.lower()] if type(code) is str else []
    return list(_codes(category))


def _worth_saying(found: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """In the order of AMOUNTS. That nothing fell to a deductible is no news."""
    return tuple(
        (key, found[key])
        for key in AMOUNTS.values()
        if key in found and (key in _SAID_EVEN_IF_NOTHING or found[key].partition(" ")[0].strip("-0."))
    )


def is_denied(adjudications: object) -> bool:
    """Whether a plan pays nothing for a line, by how it decided on it."""
    return _decided(adjudications)[1]


def _reason(adjudications: object) -> str:
    """Why a line was denied, as the plan words it; its code where there are no words."""
    said = []
    for one in objs(adjudications):
        if _codes(one.get("category")) & _DENIED:
            why = concept(one.get("reason"))
            said.append(why.title or joined(coding.display or coding.code for coding in why.codes))
    return joined(said, "; ")


def billed_lines(doc: Doc) -> list[BilledLine]:
    """The lines of a bill, in their order."""
    found = []
    for item in [*objs(doc.get("item")), *objs(doc.get("addItem"))]:
        what, (date, _, end) = named(item.get("productOrService")), date_in(item, "servicedDate", "servicedPeriod")
        title = what.title or words(item.get("revenue"))
        amounts, denied = _decided(item.get("adjudication"))
        paid = _worth_saying(amounts)
        if not any(key == "billed" for key, _said in paid) and (net := money(item.get("net"))):
            paid = (("billed", net), *paid)
        quantity = amount(item.get("quantity"))
        why = _reason(item.get("adjudication"))
        found.append(BilledLine(title, what.codes, date, end, quantity, paid, denied, why))
    return [line for line in found if line.title or line.amounts]


def _totals(doc: Doc, lines: list[tuple[dict[str, str], bool]]) -> tuple[tuple[str, str], ...]:
    """What the whole bill comes to, as it says itself: nothing is added up that the payer did not add up.

    lines: what was decided on each.
    """
    found = _decided(doc.get("total"))[0]
    if "adjudication" in doc:
        found = _decided(doc["adjudication"])[0] | found
    if "paid-by-plan" not in found and (paid := money(obj(doc.get("payment")).get("amount"))):
        found["paid-by-plan"] = paid
    if len(lines) == 1:
        found = lines[0][0] | found
    return _worth_saying(found)


def _when(doc: Doc) -> tuple[str, Precision, str]:
    date, precision, end = date_in(doc, "billablePeriod")
    if date:
        return date, precision, end
    days = [found for item in objs(doc.get("item")) if (found := date_in(item, "servicedDate", "servicedPeriod"))[0]]
    return min(days) if days else date_in(doc, "created")


def _title(doc: Doc, status: str) -> str:
    use = text(doc.get("use")).lower()
    title = ESTIMATES.get(use) or CLAIM_KINDS[kind_of(doc)]
    return opposite("cancelled", title) if status == "cancelled" else title


def explanation(doc: Doc, near: Nearby, category: str) -> Entry:
    """One ExplanationOfBenefit: what a plan says about one bill."""
    status, items = text(doc.get("status")), objs(doc.get("item"))
    date, precision, end = _when(doc)
    services = [named(item.get("productOrService")) for item in items]
    lines = [_decided(item.get("adjudication")) for item in items]
    denied = sum([is_denied for _amounts, is_denied in lines])
    earlier = _earlier(doc)
    return Entry(
        "ExplanationOfBenefit",
        category,
        _title(doc, status),
        concept(doc.get("type")).codes,
        date,
        precision,
        end if end != date else "",
        status=status,
        standing="negated" if status == "cancelled" else standing_of(status),
        performers=near.people(doc.get("provider")),
        details=pairs(
            ("payer", near.labels(doc.get("insurer"))),
            *_totals(doc, lines),
            ("decision", text(doc.get("outcome"))),
            ("disposition", text(doc.get("disposition"))),
            ("denied-lines", f"{denied} of {len(items)}" if denied else ""),
            *_about(doc, near),
            ("decided", text(doc.get("created"))),
            ("replaces", joined([text(obj(one.get("reference")).get("value")) for one in earlier]) if earlier else ""),
            ("claim-number", identifiers(doc.get("identifier"))),
        ),
        notes=texts([one.get("text") for one in objs(doc["processNote"])]) if "processNote" in doc else (),
        links=_links(doc, near, items, earlier),
        text=joined([part for one in services for part in (one.title, *(coding.code for coding in one.codes))]),
    )


def _links(doc: Doc, near: Nearby, items: list[Doc], earlier: list[Doc]) -> tuple[Link, ...]:
    """What a bill leads to. Most have little of it, and what is not there is not asked for."""
    found = near.links("claim", doc["claim"]) if "claim" in doc else ()
    if earlier:
        found += near.links("replaces", under(earlier, "claim"))
    if "insurance" in doc:
        found += near.links("coverage", under(doc["insurance"], "coverage"))
    if "prescription" in doc:
        found += near.links("based-on", doc["prescription"])
    visit = next((one for item in items if "encounter" in item for one in objs(item["encounter"])), None)
    return found + near.links("visit", visit) if visit else found


def _about(doc: Doc, near: Nearby) -> Iterator[tuple[str, str]]:
    """Why and by whom, as the bill says it."""
    if "diagnosis" in doc:
        found = [named(item.get("diagnosisCodeableConcept")) for item in objs(doc.get("diagnosis"))]
        yield "diagnosis", joined(one.title for one in found)
    if "procedure" in doc:
        found = [named(item.get("procedureCodeableConcept")) for item in objs(doc.get("procedure"))]
        yield "done", joined(one.title for one in found)
    if "careTeam" in doc:
        yield "team", joined(near.label(obj(one.get("provider"))) for one in objs(doc.get("careTeam")))
    if "prescription" in doc:
        yield "prescriber", near.labels(doc.get("prescription"))


def _earlier(doc: Doc) -> list[Doc]:
    """Claims that this one takes the place of (http://hl7.org/fhir/R4/valueset-related-claim-relationship.html)."""
    held = doc.get("related")
    return [one for one in objs(held) if "associated" not in _codes(one.get("relationship"))] if held else []


def bill_of(doc: Doc, entry: Entry) -> str | None:
    """Which bill an ExplanationOfBenefit is about; equal text: the same, told by one source. None where it names none.
    `entry`: what `explanation` made of it, its links resolved.

    A payer that sends no Claim numbers its claims; one that was adjusted names the number of the first, for the same
    kind of care from the same day on.
    """
    links = {link.role: link.reference for link in reversed(entry.links)}
    if named_claim := links.get("replaces") or links.get("claim"):
        return named_claim
    number = dict(entry.details).get("replaces") or next(
        (text(one.get("value")) for one in objs(doc.get("identifier")) if "uc" in _codes(one.get("type"))), ""
    )
    return f"{number}|{kind_of(doc)}|{entry.date[:10]}" if number else None


def coverage(doc: Doc, near: Nearby, category: str) -> Entry:
    """One Coverage: a plan that pays. The member's numbers are details that pages show when asked."""
    status = text(doc.get("status"))
    date, precision, end = date_in(doc, "period")
    classes = {code: one for one in objs(doc.get("class")) for code in _codes(one.get("type"))}
    plan = text(classes.get("plan", {}).get("name")) or text(doc.get("network"))
    kind, payers = concepts(doc.get("type")), near.people(doc.get("payor"))
    member = next((one for one in objs(doc.get("identifier")) if "mb" in _codes(one.get("type"))), {})
    return Entry(
        "Coverage",
        category,
        joined((joined(payers), plan), ": ") or joined(one.title for one in kind) or CLAIM_KINDS["coverage"],
        concept(doc.get("type")).codes,
        date,
        precision,
        end,
        status=status,
        standing="negated" if status == "cancelled" else standing_of(status),
        current=status == "active",
        details=pairs(
            ("payer", joined(payers)),
            ("plan", plan),
            ("group", text(classes.get("group", {}).get("name"))),
            ("kind", joined(one.title for one in kind)),
            ("relationship", words(doc.get("relationship"))),
            ("policy-holder", near.labels(doc.get("policyHolder"))),
            ("member-number", text(member.get("value"))),
            ("subscriber-number", text(doc.get("subscriberId"))),
            ("group-number", text(classes.get("group", {}).get("value"))),
        ),
        links=near.links("organization", doc.get("payor")),
    )
