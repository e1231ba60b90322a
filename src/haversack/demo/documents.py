"""How are notes, letters and reports written down, as text and as PDF?"""

from __future__ import annotations

import base64
from datetime import timedelta

from haversack.demo.chart import LOINC, TERMINOLOGY, Chart, concept, stamp
from haversack.demo.exact import Json
from haversack.demo.pdf import letter
from haversack.demo.visits import Visit

KINDS: dict[str, tuple[str, str]] = {
    "visit": ("11506-3", "Progress note"),
    "history": ("34117-2", "History and physical note"),
    "consult": ("11488-4", "Consultation note"),
    "discharge": ("18842-5", "Discharge summary"),
    "operation": ("11504-8", "Surgical operation note"),
    "letter": ("57133-1", "Referral note"),
    "imaging": ("18748-4", "Diagnostic imaging study"),
    "eye": ("70006-2", "Ophthalmology note"),
    "procedure": ("28570-0", "Procedure note"),
    "emergency": ("34111-5", "Emergency department note"),
    "laboratory": ("11502-2", "Laboratory report"),
    "pathology": ("11526-1", "Pathology study"),
    "to-patient": ("51852-2", "Letter"),
}


def note(visit: Visit, kind: str, title: str, text: str) -> str:
    """A note in plain text; the DocumentReference's reference."""
    return _document(visit, kind, title, "text/plain; charset=utf-8", text.encode())


def pdf_letter(visit: Visit, kind: str, title: str, text: str) -> str:
    """The same as a PDF."""
    head = f"{visit.chart.hospital.name}\n{visit.chart.hospital.street}, {visit.chart.hospital.city}\n\n"
    return _document(visit, kind, title, "application/pdf", letter(title, head + text))


def imaging(
    visit: Visit, code: tuple[str, str], title: str, findings: str, conclusion: str, *, system: str = "RAD"
) -> str:
    """A DiagnosticReport of a picture or tracing with its text as an attachment."""
    chart = visit.chart
    shown = {"RAD": "Radiology", "CUS": "Cardiac Ultrasound", "EC": "Electrocardiac", "OUS": "OB Ultrasound"}[system]
    body: Json = {
        "status": "final",
        "category": [concept(TERMINOLOGY + "v2-0074", system, shown)],
        "code": concept(LOINC, *code, title) if code[0] else {"text": title},
        "subject": chart.patient,
        "encounter": visit.link(),
        "effectiveDateTime": stamp(visit.when),
        "issued": stamp(visit.when + timedelta(hours=4)),
        "performer": [chart.organization()],
        "resultsInterpreter": [chart.doctor(visit.doctor)],
        "conclusion": conclusion,
        "presentedForm": [
            attachment(title, "text/plain; charset=utf-8", f"{findings}\n\n{conclusion}".encode(), visit)
        ],
    }
    return chart.add("DiagnosticReport", body, visit.when + timedelta(hours=4))


def vouch(chart: Chart, visit: Visit, *targets: str) -> str:
    """A Provenance: who wrote these down, and where."""
    agent = {
        "type": concept(TERMINOLOGY + "provenance-participant-type", "author", "Author"),
        "who": chart.doctor(visit.doctor),
        "onBehalfOf": chart.organization(),
    }
    listed = [{"reference": target} for target in targets]
    body = {"target": listed, "recorded": stamp(visit.when + timedelta(hours=1)), "agent": [agent]}
    return chart.add("Provenance", body, visit.when + timedelta(hours=1))


def _document(visit: Visit, kind: str, title: str, content_type: str, data: bytes) -> str:
    chart = visit.chart
    code, name = KINDS[kind]
    clinical = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category"
    body: Json = {
        "status": "current",
        "docStatus": "final",
        "type": concept(LOINC, code, name, title),
        "category": [concept(clinical, "clinical-note", "Clinical Note")],
        "subject": chart.patient,
        "date": stamp(visit.when + timedelta(hours=1)),
        "author": [chart.doctor(visit.doctor)],
        "custodian": chart.organization(),
        "description": title,
        "content": [{"attachment": attachment(title, content_type, data, visit)}],
        "context": {"encounter": [visit.link()], "period": {"start": stamp(visit.when)}},
    }
    return chart.add("DocumentReference", body, visit.when + timedelta(hours=1))


def attachment(title: str, content_type: str, data: bytes, visit: Visit) -> Json:
    """An Attachment with its bytes inside."""
    return {
        "contentType": content_type,
        "language": visit.chart.life.profile.language if visit.chart.hospital.key == "santelmo" else "en-US",
        "data": base64.b64encode(data).decode(),
        "title": title,
        "creation": stamp(visit.when + timedelta(hours=1)),
    }
