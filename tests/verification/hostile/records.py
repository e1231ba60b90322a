"""In which fields of a record can a text of somebody else stand? One small resource for each."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from html import escape
from typing import Any

Doc = dict[str, Any]
LABORATORY = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}


def _result(mark: str, **more: Any) -> Doc:
    return {
        "resourceType": "Observation",
        "id": mark,
        "status": "final",
        "category": [{"coding": [LABORATORY]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "2339-0"}], "text": f"Glucose {mark}"},
        "effectiveDateTime": "2024-03-05",
        "valueQuantity": {"value": 98, "unit": "mg/dL"},
        **more,
    }


def _other(kind: str, mark: str, **more: Any) -> Doc:
    return {"resourceType": kind, "id": mark, **more}


def _letter(mark: str, **attachment: Any) -> Doc:
    attachment = {"contentType": "text/plain", "data": b64encode(b"hello").decode()} | attachment
    content = [{"attachment": attachment}]
    return _other("DocumentReference", mark, status="current", type={"text": f"Letter {mark}"}, content=content)


Field = Callable[[str, str], Doc]  # (text, mark) -> resource
FIELDS: dict[str, Field] = {
    "title": lambda t, m: _result(m, code={"text": t}),
    "display": lambda t, m: _result(m, code={"coding": [{"system": "http://example.org", "code": "x", "display": t}]}),
    "code": lambda t, m: _result(m, code={"coding": [{"system": t, "code": t, "display": m}]}),
    "unit": lambda t, m: _result(m, valueQuantity={"value": 1.5, "unit": t}),
    "value": lambda t, m: _result(m, valueQuantity=None, valueString=t),
    "coded value": lambda t, m: _result(m, valueQuantity=None, valueCodeableConcept={"text": t}),
    "range": lambda t, m: _result(m, referenceRange=[{"text": t}]),
    "verdict": lambda t, m: _result(m, interpretation=[{"text": t, "coding": [{"code": t}]}]),
    "note": lambda t, m: _result(m, note=[{"text": t}]),
    "performer": lambda t, m: _result(m, performer=[{"display": t}]),
    "method": lambda t, m: _result(m, method={"text": t}, bodySite={"text": t}),
    "part": lambda t, m: _result(m, component=[{"code": {"text": t}, "valueString": t}]),
    "id": lambda t, m: _result(m, id=t, code={"text": m}),
    "date": lambda t, m: _result(m, effectiveDateTime=t, code={"text": m}),
    "full text": lambda t, m: _result(m, text={"status": "generated", "div": f"<div>{t}</div>"}),
    "medicine": lambda t, m: _other(
        "MedicationRequest",
        m,
        status="active",
        intent="order",
        authoredOn="2024-03-05",
        medicationCodeableConcept={"text": t},
        dosageInstruction=[{"text": t, "patientInstruction": t}],
    ),
    "condition": lambda t, m: _other(
        "Condition", m, code={"text": t}, clinicalStatus={"text": t}, severity={"text": t}, onsetString=t
    ),
    "allergy": lambda t, m: _other(
        "AllergyIntolerance", m, code={"text": t}, reaction=[{"manifestation": [{"text": t}], "description": t}]
    ),
    "vaccine": lambda t, m: _other(
        "Immunization", m, status="completed", vaccineCode={"text": t}, lotNumber=t, occurrenceDateTime="2024-03-05"
    ),
    "visit": lambda t, m: _other(
        "Encounter",
        m,
        status="finished",
        type=[{"text": t}],
        reasonCode=[{"text": t}],
        period={"start": "2024-03-05"},
        location=[{"location": {"display": t}}],
    ),
    "link": lambda t, m: _result(m, encounter={"reference": t, "display": t}),
    "clinic": lambda t, m: _other("Organization", m, name=t),
    "letter": lambda t, m: _letter(m, title=t),
    "description": lambda t, m: _letter(m) | {"description": t},
    "kind of file": lambda t, m: _letter(m, contentType=t),
    "place of a file": lambda t, m: _letter(m, url=t, data=None),
    "web page inside": lambda t, m: _letter(m, contentType="text/html", data=b64encode(_utf8(t)).decode()),
    "drawing inside": lambda t, m: _letter(m, contentType="image/svg+xml", data=b64encode(_utf8(t)).decode()),
    "text inside": lambda t, m: _letter(m, data=b64encode(_utf8(t)).decode()),
    "narrative of a report": lambda t, m: _other(
        "DiagnosticReport",
        m,
        status="final",
        code={"text": t},
        conclusion=t,
        text={"status": "additional", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{escape(t)}{t}</div>'},
        presentedForm=[{"contentType": "text/html", "data": b64encode(_utf8(t)).decode(), "title": t}],
    ),
}


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
