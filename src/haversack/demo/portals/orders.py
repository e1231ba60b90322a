"""Which sample and which order stand behind a result?"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from haversack.demo.chart import SNOMED, Chart, concept, token
from haversack.demo.exact import Json

if TYPE_CHECKING:
    from haversack.demo.portals.charting import PortalChart

_SAMPLES = (  # what stands in the test's official name: SNOMED CT code of the sample, its name
    ("Urine", "122575003", "Urine specimen"),
    ("Capillary", "122554006", "Capillary blood specimen"),
    ("Respiratory", "258500001", "Nasopharyngeal swab"),
    ("Serum", "119364003", "Serum specimen"),
    ("pathology", "119376003", "Tissue specimen"),
    ("", "119297000", "Blood specimen"),
)
LABORATORY = concept(SNOMED, "108252007", "Laboratory procedure")
IMAGING = concept(SNOMED, "363679005", "Imaging")
_KIND = {"LAB": LABORATORY, "SP": LABORATORY}


def sample_of(chart: PortalChart, body: Json) -> Json:
    """A laboratory's Observation with the sample it was found in; one sample a visit and kind."""
    if body["category"][0]["coding"][0]["code"] != "laboratory":
        return body
    official, when = body["code"]["coding"][0]["display"], body["effectiveDateTime"]
    words, code, name = next(row for row in _SAMPLES if row[0] in official)
    if (words, when) not in chart.samples:
        number = f"{chart.hospital.key[:2].upper()}-{chart.life.dice(f'{words}{when}').randrange(10**8):08d}"
        sample = {
            "identifier": [{"system": f"{chart.hospital.base}/samples", "value": number}],
            "accessionIdentifier": {"system": f"{chart.hospital.base}/accessions", "value": number},
            "status": "available",
            "type": concept(SNOMED, code, name),
            "subject": chart.patient,
            "collection": {"collectedDateTime": when},
            "condition": [token("v2-0493", "COOL", "Cool")],
        }
        chart.samples[words, when] = chart.add("Specimen", sample, datetime.fromisoformat(when))
    return body | {"specimen": {"reference": chart.samples[words, when], "display": name}}


def order_of(chart: PortalChart, body: Json) -> Json:
    """A report with the order that asked for it, and for a laboratory's the samples."""
    kind = body["category"][0]["coding"][0]["code"]
    when = body["effectiveDateTime"]
    doctor = chart.whose("primary")
    ordered = order(chart, body["code"], when, body["encounter"], _KIND.get(kind, IMAGING), by=doctor)
    found = body | {"basedOn": [{"reference": ordered}]}
    used = [{"reference": sample} for (_, moment), sample in chart.samples.items() if moment == when]
    if kind == "LAB" and used:
        found["specimen"] = used
        found.setdefault("resultsInterpreter", [chart.doctor(doctor)])
    return found


def order(
    chart: Chart, code: Json, when: str, encounter: Json, kind: Json, *, by: str, status: str = "completed"
) -> str:
    """A ServiceRequest by that doctor; its reference."""
    body = {
        "status": status,
        "intent": "order",
        "category": [kind],
        "code": code,
        "subject": chart.patient,
        "encounter": encounter,
        "occurrenceDateTime": when,
        "authoredOn": when,
        "requester": chart.doctor(by),
    }
    return chart.add("ServiceRequest", body, datetime.fromisoformat(when))
