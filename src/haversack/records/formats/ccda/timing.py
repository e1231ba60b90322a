"""How often and how much of a medicine is to be taken (PIVL_TS, EIVL_TS, doseQuantity), as a Dosage of FHIR R4?

Source: HL7 v3 data types R1, 2.13 (General Timing Specification); C-CDA R2.1, Medication Activity.
"""

from __future__ import annotations

from haversack.records.digits import Digits
from haversack.records.formats.ccda.datatypes import Doc, first, interval, is_null, quantity, ratio, span
from haversack.records.formats.ccda.here import Here, within
from haversack.records.formats.ccda.tree import NOTHING, Node
from haversack.records.formats.fhir_r4.dosage import UNITS, WHEN
from haversack.records.formats.hl7v2.datatypes import filled

_PER_DAY = {"h": 24, "min": 1440, "d": 1, "s": 86400}
# Events that FHIR has no code for (between two meals).
_BETWEEN = {"IC": "between meals", "ICM": "between breakfast and lunch", "ICD": "between lunch and dinner",
            "ICV": "between dinner and bedtime"}  # fmt: skip
_FREE_TEXT = "147"  # Medication Free Text Sig
_PRECONDITION = "25"


def periods(node: Node, here: Here) -> tuple[str, str]:
    """From when to when it is taken: the effectiveTime that says no rhythm."""
    for one in node.all("effectiveTime"):
        if one.kind not in ("PIVL_TS", "EIVL_TS"):
            found = interval(one, here.making.clock)
            if any(found):
                return found
    return "", ""


def dosage(node: Node, here: Here, *, form: str = "") -> list[Doc]:
    """The dosage of a substanceAdministration; its words where it has no numbers."""
    dose = node.one("doseQuantity")
    low, high = span(dose)
    unit = _spoken_unit(node, form)
    amount = _with_unit(quantity(dose), unit)
    doses = filled(
        {
            "doseQuantity": amount,
            "doseRange": filled({"low": _with_unit(low, unit), "high": _with_unit(high, unit)}) if not amount else None,
            "rateQuantity": quantity(node.one("rateQuantity")),
        }
    )
    most = ratio(node.one("maxDoseQuantity"))
    doc = filled(
        {
            "timing": _timing(node),
            **_need(node, here),
            "site": here.concept(first(node.all("approachSiteCode"))),
            "route": here.concept(first(node.all("routeCode"))),
            "doseAndRate": [doses] if doses else [],
            "maxDosePerPeriod": most,
        }
    )
    written = next((said for one in within(node, _FREE_TEXT) if (said := here.told_all(one.one("text")))), "")
    if not ("timing" in doc or "doseAndRate" in doc) and (written := written or _instruction(node, here)):
        doc["text"] = written
    return [doc] if doc else []


def _instruction(node: Node, here: Here) -> str:
    """The words beside the statement, where they are its instruction and not the row of a table that says all of it."""
    pointed = here.making.pointed(node.one("text"))
    if pointed.name in ("tr", "table", "tbody", "list"):
        return ""
    return here.told_all(node.one("text"))


def _spoken_unit(node: Node, form: str) -> str:
    said = node.one("administrationUnitCode").get("displayName")
    return (said or form).lower()


def _with_unit(found: Doc | None, unit: str) -> Doc | None:
    return {**found, "unit": unit} if found and unit and "unit" not in found else found


def _need(node: Node, here: Here) -> Doc:
    """As needed, and for what (precondition)."""
    for one in node.all("precondition"):
        value = one.one("criterion", "value") or one.one("criterion", "code")
        said = here.named(value, one.one("criterion", "text"), one.one("criterion", "value", "originalText"))
        return {"asNeededCodeableConcept": said} if said else {"asNeededBoolean": True}
    return {}


def _timing(node: Node) -> Doc:
    repeat: Doc = {}
    said = ""
    for one in _rhythms(node):
        if one.kind == "EIVL_TS" or one.one("event"):
            event = one.one("event").get("code")
            if event in WHEN:
                repeat.setdefault("when", []).append(event)
            else:
                said = said or _BETWEEN.get(event, "")
        elif one.one("period"):
            repeat, said = _often(one, repeat)
    if not repeat.get("period") and "when" in repeat:
        repeat = {"frequency": 1, "period": 1, "periodUnit": "d", **repeat}
    return filled({"repeat": repeat, "code": {"text": said} if said else None})


def _rhythms(node: Node) -> list[Node]:
    """Every rhythm, also those inside a set of several (SXPR_TS)."""
    found: list[Node] = []
    for one in node.all("effectiveTime"):
        found += one.all("comp") if one.kind == "SXPR_TS" else [one]
    return [one for one in found if not is_null(one)]


def _often(node: Node, repeat: Doc) -> tuple[Doc, str]:
    """ "every 8 hours"; of a rhythm that the ward chooses the hours for, "3 times a day"."""
    period = node.one("period")
    low, high = span(period)
    unit = period.get("unit") or period.one("low").get("unit") or period.one("high").get("unit")
    if unit not in UNITS:
        return repeat, ""
    if low and high:
        return repeat, f"every {low['value']} to {high['value']} {UNITS[unit]}s"
    every = quantity(period) or low or high
    if not every:
        return repeat, ""
    value = every["value"]
    if node.get("institutionSpecified") == "true" and (times := _times_a_day(value, unit)):
        return {"frequency": times, "period": 1, "periodUnit": "d", **repeat}, ""
    phase = node.one("phase") or NOTHING
    width = quantity(phase.one("width"))
    lasting = (
        {"duration": width["value"], "durationUnit": width["code"]} if width and width.get("code") in UNITS else {}
    )
    return {"frequency": 1, "period": value, "periodUnit": unit, **lasting, **repeat}, ""


def _times_a_day(value: Digits | int, unit: str) -> int:
    """How often in a day, where that is a whole number above one."""
    try:
        every = float(value)
    except ValueError:
        return 0
    whole = _PER_DAY.get(unit, 0)
    times = whole / every if every > 0 else 0.0
    return int(times) if 1 < times <= 24 and times.is_integer() else 0
