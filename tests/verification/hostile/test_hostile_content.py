"""Markup, scripts, formulas and what turns words round, in every field of a record: does any of it do anything?"""

import pytest

from haversack.backpack.models import Record
from haversack.backpack.models.record import Kind
from haversack.web.steady import steady

from .judging import faults
from .pages import addresses, browser_of, drawn, hostile_backpack, in_one_file
from .records import FIELDS
from .texts import TEXTS, hostile


@pytest.mark.proof
def test_what_stands_in_a_record_does_nothing_on_any_page(proof):
    pairs = drawn(proof.size(sample=130, full=len(FIELDS) * len(TEXTS)), proof.seed)
    opened = hostile_backpack(pairs)
    browser = browser_of(opened)
    wrong, seen = [], []
    for address in addresses(opened):
        answer = browser.get(address)
        page = answer.content.decode()
        seen.append(page)
        found = [f"status {answer.status_code}"] if answer.status_code >= 500 else faults(page)
        wrong += [f"{address}: {fault}" for fault in found]
    words = {"words": hostile("picture", "zq"), "page": hostile("picture", "zq")}
    found = browser.post(f"/p/{opened.uuid}/search/", words).content.decode()
    wrong += [f"search: {fault}" for fault in faults(found)]
    export = in_one_file(opened)
    wrong += [f"export: {fault}" for fault in faults(export, own_style=True)]
    assert wrong == []
    shown = Record.objects.filter(person_id=opened.person, kind=Kind.DISPLAYED).count()
    assert shown > len(pairs) * 0.9  # or little would have been tried
    assert sum("zq" in page for page in seen) > shown
    proof.counted("hostile texts in records, by field", tried=len(pairs), wrong=len(wrong))


def test_a_file_inside_a_record_runs_nowhere():
    pairs = [(field, text) for field in ("web page inside", "drawing inside", "kind of file") for text in TEXTS]
    opened = hostile_backpack(pairs)
    browser = browser_of(opened)
    for record in Record.objects.filter(person_id=opened.person, kind=Kind.DISPLAYED):
        answer = browser.get(f"/p/{opened.uuid}/entry/{record.pk}/file/0/")
        if answer.status_code == 404:  # what a browser cannot carry as a kind of file is no kind of file
            continue
        kind = answer["Content-Type"].partition(";")[0]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert "sandbox" in answer["Content-Security-Policy"] or kind == "application/pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert kind in ("application/octet-stream", "application/pdf", "text/plain") or kind.startswith("image/")
        assert kind != "image/svg+xml"
        assert (kind != "application/octet-stream") or answer["Content-Disposition"].startswith("attachment")


PLANTED = {
    "a script": "<script>alert(1)</script>",
    "a handler": '<p onclick="x()">',
    "an unknown element": "<iframe>",
    "a style": '<p style="color:red">',
    "a link that runs": '<a href="java\tscript:alert(1)">',
    "a link that leads away": '<a href="//evil.example">',
    "a form that leads away": '<form action="https://evil.example">',
    "a page that is sent on": '<meta http-equiv="refresh" content="0;url=/">',
    "words turned round": "<p>\u202ekram</p>",
    "something unseen": "<p>\x1b]0;x</p>",
}


@pytest.mark.parametrize("page", PLANTED.values(), ids=PLANTED)
def test_the_judge_sees_what_is_planted(page):
    assert faults(page)


def test_the_judge_lets_a_harmless_page_pass():
    assert faults('<!doctype html><p>&lt;script&gt; <a href="/p/#x" title="\'onx=1">=1+1</a><img src="/x">') == [
        "<img>"
    ]
    assert faults("<p>&lt;img src=x onerror=alert(1)&gt; שלום</p>") == []


def test_words_from_right_to_left_stay_as_they_are():
    assert steady("שלום, عربي") == "שלום, عربي"
    assert steady("a\u202eb\u2066c\x00") == "abc"
