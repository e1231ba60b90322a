"""Which vaccine was given, or not (RXA, RXR), and what stands beside it (OBX)?

Source: HL7 v2.5.1 implementation guide for immunization messaging, release 1.5 (CDC), and the map of the v2-to-FHIR
guide. CVX 998 means that none was given: it carries what else there is to say, such as an immunity.
"""

from __future__ import annotations

from haversack.records.digits import is_whole
from haversack.records.formats.hl7v2 import words
from haversack.records.formats.hl7v2.datatypes import Doc, concept, filled, order_number, quantity
from haversack.records.formats.hl7v2.forecasts import forecasts_in, recommend
from haversack.records.formats.hl7v2.groups import Order, Result
from haversack.records.formats.hl7v2.making import Making
from haversack.records.formats.hl7v2.message import Parts, Segment
from haversack.records.formats.hl7v2.numbers import compared
from haversack.records.formats.hl7v2.observations import comments, observation
from haversack.records.formats.hl7v2.systems import CVX
from haversack.records.formats.hl7v2.values import value_of

NONE_GIVEN = "998"
_UNKNOWN_DOSE = "999"
_NOT_DONE = {"RE": "PATOBJ", "NA": ""}  # refused; not administered
_OWN_RECORD = "00"
_PERFORMER = "http://terminology.hl7.org/CodeSystem/v2-0443"
# What an OBX beside a vaccine says of the vaccine itself, by its LOINC code.
_ELIGIBILITY, _FUNDING, _DOSE = "64994-7", "30963-3", ("30973-2", "59779-9")
_INFORMATION = {"29768-9": "publicationDate", "29769-7": "presentationDate", "69764-9": "documentType"}
_ABOUT_IT = frozenset({_ELIGIBILITY, _FUNDING, *_DOSE, *_INFORMATION, "30956-7", "38890-0", "59785-6", "30945-0"})


def immunization(order: Order, making: Making, encounter: Doc | None) -> None:
    """Add what one RXA says."""
    rxa = order.vaccine
    if rxa is None:
        return
    code = concept(rxa.first(5), making.sender)
    codes = {coding["code"] for coding in (code or {}).get("coding", []) if coding.get("system") == CVX}
    key = _key(order, rxa)
    forecasts, others = forecasts_in(order.results, making)
    if NONE_GIVEN in codes or (rxa.text(5) == NONE_GIVEN and not codes):
        if not forecasts:
            making.say(rxa, words.NO_VACCINE_GIVEN, "information")
    elif code is None:
        making.say(rxa, words.NO_VACCINE, "error", 5)
    else:
        doc = _doc(order, rxa, code, making, encounter)
        _put_results(doc, others, making)
        making.add("Immunization", making.id_of("Immunization", *key), doc, rxa)
    recommend(forecasts, making, rxa)
    for number, one in enumerate(others):
        if one.segment.text(3) not in _ABOUT_IT:
            shared = filled({"effectiveDateTime": making.clock.time(rxa.first(3)), "encounter": encounter})
            observation(one, making, key=(*key, one.segment.text(3), one.segment.text(4), str(number)), shared=shared)


def _key(order: Order, rxa: Segment) -> tuple[str, ...]:
    control = order.control
    number = control.text(3) or control.text(2) if control is not None else ""
    code = rxa.text(5) or rxa.text(5, 4) or rxa.text(5, 2)
    # Some registries give every order of theirs the number 9999 or 0.
    if number.strip("09") == "":
        number = ""
    return (number or rxa.text(15), code, rxa.text(3)[:8])


def _doc(order: Order, rxa: Segment, code: Doc, making: Making, encounter: Doc | None) -> Doc:
    completion = rxa.text(20).upper()
    refused = [found for one in rxa.each(18) if (found := concept(one, making.sender))]
    is_not_done = completion in _NOT_DONE or (not completion and bool(refused))
    taken_back = rxa.text(21).upper() == "D"
    lot = rxa.text(15)
    dose = compared(rxa.text(6))
    is_known = dose is not None and rxa.text(6) != _UNKNOWN_DOSE
    doc: Doc = {
        "identifier": _numbers(order, making),
        "status": "entered-in-error" if taken_back else "not-done" if is_not_done else "completed",
        "statusReason": _why_not(refused, completion) if is_not_done else None,
        "vaccineCode": code,
        "patient": making.subject,
        "encounter": encounter,
        "occurrenceDateTime": making.clock.time(rxa.first(3)),
        "recorded": making.clock.time(rxa.first(22)),
        **_origin(rxa, making),
        "location": _where(rxa, making),
        "manufacturer": making.organization(rxa.first(17), rxa, name=2 if rxa.text(17, 2) else 1, number=0),
        "lotNumber": lot,
        "expirationDate": making.clock.day(rxa.first(16)),
        "doseQuantity": quantity(dose[1], rxa.first(7)) if is_known and dose else None,
        "performer": _performers(order, rxa, making),
        "note": [{"text": text} for text in comments(order.comments)],
        "reasonCode": [found for one in rxa.each(19) if (found := concept(one, making.sender))],
    }
    if not doc["occurrenceDateTime"]:
        doc["occurrenceString"] = "unknown"
    if completion == "PA":
        doc["isSubpotent"] = True
    if order.route is not None:
        doc["route"] = concept(order.route.first(1), making.sender)
        doc["site"] = concept(order.route.first(2), making.sender)
    return doc


def _numbers(order: Order, making: Making) -> list[Doc]:
    control = order.control
    if control is None:
        return []
    found = (order_number(control.first(at), making.sender, sort) for at, sort in ((3, "FILL"), (2, "PLAC")))
    return [one for one in found if one]


def _why_not(refused: list[Doc], completion: str) -> Doc | None:
    if refused:
        coded: Doc = {"coding": [coding for one in refused for coding in one.get("coding", [])]}
        said = "; ".join(one["text"] for one in refused if one.get("text"))
        return filled({**coded, "text": said})
    system = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
    return (
        {"coding": [{"system": system, "code": "PATOBJ", "display": "patient objection"}]}
        if _NOT_DONE.get(completion)
        else None
    )


def _origin(rxa: Segment, making: Making) -> Doc:
    """RXA-9: given here (00), or known from somewhere else (01 to 08)."""
    source = rxa.first(9)
    if not source.at(1):
        return {}
    if source.at(1) == _OWN_RECORD:
        return {"primarySource": True}
    return {"primarySource": False, "reportOrigin": concept(source, making.sender)}


def _where(rxa: Segment, making: Making) -> Doc | None:
    """RXA-11, in newer versions RXA-27: the place is named in any of its parts."""
    found = making.location(rxa.first(11), rxa) if rxa.first(11) else None
    return found or (making.location(rxa.first(27), rxa) if rxa.first(27) else None)


def _performers(order: Order, rxa: Segment, making: Making) -> list[Doc]:
    listed: list[tuple[str, list[Parts], Segment]] = [("AP", rxa.each(10), rxa)]
    if order.control is not None:
        listed.append(("OP", order.control.each(12), order.control))
    return [
        {"function": {"coding": [{"system": _PERFORMER, "code": role}]}, "actor": actor}
        for role, parts, segment in listed
        for actor in making.people(parts, segment)
    ]


def _put_results(doc: Doc, results: list[Result], making: Making) -> None:
    """Eligibility, funding, doses and information sheets become members of the Immunization."""
    sheets: dict[str, Doc] = {}
    for one in results:
        obx = one.segment
        code, values = obx.text(3), value_of(obx, making)
        if not values:
            continue
        _name, value = values[0]
        if code == _ELIGIBILITY and isinstance(value, dict):
            doc.setdefault("programEligibility", []).append(value)
        elif code == _FUNDING and isinstance(value, dict):
            doc["fundingSource"] = value
        elif code in _DOSE and is_whole(number := obx.text(5)) and int(number) > 0:
            doc["protocolApplied"] = [{"doseNumberPositiveInt": int(number)}]
        elif code in _INFORMATION:
            sheet = sheets.setdefault(obx.text(4), {})
            sheet[_INFORMATION[code]] = _said(value)
    doc["education"] = list(sheets.values())


def _said(value: object) -> str:
    """A date, or the words of a code."""
    if isinstance(value, dict):
        codings = value.get("coding") or [{}]
        return str(value.get("text") or codings[0].get("display") or codings[0].get("code", ""))
    return str(value)
