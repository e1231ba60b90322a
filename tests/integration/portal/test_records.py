"""What do the lists of a patient's record show, and what may nothing in them tell?"""

from datetime import UTC, datetime

import pytest

from haversack.portal.queries.records import Filters, counts, members, one, people, section_list, trend, years
from haversack.portal.rules.sections import Section

from .hospital import coded, let_hold, of, person, reader_of, report, result, take_in

OSEI = {"resourceType": "Practitioner", "id": "osei", "name": [{"family": "Osei", "given": ["Nadia"]}]}


def listed(section, filters=Filters(), page=1, **more):  # noqa: B008
    return [shown.row.fhir_id for shown in section_list(reader_of(**more), section, filters, page).shown]


def test_results_stand_newest_first_and_a_panels_report_does_not_stand_beside_them():
    take_in(person(), result("a"), result("b", issued="2026-03-05T10:00:00Z"), report("r", "a", "b"), report("alone"))
    assert listed(Section.RESULTS) == ["b", "alone", "a"]
    assert counts(reader_of())[Section.RESULTS] == 3
    assert [one.row.fhir_id for one in members(reader_of(), one(reader_of(), "DiagnosticReport", "r"))] == ["a", "b"]


def test_a_list_can_be_narrowed_to_a_year_and_to_who_was_behind_it():
    by = [{"reference": "Practitioner/osei"}]
    take_in(person(), OSEI, result("a", performer=by), result("b", issued="2020-03-05T10:00:00Z"))
    assert years(reader_of(), Section.RESULTS) == [2026, 2020]
    assert listed(Section.RESULTS, Filters(year=2020)) == ["b"]
    assert people(reader_of(), Section.RESULTS) == [("Practitioner/osei", "Nadia Osei")]
    assert listed(Section.RESULTS, Filters(by="Practitioner/osei")) == ["a"]


def test_pages_hold_fifty_and_a_number_out_of_range_is_brought_back():
    take_in(person(), *(result(f"o{number}") for number in range(60)))
    page = section_list(reader_of(), Section.RESULTS, page=9)
    assert (page.total, page.number, page.pages, len(page.shown), page.first, page.last) == (60, 2, 2, 10, 51, 60)
    nothing = section_list(reader_of(), Section.LETTERS)
    assert (nothing.total, nothing.number, nothing.pages, nothing.first, nothing.last) == (0, 1, 1, 0, 0)


def test_people_and_places_are_called_by_their_names():
    take_in(person(), OSEI, result("a", performer=[{"reference": "Practitioner/osei"}]))
    assert section_list(reader_of(), Section.RESULTS).shown[0].entry.performers == ("Nadia Osei",)


def test_a_document_that_is_the_text_of_a_report_stands_in_the_list_once():
    form = {"url": "Binary/1"}
    document = {
        "resourceType": "DocumentReference", "id": "d", "status": "current", "subject": of(),
        "content": [{"attachment": form}],
    }  # fmt: skip
    take_in(person(), report("r", category="RAD", presentedForm=[form]), document)
    assert listed(Section.REPORTS) == ["r"]


def test_what_was_entered_in_error_stands_in_no_list_and_says_nothing_more():
    take_in(person(), result("a", status="entered-in-error"))
    assert listed(Section.RESULTS) == []
    assert set(one(reader_of(), "Observation", "a").doc) == {"resourceType", "id", "status", "subject"}


def test_a_trend_joins_the_visible_results_of_one_test():
    let_hold()
    take_in(
        person(),
        result("a"),
        result("b", issued="2025-01-05T10:00:00Z"),
        result("old", issued="2002-01-05T10:00:00Z"),
        result("other", code=coded("4548-4")),
    )
    found = trend(reader_of(), one(reader_of(), "Observation", "a"))
    assert [reading.ref for reading in found.readings] == ["Observation/a", "Observation/b"]


HIDDEN = ("Observation", "secret")


@pytest.fixture
def withheld():
    """A record that is withheld, and everything that names it."""
    let_hold()
    named = {"reference": "Observation/secret", "display": "Cells that say it"}
    take_in(
        person(),
        result("secret", category=[coded("PAT", "http://terminology.hl7.org/CodeSystem/v2-0074")]),
        {"resourceType": "Condition", "id": "c", "subject": of(), "evidence": [{"detail": [named]}]},
        {"resourceType": "Provenance", "id": "both", "target": [named, {"reference": "Condition/c"}]},
        {"resourceType": "Provenance", "id": "only", "target": [named]},
    )


def test_nothing_that_is_shown_names_what_is_hidden(withheld):
    reader = reader_of()
    assert one(reader, *HIDDEN) is None
    assert b"secret" not in one(reader, "Condition", "c").body
    assert b"secret" not in one(reader, "Provenance", "both").body
    assert b"say it" not in one(reader, "Condition", "c").body
    assert one(reader, "Provenance", "only") is None


def test_a_file_is_seen_by_whoever_sees_a_record_that_carries_it(withheld):
    binary = {"resourceType": "Binary", "contentType": "text/plain", "data": "aGk="}
    take_in(
        {**binary, "id": "open"},
        {**binary, "id": "closed"},
        report("open", category="RAD", presentedForm=[{"url": "Binary/open"}]),
        report("closed", category="PAT", presentedForm=[{"url": "Binary/closed"}]),
    )
    assert one(reader_of(), "Binary", "open") is not None
    assert one(reader_of(), "Binary", "closed") is None
    assert one(reader_of(sections={Section.LETTERS}), "Binary", "open") is None
    assert one(reader_of(now=datetime(2026, 1, 6, tzinfo=UTC)), "Binary", "open") is None
