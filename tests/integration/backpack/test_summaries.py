"""Does a summary that came as a document of sections stand among the documents, once, and lead to its words?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from haversack.backpack.models.record import State
from haversack.backpack.queries.lines import counts

from .members import backpack_of, browser
from .test_import_page import took_in
from .test_other_formats import lines_of

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def bundle(date: str = "2024-05-03T10:00:00+02:00", said: str = "Asthma", **more: Any) -> bytes:
    """A patient summary of two sections, in a file of its own."""
    empty = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/list-empty-reason", "code": "unavailable"}]}
    div = f"<div><p>{said}</p><table><tr><th>Since</th><td>2019</td></tr></table><script>alert(1)</script></div>"
    summary = {
        "resourceType": "Composition",
        "id": "summary",
        "identifier": {"system": "urn:oid:1.2.3", "value": "59f5"},
        "status": "final",
        "type": {"coding": [{"system": "http://loinc.org", "code": "60591-5", "display": "Patient summary Document"}]},
        "title": "Summary for the journey",
        "date": date,
        "author": [{"reference": "Practitioner/lee"}],
        "section": [
            {"title": "Problems", "text": {"status": "generated", "div": div}},
            {"title": "Allergies", "emptyReason": empty},
        ],
        **more,
    }
    author = {"resourceType": "Practitioner", "id": "lee", "name": [{"text": "Dr Lee"}]}
    entries = [{"resource": one} for one in (summary, author)]
    return json.dumps({"resourceType": "Bundle", "type": "document", "entry": entries}).encode()


def test_a_summary_is_a_document_that_is_read_found_and_not_doubled():
    ada, alice = backpack_of(), browser("alice")
    took_in(alice, ada, ("one.json", bundle()))
    took_in(alice, ada, ("two.json", b" " + bundle()))  # the same document in another file
    (line,) = lines_of(ada, State.PENDING)
    assert (line["category"], line["title"], len(line["sources"])) == ("documents", "Summary for the journey", 2)
    page = alice.get(reverse("backpack:entry", args=[ada.uuid, line["id"]])).content.decode()
    for words in ("Dr Lee", "<h3>Problems</h3>", "Asthma", "Since | 2019", "No information on", "Allergies"):
        assert words in page
    assert "alert(1)" not in page.split("The source as it came")[0]
    took_in(alice, ada, ("three.json", bundle("2025-06-01T10:00:00+02:00", "Asthma, hay fever")))
    assert counts(ada, State.PENDING) == {"documents": 2}  # a later version is a document of its own


def test_the_next_version_at_the_same_source_waits_as_one_that_takes_the_place_of_the_first(ada, take):
    take(ada, bundle(), source="Portal", accept=True)
    report = take(ada, bundle(said="Asthma, gout"), source="Portal")
    assert report.outcomes["pending"] == 1
    assert take(ada, bundle(), source="Portal").outcomes["unchanged"] == 2
    assert counts(ada) == {"documents": 1}
    assert counts(ada, State.PENDING) == {"documents": 1}
