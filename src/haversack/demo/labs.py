"""How does a laboratory report a panel: results, the ranges it prints, its flags, the report that groups them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from haversack.demo.chart import LOINC, TERMINOLOGY, UCUM, Chart, concept, stamp, token
from haversack.demo.exact import Json
from haversack.demo.tables.analytes import ANALYTES, Analyte
from haversack.demo.tables.ranges import CHANGED_YEARS_AGO, Bounds, bounds, flag
from haversack.demo.tables.worded import WORDED
from haversack.demo.visits import Visit

PANELS: dict[str, tuple[str, str, tuple[str, ...]]] = {  # key: LOINC, name, tests
    "basic": ("51990-0", "Basic metabolic panel", ("glu", "bun", "crea", "egfr", "na", "k", "cl", "co2", "ca")),
    "metabolic": (
        "24323-8",
        "Comprehensive metabolic panel",
        (
            "glu",
            "bun",
            "crea",
            "egfr",
            "na",
            "k",
            "cl",
            "co2",
            "ca",
            "prot",
            "alb",
            "glob",
            "bili",
            "alp",
            "alt",
            "ast",
        ),
    ),
    "lipids": ("24331-1", "Lipid panel", ("chol", "trig", "hdl", "ldl", "nonhdl")),
    "count": (
        "57021-8",
        "Complete blood count with differential",
        ("wbc", "rbc", "hgb", "hct", "mcv", "mch", "mchc", "rdw", "plt", "neut", "lymph", "mono", "eos", "baso"),
    ),
    "short-count": (
        "58410-2",
        "Complete blood count",
        ("wbc", "rbc", "hgb", "hct", "mcv", "mch", "mchc", "rdw", "plt"),
    ),
    "iron": ("50190-8", "Iron and iron binding capacity panel", ("iron", "tibc", "tsat", "ferr")),
    "clotting": ("34528-0", "Prothrombin time and INR", ("pt", "inr")),
    "urine-albumin": ("34535-5", "Microalbumin/creatinine panel, urine", ("ucrea", "uacr")),
    "thyroid": ("55204-2", "Thyroid panel", ("tsh", "ft4")),
    "glucose-3h": ("", "Glucose tolerance test, 3 hours", ("glu_fast", "gtt1", "gtt2", "gtt3")),
    "kidney-bone": ("", "Mineral and bone panel", ("ca", "phos", "mg", "pth", "vitd")),
    "allergy": ("", "Food and inhalant allergy panel", ("peanut", "egg", "milk", "mite")),
}
INTERPRETATIONS = {"N": "Normal", "H": "High", "L": "Low", "HH": "Critical high", "LL": "Critical low", "A": "Abnormal"}
_OLD_EGFR = ("33914-3", "Glomerular filtration rate/1.73 sq M.predicted [Volume Rate/Area] in Serum or Plasma by MDRD")


def panel(visit: Visit, key: str, given: Mapping[str, Decimal | str] | None = None, *, note: str = "") -> str:
    """Report a panel of the day's values; `given` overrules single ones. The report's reference."""
    code, name, tests = PANELS[key]
    results = [(test, result(visit, test, (given or {}).get(test))) for test in tests]
    return report(visit, (code, name), results, note=note)


def singles(visit: Visit, *keys: str) -> list[str]:
    """Tests asked for one by one, without a report around them."""
    return [result(visit, key) for key in keys]


def result(
    visit: Visit,
    key: str,
    given: Decimal | str | None = None,
    *,
    method: str = "",
    without_range: bool = False,
    status: str = "final",
    note: str = "",
    laboratory: str = "",
) -> str:
    """One result as that hospital's laboratory reports it; `given` may be "<0.10". The Observation's reference.

    laboratory: another laboratory's key, for the copy of a result that somebody else's laboratory found.
    """
    chart, analyte = visit.chart, ANALYTES[key]
    laboratory = laboratory or chart.hospital.laboratory
    years_ago = (chart.life.today - visit.day).days / 365.25
    if given is None:
        given = chart.life.body.value(key, visit.day)
    comparator, value = _split(given)
    child = 1 <= chart.life.body.years_old(visit.day) < 12
    found = None if without_range else bounds(key, laboratory, years_ago, child=child)
    body = observation(visit, "laboratory", _code(key, analyte, laboratory, years_ago))
    body["status"] = status
    body["performer"] = [chart.organization() if method else chart.laboratory(laboratory)]
    body["valueQuantity"] = quantity(value, analyte.unit, analyte.ucum, comparator)
    letters = flag(key, value, found, comparator) if status != "entered-in-error" else ""
    if letters and not (letters == "N" and laboratory == "pinecone"):  # Pinecone leaves normal unsaid
        body["interpretation"] = [token("v3-ObservationInterpretation", letters, INTERPRETATIONS[letters])]
    if found:
        body["referenceRange"] = [_range(found, analyte)]
    if method:
        body["method"] = {"text": method}
    if note:
        body["note"] = [{"text": note}]
    return chart.add("Observation", body, visit.when + timedelta(hours=5))


def copies(visit: Visit, *keys: str, into: Chart) -> list[str]:
    """The same results as another place received them: same test, moment, value and unit, no visit of its own."""
    received = Visit(into, "", visit.when, "")
    return [result(received, key, laboratory=visit.chart.hospital.laboratory) for key in keys]


def words(visit: Visit, key: str, answer: str, *, expected: str = "", letters: str = "") -> str:
    """A result in words ("Non-reactive"). `expected` is printed as the range; `letters` is the laboratory's flag."""
    body = observation(visit, "laboratory", concept(LOINC, *WORDED[key]))
    body["performer"] = [visit.chart.laboratory()]
    body["valueString"] = answer
    if letters:
        body["interpretation"] = [token("v3-ObservationInterpretation", letters, INTERPRETATIONS[letters])]
    if expected:
        body["referenceRange"] = [{"text": expected}]
    return visit.chart.add("Observation", body, visit.when + timedelta(hours=20))


def report(visit: Visit, code: tuple[str, str], results: Sequence[tuple[str, str]], *, note: str = "") -> str:
    """A laboratory's DiagnosticReport over results (test key or name, Observation reference)."""
    chart = visit.chart
    shown = [
        {"reference": reference, "display": ANALYTES[key].name if key in ANALYTES else key}
        for key, reference in results
    ]
    body: Json = {
        "status": "final",
        "category": [concept(TERMINOLOGY + "v2-0074", "LAB", "Laboratory")],
        "code": concept(LOINC, *code) if code[0] else {"text": code[1]},
        "subject": chart.patient,
        "encounter": visit.link(),
        "effectiveDateTime": stamp(visit.when),
        "issued": stamp(visit.when + timedelta(hours=5)),
        "performer": [chart.laboratory()],
        "result": shown,
    }
    if note:
        body["conclusion"] = note
    return chart.add("DiagnosticReport", body, visit.when + timedelta(hours=5))


def observation(visit: Visit, category: str, code: Json) -> Json:
    """What every Observation of a visit has in common; the caller adds the value."""
    kind = concept(TERMINOLOGY + "observation-category", category, category.replace("-", " ").capitalize())
    seen_in = {"encounter": visit.link()} if visit.reference else {}
    return {
        "status": "final",
        "category": [kind],
        "code": code,
        "subject": visit.chart.patient,
        **seen_in,
        "effectiveDateTime": stamp(visit.when),
        "issued": stamp(visit.when + timedelta(hours=5 if category == "laboratory" else 0)),
    }


def quantity(value: Decimal, unit: str, ucum: str, comparator: str = "") -> Json:
    """A FHIR Quantity with its digits; a unit that is only a curly-bracketed word in UCUM is left unprinted."""
    found: Json = {"value": value}
    if comparator:
        found["comparator"] = comparator
    if unit:
        found["unit"] = unit
    return found | {"system": UCUM, "code": ucum}


def _split(given: Decimal | str) -> tuple[str, Decimal]:
    if isinstance(given, str):
        digits = given.lstrip("<>=")
        return given[: len(given) - len(digits)], Decimal(digits)
    return "", given


def _code(key: str, analyte: Analyte, laboratory: str, years_ago: float) -> Json:
    loinc, official = analyte.loinc, analyte.official
    if key == "egfr" and years_ago > CHANGED_YEARS_AGO:
        loinc, official = _OLD_EGFR
    if laboratory == "pinecone":  # has names of its own, and a number of its own beside LOINC
        own = {"system": "https://pinecone-lab.example/tests", "code": f"{int(loinc.replace('-', '')) % 9973:06d}"}
        name = f"{analyte.name}, serum" if "Serum or Plasma" in official and "," not in analyte.name else analyte.name
        return {"coding": [{"system": LOINC, "code": loinc, "display": official}, own], "text": name}
    return concept(LOINC, loinc, official, analyte.name)


def _range(found: Bounds, analyte: Analyte) -> Json:
    shown: Json = {}
    if found.low is not None:
        shown["low"] = quantity(found.low, analyte.unit, analyte.ucum)
    if found.high is not None:
        shown["high"] = quantity(found.high, analyte.unit, analyte.ucum)
    sign = "<" if found.low is None else "≥" if found.high is None else ""
    return shown | {"text": sign + found.text.strip("-") if sign else found.text.replace("-", "–")}
