"""Which medicines and procedures does a claim tell of (CARIN Blue Button: pharmacy, institutional and other lines)?

They are FHIR R4 resources of our own making, MedicationDispense and Procedure, each with the claim as the information
that supports it (http://hl7.org/fhir/StructureDefinition/workflow-supportingInfo). A bill says what was billed: nobody
who treated the person confirms it, so that pages keep them apart (the standing "claimed").

A line makes a medicine when it names a drug by its NDC and was not denied, for then it was not handed over. It makes a
procedure when its code (CPT, HCPCS level II, CDT) is of something done: not of a visit, a laboratory test, an
anaesthetic, a vaccine's or drug's price, transport or equipment. The procedures of a hospital claim always do. Lines
that take each other back make nothing. What is billed in clinical codes alone comes from a record that has the thing
itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from hashlib import sha256
from typing import Any

from haversack.records import digits
from haversack.records.coding_systems import system_of
from haversack.records.formats.fhir_r4.claims import is_denied, named
from haversack.records.formats.fhir_r4.fields import Doc, date_in, obj, objs, text
from haversack.records.pieces import DERIVED, Piece

SUPPORTED_BY = "http://hl7.org/fhir/StructureDefinition/workflow-supportingInfo"
_EOB = "ExplanationOfBenefit"
_NDC = "http://hl7.org/fhir/sid/ndc"
_SERVICES = frozenset({"cpt", "hcpcs", "hcpcsreleasecodesets", "cdt"})
_DONE = (("10004", "69999"), ("70010", "79999"), ("90785", "98999"))  # CPT: surgery, radiology, medicine
_HCPCS = ("C", "D", "G", "S")  # procedures of hospitals, dentists, Medicare and private plans
_VISITS = frozenset({"G0402", "G0438", "G0439", "G0463"})  # HCPCS: wellness and clinic visits
_TAKEN_BACK = frozenset({"cancelled", "entered-in-error"})
_UNDECIDED = frozenset({"queued", "error"})


def claims_behind(doc: Doc) -> list[Doc]:
    """The references to claims that support a MedicationDispense or Procedure; none for what a clinic recorded."""
    found = [obj(one.get("valueReference")) for one in objs(doc.get("extension")) if one.get("url") == SUPPORTED_BY]
    return [one for one in found if one.get("type") == _EOB or f"{_EOB}/" in text(one.get("reference"))]


def with_claimed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces; behind each claim what it tells of, which has no bytes in the file and is nothing that came."""
    for piece in pieces:
        yield piece
        if piece.doc is not None and piece.doc["resourceType"] == _EOB:
            for doc in claimed(piece.doc, piece.full_url):
                raw = digits.encode(doc)
                made = digits.decode(raw)
                yield Piece(raw, b"", piece.where, doc=made, role=DERIVED, inferred=True)


def claimed(claim: Doc, full_url: str = "") -> list[Doc]:
    """What an ExplanationOfBenefit tells of, in the order of its lines, each thing once a day.

    Of a claim that was cancelled the same, as entered in error, so that what had been told is taken back.
    """
    status, own = text(claim.get("status")), text(claim.get("id"))
    if text(claim.get("use")) not in ("", "claim") or status == "draft" or text(claim.get("outcome")) in _UNDECIDED:
        return []
    name = f"{_EOB}/{own}" if own else full_url
    if not name or not ("procedure" in claim or any(map(_is_billed, objs(claim.get("item"))))):
        return []
    shared: Doc = {
        "extension": [{"url": SUPPORTED_BY, "valueReference": {"reference": name, "type": _EOB}}],
        "status": "entered-in-error" if status in _TAKEN_BACK else "completed",
        "subject": claim.get("patient"),
        "performer": [{"actor": one} for one in objs(claim.get("provider"))],
    }
    found: dict[tuple[str, ...], Doc] = {}
    for one in [*_medicines(claim), *_procedures(claim)]:
        concept: Doc = one.get("medicationCodeableConcept") or one.get("code") or {}
        day = text(one.get("whenHandedOver")) or text(one.get("performedDateTime"))
        codes = tuple(sorted(text(coding.get("code")) for coding in objs(concept.get("coding"))))
        key = (one["resourceType"], *codes, day)
        made = sha256("|".join((name, *key)).encode()).hexdigest()[:32]
        found.setdefault(key, {"resourceType": one["resourceType"], "id": f"claimed-{made}", **shared, **one})
    return [_filled(one) for one in found.values()]


def _is_billed(item: Doc) -> bool:
    """Whether a line has a code that bills are written in: of most records with bills, none has."""
    codings = objs(obj(item.get("productOrService")).get("coding"))
    return any(_kind_of_code(text(coding.get("system"))) for coding in codings)


@lru_cache(maxsize=256)
def _kind_of_code(written: str) -> str:
    """ "drug" for NDC, "service" for CPT, HCPCS and CDT, "" for any other system."""
    system = system_of(written)
    last = system.lower().rpartition("/")[2]
    return "drug" if system == _NDC else "service" if last in _SERVICES else ""


def _medicines(claim: Doc) -> Iterator[Doc]:
    supply = _numbered(claim, "dayssupply")
    for item in _items(claim):
        concept, day = _concept(item.get("productOrService")), _day(claim, item)
        if not _is_drug(concept) or is_denied(item.get("adjudication")) or not day:
            continue
        days = next((supply[number] for number in _numbers(item) if number in supply), supply.get("", None))
        yield {
            "resourceType": "MedicationDispense",
            "medicationCodeableConcept": concept,
            "whenHandedOver": day,
            "quantity": item.get("quantity"),
            "daysSupply": {"value": days, "unit": "days"} if days is not None else None,
        }


def _procedures(claim: Doc) -> Iterator[Doc]:
    done = [(one.get("procedureCodeableConcept"), _day(claim, one, "date")) for one in objs(claim.get("procedure"))]
    done += [
        (item.get("productOrService"), _day(claim, item))
        for item in _items(claim)
        if any(_is_done(coding) for coding in objs(obj(item.get("productOrService")).get("coding")))
    ]
    for value, day in done:
        if objs(obj(value).get("coding")) and day:
            yield {"resourceType": "Procedure", "code": _concept(value), "performedDateTime": day}


def _is_done(coding: Doc) -> bool:
    """Whether a billing code is of something done to a person."""
    code = text(coding.get("code")).upper()
    if _kind_of_code(text(coding.get("system"))) != "service" or len(code) != 5:
        return False
    if code[:4].isdigit():
        return code[4] == "T" or (code.isdigit() and any(low <= code <= high for low, high in _DONE))
    return code.startswith(_HCPCS) and code[1:].isdigit() and code not in _VISITS


def _items(claim: Doc) -> list[Doc]:
    """The lines that stand: not those of a code and day of which as much was taken back as was billed."""
    items = objs(claim.get("item"))
    billed: dict[tuple[str, str], list[Decimal]] = {}
    for item in items:
        billed.setdefault(_same(claim, item), []).append(_submitted(item))
    gone = {key for key, sums in billed.items() if min(sums) < 0 and sum(sums) <= 0}
    return [item for item in items if _same(claim, item) not in gone and _submitted(item) >= 0]


def _same(claim: Doc, item: Doc) -> tuple[str, str]:
    codes = sorted(text(coding.get("code")) for coding in objs(obj(item.get("productOrService")).get("coding")))
    return " ".join(codes), _day(claim, item)


def _submitted(item: Doc) -> Decimal:
    """What was billed on a line: adjudicated as submitted, else its net."""
    for one in objs(item.get("adjudication")):
        if any(text(coding.get("code")) == "submitted" for coding in objs(obj(one.get("category")).get("coding"))):
            return _decimal(obj(one.get("amount")).get("value"))
    return _decimal(obj(item.get("net")).get("value"))


def _decimal(value: object) -> Decimal:
    try:
        found = Decimal(text(value) or "0")
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def _day(claim: Doc, holder: Doc, *keys: str) -> str:
    """The day of a line, else the first of the bill."""
    return (date_in(holder, *keys, "servicedDate", "servicedPeriod")[0] or date_in(claim, "billablePeriod")[0])[:10]


def _concept(value: object) -> Doc:
    """The concept, with words for it where the payer sends a bare code."""
    found, said = obj(value), named(value)
    return {**found, "text": said.title} if said.title and not text(found.get("text")) else found


def _is_drug(concept: Doc) -> bool:
    return any(_kind_of_code(text(coding.get("system"))) == "drug" for coding in objs(concept.get("coding")))


def _numbers(item: Doc) -> list[str]:
    held = item.get("informationSequence")
    return [text(one) for one in held] if isinstance(held, list) else []


def _numbered(claim: Doc, code: str) -> dict[str, Any]:
    """The numbers of supporting information of one kind, by its sequence; under "" where there is one for all lines."""
    found = {
        text(one.get("sequence")): obj(one.get("valueQuantity")).get("value")
        for one in objs(claim.get("supportingInfo"))
        if any(text(coding.get("code")) == code for coding in objs(obj(one.get("category")).get("coding")))
    }
    found = {number: value for number, value in found.items() if value is not None}
    return {**found, "": next(iter(found.values()))} if len(found) == 1 else found


def _filled(doc: Doc) -> Doc:
    return {key: value for key, value in doc.items() if value is not None and value != []}
