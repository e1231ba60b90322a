"""Which medicine was ordered, taken, given or handed out, and how (C-CDA medication activity, dispense)?"""

from __future__ import annotations

from haversack.records.digits import is_whole
from haversack.records.formats.ccda import words
from haversack.records.formats.ccda.datatypes import Doc, first, is_null, quantity, text_of
from haversack.records.formats.ccda.here import (
    Here,
    entity,
    is_negated,
    is_planned,
    notes,
    status_of,
    templates,
    within,
)
from haversack.records.formats.ccda.systems import ABSENT
from haversack.records.formats.ccda.timing import dosage, periods
from haversack.records.formats.ccda.tree import NOTHING, Node
from haversack.records.formats.hl7v2.datatypes import filled

PLANNED = frozenset({"42"})
_DISPENSES, _ORDERS = frozenset({"18", "ccd.34"}), frozenset({"17", "ccd.34"})
_INDICATIONS, _INSTRUCTIONS, _STATUS, _FORM = ("19", "ccd.28"), ("20", "ccd.49"), ("ccd.47",), "form"
_STATEMENT = {"active": "active", "completed": "completed", "aborted": "stopped", "suspended": "on-hold",
              "held": "on-hold", "cancelled": "stopped", "new": "intended", "nullified": "entered-in-error",
              "obsolete": "entered-in-error"}  # fmt: skip
_REQUEST = {**_STATEMENT, "cancelled": "cancelled", "new": "active"}
_SAID = {"55561003": "active", "73425007": "stopped", "active": "active", "no longer active": "stopped",
         "on hold": "on-hold", "421139008": "on-hold", "392521001": "completed", "prior history": "completed",
         "completed": "completed"}  # fmt: skip
_GIVEN = frozenset({"given"})


def medication(node: Node, here: Here) -> None:
    """Add one substanceAdministration that is no vaccine."""
    product = node.one("consumable", "manufacturedProduct")
    code = medicine(product, node, here)
    refused = False
    if is_negated(node):
        if code is None or _is_any(product):
            code = {"coding": [{"system": ABSENT, "code": "no-known-medications"}]}
        else:
            refused = True
    if code is None:
        nothing = is_null(product.one("manufacturedMaterial", "code")) and not node.one("text")
        here.say(words.NO_INFORMATION if nothing else words.NO_NAME, "information" if nothing else "warning")
        return
    start, end = periods(node, here)
    form = product.one("manufacturedMaterial", "formCode").get("displayName")
    doc: Doc = {
        "medicationCodeableConcept": code,
        "subject": here.subject,
        "note": notes(node, here) + _instructed(node, here),
        "reasonCode": reasons(node, here),
    }
    how = dosage(node, here, form=form)
    key = here.key(node, code, start, how)
    if (
        here.section == "plan"
        or not templates(node).isdisjoint(PLANNED)
        or (is_planned(node) and here.section != "medications")
    ):
        _order(node, here, key, doc, how, (start, end), intent="plan", status="draft", refused=refused)
    elif is_planned(node):
        state = _state(node, here, _REQUEST)
        _order(node, here, key, doc, how, (start, end), intent="order", status=state, refused=refused)
    elif here.section == "given":
        state = (
            "not-done"
            if refused
            else {"completed": "completed", "active": "in-progress"}.get(status_of(node), "unknown")
        )
        time = (
            {"effectivePeriod": {"start": start, "end": end}} if end and end != start else {"effectiveDateTime": start}
        )
        doses = how[0] if how else {}
        taken = filled({"text": doses.get("text"), "route": doses.get("route"), **_dose(doses)})
        given = {**doc, "status": state, **time, "dosage": taken, "performer": _actors(node, here)}
        here.add("MedicationAdministration", key, given)
    else:
        stated = {
            **doc,
            "status": "not-taken" if refused else _state(node, here, _STATEMENT),
            "statusReason": reasons_refused(node, here) if refused else [],
            "context": here.encounter,
            "effectivePeriod": filled({"start": start, "end": end}) if end or start else None,
            "dateAsserted": here.recorded(node),
            "informationSource": next(iter(here.authors(node)), None),
            "dosage": how,
        }
        here.add("MedicationStatement", key, stated)
    dispenses(node, here, code)


def _order(
    node: Node,
    here: Here,
    key: tuple[str, ...],
    doc: Doc,
    how: list[Doc],
    when: tuple[str, str],
    *,
    intent: str,
    status: str,
    refused: bool,
) -> None:
    """A prescription, or a plan for one, which is neither taken nor a fact."""
    supply = next((one for one in within(node, *_ORDERS) if is_planned(one)), NOTHING)
    repeats = supply.one("repeatNumber").get("value")
    asked = {
        **doc,
        "status": status,
        "intent": intent,
        "doNotPerform": True if refused else None,
        "encounter": here.encounter,
        "authoredOn": here.recorded(node),
        "requester": next(iter(here.authors(node)), None),
        "dosageInstruction": [{**one, "timing": _bounded(one.get("timing"), when)} for one in how or [{}]],
        "dispenseRequest": filled(
            {
                "quantity": quantity(supply.one("quantity")),
                "numberOfRepeatsAllowed": int(repeats[:4]) if is_whole(repeats) and int(repeats[:4]) > 0 else None,
            }
        ),
    }
    if not asked["authoredOn"]:
        asked["authoredOn"] = when[0]
    here.add("MedicationRequest", key, asked)


def _bounded(timing: Doc | None, when: tuple[str, str]) -> Doc:
    """When it is to be taken from and until belongs to the timing of an order."""
    timing = timing or {}
    bounds = filled({"start": when[0], "end": when[1]})
    return {**timing, "repeat": {**timing.get("repeat", {}), "boundsPeriod": bounds}} if bounds else timing


def _dose(doses: Doc) -> Doc:
    found: Doc = next(iter(doses.get("doseAndRate", [])), {})
    return filled({"dose": found.get("doseQuantity"), "rateQuantity": found.get("rateQuantity")})


def _actors(node: Node, here: Here) -> list[Doc]:
    return [{"actor": one} for one in here.performers(node) or here.authors(node)]


def _state(node: Node, here: Here, known: dict[str, str]) -> str:
    for one in within(node, *_STATUS):
        value = one.one("value")
        said = (value.get("code"), value.get("displayName").lower(), here.told(value.one("originalText")).lower())
        if found := next((_SAID[word] for word in said if word in _SAID), ""):
            return found
    return known.get(status_of(node), "unknown")


def _is_any(product: Node) -> bool:
    """Whether it is medicines in general that are not taken: "Drug or medicament", or nothing named."""
    code = product.one("manufacturedMaterial", "code")
    return code.get("code") in ("410942007", "763158003") or (is_null(code) and not code.one("originalText"))


def medicine(product: Node, node: Node, here: Here) -> Doc | None:
    """The medicine or vaccine that a manufacturedProduct is."""
    material = product.one("manufacturedMaterial") or product.one("manufacturedLabeledDrug")
    name = next((one for one in material.all("name") if text_of(one)), NOTHING)
    return here.named(material.one("code"), name, material.one("code", "originalText"), node.one("text"))


def reasons(node: Node, here: Here) -> list[Doc]:
    """What it is for (Indication)."""
    found: list[Doc] = []
    for one in within(node, *_INDICATIONS):
        value = first(one.all("value"))
        if said := here.named(value, value.one("originalText"), one.one("text")):
            found.append(said)
        elif not is_null(one.one("code")) and one.one("code").get("code") not in ("404684003", "55607006", "282291009"):
            found += here.concepts([one.one("code")])
    return found


def reasons_refused(node: Node, here: Here) -> list[Doc]:
    """Why not (Refusal Reason)."""
    found = [
        said for one in within(node, "53") if (said := here.concept(one.one("code")) or here.concept(one.one("value")))
    ]
    return found[:1]


def _instructed(node: Node, here: Here) -> list[Doc]:
    found = [here.told_all(one.one("text")) or here.told(one.one("code")) for one in within(node, *_INSTRUCTIONS)]
    return [{"text": said} for said in dict.fromkeys(found) if said]


def dispenses(node: Node, here: Here, code: Doc | None = None) -> None:
    """Add what was handed out of a medicine."""
    for one in within(node, *_DISPENSES):
        if one.name == "supply" and not is_planned(one):
            dispense(one, here, code)


def dispense(node: Node, here: Here, code: Doc | None = None) -> None:
    """Add one medicine that was handed out."""
    own = medicine(node.one("product", "manufacturedProduct"), NOTHING, here) or code
    if own is None:
        here.say(words.NO_NAME, "information")
        return
    when = here.moment(node.one("effectiveTime")) or here.moment(node.one("effectiveTime", "low"))
    who = here.performers(node)
    if not when and is_null(node.one("quantity")) and not who:
        return
    doc = {
        "status": {"completed": "completed", "active": "in-progress", "aborted": "stopped"}.get(
            status_of(node), "unknown"
        ),
        "medicationCodeableConcept": own,
        "subject": here.subject,
        "performer": [{"actor": one} for one in who],
        "quantity": quantity(node.one("quantity")),
        "whenHandedOver": when,
        "note": notes(node, here),
    }
    here.add("MedicationDispense", here.key(node, own, when, "dispensed"), doc)


def vehicle(node: Node, here: Here) -> Doc | None:
    """What it is given in (Drug Vehicle)."""
    return here.concept(entity(node, "CSM").one("playingEntity", "code"))
