"""A laboratory's PDF comes in, is looked at line by line, and counts only then."""

from __future__ import annotations

import argparse
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from haversack.backpack.actions.identity import AnotherPerson
from haversack.backpack.actions.intake import Terms
from haversack.backpack.actions.lab_report_lines import take_lab_lines
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.review import accept_all, remove_all
from haversack.backpack.actions.routing import receive_each
from haversack.backpack.forms.lab_reports import DayForm
from haversack.backpack.jobs.work import do_work
from haversack.backpack.models import LabReport, Record, Work
from haversack.backpack.models.face import BODY
from haversack.backpack.models.record import Kind, State
from haversack.backpack.presenters.lab_reports import as_read
from haversack.backpack.queries.everything import all_lines
from haversack.backpack.queries.lab_reports import lab_reports, waiting_lab_reports
from haversack.backpack.queries.lines import counts
from haversack.backpack.queries.persons import open_person
from haversack.cli import import_
from haversack.cli.frame import Console
from haversack.records.formats.lab_report import words
from haversack.records.formats.lab_report.making import Confirmed, Confirming

from ...papers import lab_pdf
from .conftest import OPERATOR, bundle, file_of, observation, patient
from .exporting import come_back, leave
from .members import backpack_of, browser

NAME = "blood.pdf"
TEXT = b"""Heron Bay Medical Laboratory
Patient: Ada Ferris        Collected: 2026-03-14

Test             Result     Units      Reference Range
Glucose          104 H      mg/dL      70 - 99
Sodium           139        mmol/L     136 - 145
"""
CONFIRMING = Confirming("Ana", "2026-11-26T10:00:00+00:00")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Keys and inbox of a test are nobody else's."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()


@pytest.fixture(scope="module")
def pdf():
    return lab_pdf()


def lines_of(seen, **changed):
    return [
        Confirmed(
            at, line.test, changed.get(line.test, line.value), line.unit, line.range, line.flag, "2026-03-14", line.code
        )
        for at, line in seen.results
    ]


def take_in(opened, seen, **more):
    changed = more.pop("changed", {})
    return take_lab_lines(
        opened=opened, by=OPERATOR, seen=seen, page=0, lines=lines_of(seen, **changed), confirming=CONFIRMING, **more
    )


def waiting_labs(opened):
    entries = [one.entry for one, _told in all_lines(opened, state=State.PENDING)]
    return {one.title: one for one in entries if one.category == "labs"}


def said_of(report):
    return [one["what"] for one in report.problems]


def test_nothing_of_a_report_counts_before_somebody_looked_at_it(ada, take, pdf):
    report = take(ada, pdf, source=None, name=NAME, accept=True)
    assert (report.received, report.outcomes["accepted"], dict(report.by_category)) == (1, 1, {"documents": 1})
    assert said_of(report) == [words.RECOGNISED.format(5)]
    (seen,) = waiting_lab_reports(ada)
    assert [line.test for _at, line in seen.results] == [
        "Glucose", "Sodium", "Potassium", "Hemoglobin", "HIV 1/2 antibody",
    ]  # fmt: skip
    original = Record.objects.get(kind=Kind.ORIGINAL)
    assert ada.key.open(bytes(original.body), BODY) == pdf
    row = LabReport.objects.get()
    assert b"Glucose" not in bytes(row.sealed)
    assert b"Glucose" in ada.key.open(bytes(row.sealed), "lab-report")


def test_confirmed_lines_wait_for_review_as_results_with_their_document(ada, take, pdf):
    take(ada, pdf, source=None, name=NAME)
    (seen,) = lab_reports(ada)
    report = take_in(ada, seen, changed={"Potassium": "3.30"})
    assert report.outcomes["pending"] == 5
    assert counts(ada, State.PENDING) == {"documents": 1, "labs": 5}
    found = waiting_labs(ada)
    potassium = found["Potassium"]
    assert (potassium.value.text, potassium.value.unit, potassium.flag) == ("3.30", "mmol/L", "L")
    assert (potassium.range.low, potassium.range.high, potassium.date) == ("3.5", "5.1", "2026-03-14")
    assert potassium.performers == ("Heron Bay Medical Laboratory",)
    assert [link.reference for link in potassium.links] == [f"DocumentReference/{seen.facts.document}"]
    assert found["HIV 1/2 antibody"].value.text == "Non-reactive"
    assert len({one.source_id for one in Record.objects.all()}) == 1
    assert waiting_lab_reports(ada) == []
    (provenance,) = [
        one for one in map(_body(ada), Record.objects.filter(kind=Kind.UNDISPLAYED))
        if one["resourceType"] == "Provenance"
    ]  # fmt: skip
    assert provenance["agent"][0]["who"] == {"display": "Ana"}
    assert len(provenance["target"]) == 5


def _body(opened):
    return lambda row: json.loads(opened.key.open(bytes(row.body), BODY))


def test_the_same_report_again_doubles_nothing_and_is_not_offered_again(ada, take, pdf):
    take(ada, pdf, source=None, name=NAME)
    take_in(ada, lab_reports(ada)[0])
    accept_all(opened=ada, by=OPERATOR, shown=None)
    again = take(ada, pdf, source=None, name="copy.pdf")
    assert (again.outcomes["unchanged"], again.outcomes["pending"]) == (1, 0)
    assert said_of(again) == [words.KNOWN]
    (seen,) = lab_reports(ada)
    assert not seen.waits
    assert take_in(ada, seen).outcomes["unchanged"] == 6
    assert counts(ada, State.ACCEPTED) == {"documents": 1, "labs": 5}
    assert counts(ada, State.PENDING) == {}


def test_a_report_that_is_removed_for_good_is_gone_with_its_lines(ada, take, pdf):
    take(ada, pdf, source=None, name=NAME)
    remove_all(opened=ada, by=OPERATOR, shown=None)
    assert not LabReport.objects.exists()
    report = take(ada, pdf, source=None, name=NAME)
    assert (report.outcomes["declined"], said_of(report)) == (1, [])
    assert not LabReport.objects.exists()


def test_a_result_whose_code_the_report_prints_is_the_same_fact_as_a_portals(ada, take):
    report = b"""Heron Bay Laboratory
LOINC      Test        Result    Units     Reference Range
2951-2     Sodium      139       mmol/L    136 - 145
"""
    take(ada, report, source=None, name="coded.txt")
    take_in(ada, lab_reports(ada)[0])
    portal = observation("p1", "139", "2026-03-14", "2951-2") | {"valueQuantity": {"value": 139, "unit": "mmol/L"}}
    assert take(ada, portal).merged == 1
    assert counts(ada, State.PENDING) == {"documents": 1, "labs": 1}


def test_a_report_for_the_one_person_of_several_files_waits_too():
    files = [file_of(bundle(patient()), "ada.json"), file_of(TEXT, "report.txt")]
    _report, (opened,) = receive_each(by=OPERATOR, files=files, terms=Terms())
    assert [one.facts.file for one in waiting_lab_reports(opened)] == ["report.txt"]


def test_a_text_with_a_table_is_a_report_too(ada, take):
    take(ada, TEXT, source=None, name="report.txt")
    (seen,) = lab_reports(ada)
    assert take_in(ada, seen).outcomes["pending"] == 2
    assert counts(ada, State.PENDING) == {"documents": 1, "labs": 2}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 nothing of one", words.DAMAGED),
        (lab_pdf(headings=("A", "B", "C", "D", "E"), results=()), words.PLAIN),
    ],
)
def test_another_pdf_is_kept_as_a_document_and_says_why(ada, take, data, said):
    report = take(ada, data, source=None, name="letter.pdf")
    assert (report.outcomes["pending"], said_of(report)) == (1, [said])
    assert counts(ada, State.PENDING) == {"documents": 1}
    assert lab_reports(ada) == []


def test_a_report_that_names_somebody_else_is_taken_from_only_when_said_so(ada, take, pdf):
    take(ada, patient("Soto", "Bea", "1982-02-02"), accept=True)
    take(ada, pdf, source=None, name=NAME)
    known = open_person(OPERATOR, ada.uuid)
    (seen,) = lab_reports(known)
    with pytest.raises(AnotherPerson):
        take_in(known, seen)
    assert counts(ada, State.PENDING) == {"documents": 1}
    take_in(known, seen, same_person=True)
    assert counts(ada, State.PENDING) == {"documents": 1, "labs": 5}


def test_what_was_taken_in_leaves_and_comes_back_as_it_was(ada, take, pdf, tmp_path):
    take(ada, pdf, source=None, name=NAME)
    take_in(ada, lab_reports(ada)[0])
    accept_all(opened=ada, by=OPERATOR, shown=None)
    leave(ada, tmp_path / "out")
    assert pdf in [one.read_bytes() for one in (tmp_path / "out" / "records").rglob("*") if one.is_file()]
    again = add_person(by=OPERATOR, name="Again")
    come_back(again, tmp_path / "out", accept=True)
    assert counts(again, State.ACCEPTED) == {"documents": 1, "labs": 5}


def test_the_page_asks_for_what_it_cannot_know_and_loses_nothing_that_was_typed():
    ana = backpack_of()
    client = browser("alice")
    report = lab_pdf(head=(("Collected", "03/04/2026"),))
    sent = {"file": [SimpleUploadedFile(NAME, report)], "source": ""}
    answer = client.post(reverse("backpack:import", args=[ana.uuid]), sent)
    do_work.func(Work.objects.get().pk)
    assert "5 results recognised" in client.get(answer.url).content.decode()
    (seen,) = lab_reports(ana)
    address = reverse("backpack:lab_report", args=[ana.uuid, seen.id])
    page = client.get(address).content.decode()
    assert "Which day is meant?" in page
    typed = dict(re.findall(r'name="(l\d+-(?:test|value|unit|range))" value="([^"]*)"', page))
    (glucose,) = [name[:-5] for name, value in typed.items() if value == "Glucose"]
    typed |= {f"{glucose}-value": "10,4", "take": [glucose[1:]], "act": "take"}
    mended = client.post(address, typed)
    assert mended.status_code == 400
    assert "Say which day is meant." in mended.content.decode()
    assert f'name="{glucose}-value" value="10,4"' in mended.content.decode()
    typed[f"{glucose}-value"] = "10,400"
    assert "Write the number with a point" in client.post(address, typed | {"day": "2026-04-03"}).content.decode()
    typed[f"{glucose}-value"] = "10,4"
    assert client.post(address, typed | {"day": "2026-04-03"}).status_code == 302
    (found,) = waiting_labs(ana).values()
    assert (found.title, found.value.text, found.date) == ("Glucose", "10.4", "2026-04-03")
    assert any("confirmed by" in note for note in found.notes)


def test_a_report_that_was_put_aside_stays_so_and_can_be_looked_at_after_all():
    ana = backpack_of()
    client = browser("alice")
    client.post(reverse("backpack:import", args=[ana.uuid]), {"file": [SimpleUploadedFile("r.txt", TEXT)]})
    do_work.func(Work.objects.get().pk)
    (seen,) = lab_reports(ana)
    address = reverse("backpack:lab_report", args=[ana.uuid, seen.id])
    client.post(address, {"act": "dismiss"})
    assert waiting_lab_reports(ana) == []
    assert "put aside" in client.get(reverse("backpack:import", args=[ana.uuid])).content.decode()
    client.post(address, {"act": "reopen"})
    assert [one.id for one in waiting_lab_reports(ana)] == [seen.id]


def test_the_day_of_the_report_is_not_taken_for_the_day_of_the_sample(ada, take):
    take(ada, TEXT.replace(b"Collected:", b"Reported: "), source=None, name="report.txt")
    (seen,) = lab_reports(ada)
    assert (seen.facts.report.head.days, DayForm(seen.facts.report.head)["day"].value()) == (("2026-03-14",), None)
    assert as_read(seen, seen.results[0][0], "Ana").date == ""
    take(ada, TEXT, source=None, name="other.txt")
    newest = lab_reports(ada)[0]
    assert DayForm(newest.facts.report.head)["day"].value() == "2026-03-14"
    assert as_read(newest, newest.results[0][0], "Ana").date == "2026-03-14"


def test_at_the_console_lines_are_shown_and_taken_after_a_look(ada, tmp_path, capsys):
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT + b"Something         a bit     mg/dL      1 - 2\n")

    def said(*more):
        parser = argparse.ArgumentParser()
        import_.arguments(parser)
        console = Console(as_json=True)
        import_.run(parser.parse_args([str(path), "--person", str(ada.uuid), *more]), console)
        out, err = capsys.readouterr()
        return json.loads(out), err

    told, err = said("--show-lines")
    assert "report.txt, page 1, line 4: Glucose: 104 mg/dL, range 70–99, mark H" in err
    assert "in doubt" in err
    assert told["by_category"] == {"documents": 1}
    told, _err = said("--take-lines")
    assert told["by_category"] == {"documents": 1, "labs": 2}
    assert counts(ada, State.PENDING) == {"documents": 1, "labs": 2}
    assert len(waiting_lab_reports(ada)) == 1  # the line in doubt
    told, _err = said("--take-lines")
    assert counts(ada, State.PENDING) == {"documents": 1, "labs": 2}
