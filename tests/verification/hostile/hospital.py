"""Which pages of a hospital's portal show a patient's record, and what do they say of one full of hostile texts?"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from django.test import Client
from django.urls import reverse

from haversack.accounts.models import User
from haversack.portal.actions.amendments import report_error
from haversack.portal.actions.changes import send_change_request
from haversack.portal.actions.load import load
from haversack.portal.actions.messages import begin_thread
from haversack.portal.models import Amendment, ChangeRequest, Patient, Provider, Record, Thread
from haversack.portal.presenters.sections import BY_SLUG
from haversack.portal.queries.profile import profile_for
from haversack.portal.queries.reader import Reader, open_reader
from haversack.portal.rules.cards import CardKind
from haversack.portal.rules.messages import File
from haversack.portal.rules.profile import Field, digest
from haversack.records.bundle import SourceFile

from .pages import Pair
from .records import FIELDS
from .texts import TEXTS, hostile


class Registrar:
    """Whoever loads in these tests."""

    pseudonym = "desk"


def hostile_hospital(pairs: list[Pair]) -> Reader:
    """A patient whose name, profile, record, messages and requests are made of them, and a doctor of that kind."""
    name = hostile("drawing", "zqperson")
    docs = [
        {"resourceType": "Patient", "id": "p", "name": [{"family": name, "given": [name]}], "birthDate": "1971-05-06",
         "address": [{"line": [name], "city": name}], "contact": [{"relationship": [{"text": name}]}]},
        {"resourceType": "Practitioner", "id": "d", "name": [{"text": hostile("picture", "zqdoctor")}]},
    ]  # fmt: skip
    for number, (field, text) in enumerate(pairs):
        doc = FIELDS[field](hostile(text, f"zq{number}"), f"zq{number}")
        whose = "patient" if doc["resourceType"] in ("AllergyIntolerance", "Immunization") else "subject"
        docs.append({**doc, whose: {"reference": "Patient/p"}, "id": f"r{number}"})
    data = b"\n".join(json.dumps(doc).encode() for doc in docs)
    load(by=Registrar(), files=[SourceFile("hostile.ndjson", len(data), lambda: io.BytesIO(data))])
    user = User.objects.create_with_login_id("ada", None)
    patient = Patient.objects.get(fhir_id="p")
    patient.user = user
    patient.save()
    reader = open_reader(user, patient.uuid, datetime.now(UTC))
    _typed(reader)
    return reader


def _typed(reader: Reader) -> None:
    """What a patient types: a message with a file, a report, a request."""
    Provider.objects.update(participates=True, why_not=hostile("picture", "zqwhy"))
    for text in TEXTS:
        said = hostile(text, "zqtyped").encode("utf-8", "replace").decode()
        provider = Provider.objects.get().uuid
        file = File(said[:100], b"%PDF-1.7 x")
        begin_thread(by=reader, provider=provider, subject=said[:100] or "x", text=said[:5000] or "x", files=[file])
        report_error(by=reader, wrong=said[:2000] or "x", right=said[:2000] or "x")
    on_file = profile_for(reader).profile
    wanted = on_file | {Field.RELIGION: {"religion": hostile("picture", "zqfaith")[:200]}}
    send_change_request(by=reader, wanted=wanted, shown=digest(on_file))


def browser_of(reader: Reader) -> Client:
    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(pk=reader.user))
    return browser


def addresses(reader: Reader) -> Iterator[str]:
    """Every page that shows something of this record."""
    at = [reader.uuid]
    for name in (
        "home",
        "profile",
        "errors",
        "report_error",
        "messages",
        "write",
        "access",
        "download",
        "wish",
        "cards",
    ):
        yield reverse(f"portal:{name}", args=at)
    for kind in CardKind:
        yield reverse("portal:new_card", args=[*at, kind])
    for slug in BY_SLUG:
        for query in ("", "?page=2", "?year=2024"):
            yield reverse("portal:section", args=[*at, slug]) + query
    for number in Record.objects.filter(patient=reader.patient).order_by("pk").values_list("pk", flat=True):
        for name in ("entry", "trend", "ask", "report_error_in"):
            yield reverse(f"portal:{name}", args=[*at, number])
    for row, name in ((Thread, "thread"), (Amendment, "error"), (ChangeRequest, "change")):
        for uuid in row.objects.values_list("uuid", flat=True):
            yield reverse(f"portal:{name}", args=[*at, uuid])
