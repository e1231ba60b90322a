"""Does the PDF of a record say what the pages say, in the reader's language, and nothing that is kept back?"""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime

import pytest
from django.test import Client

from haversack.audit.models import Waiting
from haversack.portal.actions.amendments import accept_amendment, report_error
from haversack.portal.models import Record
from haversack.portal.presenters import paper
from haversack.web.paper import Document, Line, NotLaidOut, Part, pdf

from ...paper import words_of
from .hospital import let_hold, report, result, take_in
from .pages import CLERK, admit, reading


@pytest.fixture
def ngozi(portal_site, client: Client):
    let_hold("backus")
    patient, user = admit()
    client.force_login(user)
    return patient


def copy(client: Client, patient) -> bytes:
    answer = client.post(f"/r/{patient.uuid}/download/pdf/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="health-record.pdf"'
    return b"".join(answer.streaming_content)


def test_it_says_what_is_shown_with_its_rules_and_what_it_is_not(client: Client, ngozi):
    said = " ".join(words_of(copy(client, ngozi)).split())
    for words in (
        "Ngozi Okafor, born 6 May 1971", "Penicillin", "Asthma", "Salbutamol inhaler", "Influenza", "142 mg/dL",
        "High (70–99)", "Hospital letter", "Chest X-ray", "Page 1 of", "This is not your complete legal record.",
        "Results appear 72 hours after they are final.", "Pathology reports are not shown here.",
        "Everything since 2012 is shown.",
    ):  # fmt: skip
        assert words in said
    assert said.endswith("Health record")  # its title says nothing of her
    assert Waiting.objects.filter(act="record.export").values_list("object", flat=True).get() == "pdf"


def test_what_is_held_or_withheld_is_not_in_it(client: Client, ngozi):
    now = datetime.now(UTC).isoformat()
    take_in(
        result("new", issued=now, code={"text": "Fresh test"}),
        report("path", category="LP7839-6", code={"text": "Biopsy"}, conclusion="Cells"),
    )
    said = words_of(copy(client, ngozi))
    assert "Glucose" in said
    for word in ("Fresh test", "Biopsy", "Cells"):
        assert word not in said


def test_in_spanish_it_is_in_spanish_and_accents_stay(client: Client, ngozi):
    take_in(result("es", code={"text": "Ácido úrico – señal ñ"}))
    ngozi.user.language = "es"
    ngozi.user.save()
    said = " ".join(words_of(copy(client, ngozi)).split())
    for words in ("Página 1 de", "nacimiento: 6 de mayo de 1971", "Ácido úrico – señal ñ", "Resultados"):
        assert words in said
    assert "What the portal" not in said


def test_of_very_many_the_newest_are_in_it_and_it_says_so(client: Client, ngozi, monkeypatch):
    monkeypatch.setattr(paper, "MOST_LINES", 1)
    said = " ".join(words_of(copy(client, ngozi)).split())
    assert "Only the newest 1 of 2 are here." in said


def test_markup_and_control_characters_in_a_record_stay_text():
    line = Line(
        "#panic() $x$ *b* \\ <l> @x \x07\u202e\ud83d".encode("utf-8", "replace").decode(),
        value='")] #read("/etc/passwd")',
    )
    said = words_of(pdf(Document("en", "Kind", "Of", "Heading", "Page {} of {}", parts=[Part("Part", lines=[line])])))
    assert "#panic() $x$ *b* \\ <l> @x" in said
    assert '#read("/etc/passwd")' in said
    assert "root:" not in said


def test_one_that_cannot_be_laid_out_is_a_page_that_says_what_to_do(client: Client, ngozi, monkeypatch):
    def late(*words, **more):
        raise subprocess.TimeoutExpired("x", 1)

    monkeypatch.setattr("haversack.web.paper.subprocess.run", late)
    answer = client.post(f"/r/{ngozi.uuid}/download/pdf/")
    assert answer.status_code == 503
    assert "The PDF could not be made. Download the page instead." in answer.content.decode()
    with pytest.raises(NotLaidOut):
        pdf(Document("en", "Kind", "Of", "Heading", "Page {} of {}"))


def test_what_was_put_right_goes_with_it(client: Client, ngozi):
    reader = reading(ngozi.user, ngozi)
    asked = report_error(by=reader, wrong="a", right="b", about=Record.objects.get(fhir_id="co").pk)
    accept_amendment(by=CLERK, request=asked.uuid, answer="It was a cough, not asthma.")
    assert "It was a cough, not asthma." in " ".join(words_of(copy(client, ngozi)).split())
