"""Which papers does a hospital keep of a patient: letters it wrote, advance directives, pathology, implants' labels?"""

from __future__ import annotations

import base64
from datetime import date, timedelta

from haversack.demo.chart import LOINC, SNOMED, TERMINOLOGY, Chart, concept, stamp
from haversack.demo.documents import attachment, pdf_letter
from haversack.demo.exact import Json
from haversack.demo.life import at
from haversack.demo.pdf import letter
from haversack.demo.portals.asked import US_CORE_CATEGORY
from haversack.demo.visits import Visit

_WORKFLOW = "http://hl7.org/fhir/StructureDefinition/workflow-supportingInfo"


def letter_to_patient(visit: Visit, title: str, text: str) -> str:
    """A letter as PDF, its bytes kept beside it as a Binary that only those may read who may read the letter."""
    reference = pdf_letter(visit, "to-patient", title, text)
    return by_address(visit.chart, reference)


def by_address(chart: Chart, reference: str) -> str:
    """The document with its bytes moved into a Binary."""
    ident = reference.partition("/")[2]
    document = next(one for one in chart.resources if one["id"] == ident)
    content = document["content"][0]["attachment"]
    data = content.pop("data")
    binary = {"contentType": content["contentType"], "securityContext": {"reference": reference}, "data": data}
    content["url"] = chart.add("Binary", binary, date.fromisoformat(document["date"][:10]))
    content["size"] = len(base64.b64decode(data))
    return reference


def pathology(visit: Visit, reader: str, title: str, findings: str, diagnosis: str, *, days: int = 3) -> str:
    """A surgical pathology report by that pathologist; `days`: how long it took."""
    chart, done = visit.chart, visit.when + timedelta(days=days)
    text = f"{findings}\n\n{diagnosis}".encode()
    body: Json = {
        "status": "final",
        "category": [concept(TERMINOLOGY + "v2-0074", "SP", "Surgical Pathology")],
        "code": concept(LOINC, "11526-1", "Pathology study", title),
        "subject": chart.patient,
        "encounter": visit.link(),
        "effectiveDateTime": stamp(visit.when),
        "issued": stamp(done),
        "performer": [chart.organization()],
        "resultsInterpreter": [chart.doctor(reader)],
        "conclusion": diagnosis,
        "presentedForm": [attachment(title, "text/plain; charset=utf-8", text, visit)],
    }
    return chart.add("DiagnosticReport", body, done)


def directive(visit: Visit, title: str, text: str, *, scanned: bool) -> str:
    """An advance directive that the patient brought, inline when scanned, and the note that there is one."""
    chart = visit.chart
    when = stamp(visit.when)
    doctor = chart.doctor(visit.doctor)
    paper: Json = {
        "extension": [
            {
                "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-authentication-time",
                "valueDateTime": when,
            }
        ],
        "status": "current",
        "type": concept(LOINC, "86533-7", "Patient Living will", title),
        "category": [concept(LOINC, "42348-3", "Advance healthcare directives")],
        "subject": chart.patient,
        "date": when,
        "author": [chart.patient],
        "authenticator": doctor,
        "description": title,
        "content": [
            {
                "attachment": {
                    "contentType": "application/pdf",
                    "data": base64.b64encode(letter(title, text)).decode(),
                    "title": title,
                }
            }
        ],
    }
    document = chart.add("DocumentReference", paper, visit.when)
    if not scanned:
        by_address(chart, document)
    known: Json = {
        "extension": [{"url": _WORKFLOW, "valueReference": {"reference": document}}],
        "status": "final",
        "category": [concept(US_CORE_CATEGORY, "observation-adi-documentation", "Advance directive documentation")],
        "code": concept(LOINC, "45473-6", "Advance healthcare directive completed", "Advance directive on file"),
        "subject": chart.patient,
        "effectiveDateTime": when,
        "issued": when,
        "performer": [doctor],
        "valueCodeableConcept": concept(SNOMED, "373066001", "Yes"),
    }
    chart.add("Observation", known, visit.when)
    return document


def implant(visit: Visit, kind: tuple[str, str], title: str, maker: str, model: str) -> str:
    """An implanted Device with what its label says (the label's own way of writing is the GS1 general one)."""
    chart, dice = visit.chart, visit.chart.life.dice(f"implant:{title}")
    number, lot, serial = (
        f"9{dice.randrange(10**13):013d}",
        f"L{dice.randrange(10**5):05d}",
        f"S{dice.randrange(10**6):06d}",
    )
    made, over = visit.day - timedelta(days=400), visit.day + timedelta(days=1300)
    label = f"(01){number}(11){made:%y%m%d}(17){over:%y%m%d}(10){lot}(21){serial}"
    body: Json = {
        "udiCarrier": [{"deviceIdentifier": number, "carrierHRF": label, "entryType": "barcode"}],
        "status": "active",
        "distinctIdentifier": f"{serial}-{number[-4:]}",
        "manufacturer": maker,
        "manufactureDate": made.isoformat(),
        "expirationDate": over.isoformat(),
        "lotNumber": lot,
        "serialNumber": serial,
        "deviceName": [{"name": title, "type": "user-friendly-name"}],
        "modelNumber": model,
        "type": concept(SNOMED, *kind, title),
        "patient": chart.patient,
    }
    return chart.add("Device", body, at(visit.day, 15))
