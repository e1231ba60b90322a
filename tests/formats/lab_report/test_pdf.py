"""Are the lines of a PDF recognised by their places, and does no PDF hold its reader up or take it down?"""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
import typst

from haversack.backpack.queries.pdf_pages import picture_of, words_of
from haversack.records.formats.lab_report.reading import report_of

from ...papers import lab_pdf
from ..mutations import mutated

ONC = Path(__file__).parents[4] / "shared" / "data" / "pdf-onc-scenarios"


@pytest.fixture(scope="module")
def pdf():
    return lab_pdf()


def read(data):
    found = words_of(data)
    assert found.trouble == ""
    return report_of(found.pages, found.more)


def results(report):
    return [(one.test, one.value, one.flag, one.unit, one.range) for one in report.results]


def test_the_columns_of_a_pdf_are_found_by_their_places(pdf):
    report = read(pdf)
    assert results(report) == [
        ("Glucose", "104", "H", "mg/dL", "70–99"),
        ("Sodium", "139", "", "mmol/L", "136–145"),
        ("Potassium", "3.2", "L", "mmol/L", "3.5–5.1"),
        ("Hemoglobin", "13.2", "", "g/dL", "11.5–15.5"),
        ("HIV 1/2 antibody", "Non-reactive", "", "", "Non-reactive"),
    ]
    assert [one.section for one in report.results] == ["CHEMISTRY"] * 3 + ["HEMATOLOGY"] * 2
    assert (report.head.name, report.head.born, report.head.days) == ("Ada Ferris", ("1970-01-01",), ("2026-03-14",))
    width, height = report.sizes[0]
    for line in report.results:
        left, top, right, bottom = line.box
        assert 0 < left < right < width
        assert 0 < top < bottom < height


@pytest.mark.parametrize("align", ["right", "center"])
def test_columns_may_be_set_to_the_right_or_in_the_middle(align):
    report = read(lab_pdf(align=align))
    assert results(report) == results(read(lab_pdf()))


def test_a_table_goes_on_over_pages_below_headings_of_its_own():
    rows = [(f"Analyte {number}", str(number), "", "mg/dL", "1 - 99") for number in range(90)]
    report = read(lab_pdf(results=rows))
    assert [one.test for one in report.results] == [row[0] for row in rows]
    assert {one.page for one in report.results} == {0, 1, 2}
    assert sum(one.kind == "heading" for one in report.lines) == 3


def test_a_page_that_was_turned_is_read_as_it_is_shown():
    table = "[Test],[Result],[Units],[Range],[Glucose],[104],[mg/dL],[70 - 99]"
    source = f"#set page(width: 400pt, height: 600pt)\n#rotate(-90deg, reflow: true, table(columns: 4, {table}))"
    document = pypdfium2.PdfDocument(typst.compile(source.encode(), format="pdf"))
    document[0].set_rotation(90)
    turned = io.BytesIO()
    document.save(turned)
    report = read(turned.getvalue())
    assert results(report) == [("Glucose", "104", "", "mg/dL", "70–99")]
    assert report.sizes == ((600.0, 400.0),)


def test_the_scenarios_of_the_ONC_are_no_reports():
    files = sorted(ONC.glob("*.pdf"))
    if not files:
        pytest.skip(f"no PDFs of others to read at {ONC}")
    assert [path.name for path in files[::3] if read(path.read_bytes()) is not None] == []


def test_a_page_is_drawn_as_a_picture(pdf):
    drawn = picture_of(pdf, 0)
    assert drawn is not None
    assert drawn.startswith(b"\x89PNG")
    assert picture_of(pdf, 7) is None


def test_a_pdf_without_text_has_no_words():
    empty = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(612, 792)
    document.save(empty)
    found = words_of(empty.getvalue())
    assert found.trouble == ""
    assert not found.pages[0].words


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"%PDF-1.7", "damaged"),
        (b"%PDF-1.7\n" + b"1 0 obj<</Type/Pages/Kids[1 0 R]/Count 99999999>>endobj\n" * 1000, "damaged"),
        (b"%PDF-1.7\n" + b"[" * 2_000_000, "damaged"),
        (b"", "damaged"),
    ],
)
def test_a_hostile_pdf_is_told_apart(data, trouble):
    assert words_of(data).trouble == trouble


def test_a_process_that_is_held_up_or_falls_is_given_up(pdf, monkeypatch):
    monkeypatch.setattr("haversack.backpack.queries.pdf_pages._LONGEST", 0.001)
    assert words_of(pdf).trouble == "held up"
    assert picture_of(pdf, 0) is None
    monkeypatch.setattr("haversack.backpack.queries.pdf_pages._EXTRACTING", Path("/nowhere.py"))
    monkeypatch.setattr("haversack.backpack.queries.pdf_pages._LONGEST", 30)
    assert words_of(pdf).trouble == "held up"


@pytest.mark.proof
def test_no_damage_to_a_pdf_holds_its_reader_up(proof, pdf):
    number = proof.size(sample=8, full=1_000)
    marks = [b"<<", b">>", b"stream\n", b"endstream", b"obj", b"/Length 9999999", b"/Kids[1 0 R]", b"99999 0 R"]
    tried = wrong = 0
    for data in mutated([pdf], marks, seed=proof.seed, number=number):
        found = words_of(data)
        report_of(found.pages)
        tried += 1
        wrong += found.trouble == "held up"
    assert wrong == 0
    proof.counted("damaged PDFs", tried=tried, wrong=wrong)
