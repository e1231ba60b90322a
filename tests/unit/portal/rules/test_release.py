"""When is a record shown, and why not before, after or at all?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from haversack.portal.rules.facts import RecordFacts
from haversack.portal.rules.policy import Hold, Policy, Review, Show, Where, Withhold
from haversack.portal.rules.presets import LOINC, PRESETS
from haversack.portal.rules.release import (
    ALWAYS,
    SHOWN,
    TO_PATIENTS,
    TO_STAFF,
    Judgement,
    Reason,
    Release,
    decide,
    judge,
    keep_together,
)
from haversack.portal.rules.sections import Section

ZONE = "America/New_York"
FINAL = datetime(2026, 11, 20, 9, tzinfo=UTC)
BACKUS, OPEN = PRESETS["backus"], PRESETS["open"]
RESULT = RecordFacts("Observation", Section.RESULTS, "final", frozenset({f"{LOINC}|4548-4"}), final_at=FINAL)
REPORT = RecordFacts("DiagnosticReport", Section.REPORTS, "final", final_at=FINAL, day=date(2026, 11, 20))


def decided(facts, policy=BACKUS, wish_hours=0):
    return decide(facts, policy, wish_hours=wish_hours, zone=ZONE)


@pytest.mark.parametrize("facts", [RESULT, REPORT])
def test_a_result_or_report_is_held_for_72_hours_and_not_a_moment_longer(facts):
    release = decided(facts)
    assert release.reason is not Reason.SHOWN
    assert not release.holds_at(FINAL + timedelta(hours=71, minutes=59, seconds=59))
    assert release.holds_at(FINAL + timedelta(hours=72))
    assert "171.201" in release.legal_basis


def test_the_open_preset_shows_a_result_at_once():
    assert decided(RESULT, OPEN) == SHOWN


def test_a_patients_own_wish_makes_results_wait_where_it_is_longer():
    assert decided(RESULT, OPEN, wish_hours=24).visible_from == FINAL + timedelta(hours=24)
    assert decided(RESULT, OPEN, wish_hours=24).reason is Reason.WISH
    assert decided(RESULT, BACKUS, wish_hours=24).reason is Reason.HELD
    assert decided(RESULT, BACKUS, wish_hours=100).visible_from == FINAL + timedelta(hours=100)
    visit = RecordFacts("Encounter", Section.VISITS, "finished", final_at=FINAL)
    assert decided(visit, OPEN, wish_hours=100) == SHOWN


def test_what_is_not_final_waits_for_that_before_its_hold_begins():
    release = decided(replace(RESULT, status="preliminary", final_at=None))
    assert (release.visible_from, release.reason) == (None, Reason.NOT_FINAL)
    assert decided(replace(RESULT, status="preliminary", final_at=None), OPEN) == SHOWN


@pytest.mark.parametrize(
    "code",
    [f"{LOINC}|LP7839-6", f"{LOINC}|11526-1", "http://terminology.hl7.org/CodeSystem/v2-0074|PAT"],
)
def test_pathology_is_never_shown(code):
    release = decided(replace(REPORT, codes=frozenset({code})))
    assert (release.visible_from, release.reason) == (None, Reason.WITHHELD)
    assert not release.holds_at(FINAL + timedelta(days=36500))
    assert release.legal_basis


@pytest.mark.parametrize(
    ("section", "first", "last"),
    [
        (Section.RESULTS, date(2003, 1, 1), date(2002, 12, 31)),
        (Section.VISITS, date(2003, 1, 1), date(2002, 12, 31)),
        (Section.LETTERS, date(2012, 1, 1), date(2011, 12, 31)),
    ],
)
def test_a_window_by_date_begins_on_its_first_day(section, first, last):
    facts = RecordFacts("X", section, final_at=datetime(2012, 1, 5, tzinfo=UTC), day=first)
    assert decided(facts).holds_at(FINAL)
    release = decided(replace(facts, day=last))
    assert not release.holds_at(FINAL)
    assert release.reason is Reason.TOO_OLD


def test_what_bears_no_date_is_not_called_too_old():
    assert decided(RecordFacts("Encounter", Section.VISITS, final_at=FINAL)).holds_at(FINAL)


def test_a_report_is_shown_until_the_midnight_at_the_hospital_on_which_it_is_two_years_old():
    release = decided(replace(REPORT, day=date(2024, 11, 25), final_at=datetime(2024, 11, 25, tzinfo=UTC)))
    midnight = datetime(2026, 11, 25, tzinfo=ZoneInfo(ZONE))
    assert release.holds_at(midnight - timedelta(seconds=1))
    assert not release.holds_at(midnight)


@pytest.mark.parametrize("section", [Section.ALLERGIES, Section.CONDITIONS, Section.MEDICATIONS, Section.PREVENTIVE])
def test_sections_of_what_holds_today_leave_out_what_is_over(section):
    facts = RecordFacts("X", section, final_at=FINAL)
    assert decided(facts) == SHOWN
    assert decided(replace(facts, current=False)).reason is Reason.NOT_CURRENT
    assert decided(replace(facts, current=False), OPEN) == SHOWN


def test_the_first_rule_that_applies_answers():
    gender = Where(codes=("s|a",))
    policy = Policy("x", OPEN.hospital, (Show(gender), Withhold(Where(types=("Observation",)), "All", "basis")))
    assert decided(RESULT, policy).reason is Reason.WITHHELD
    assert decided(replace(RESULT, codes=frozenset({"s|a"})), policy) == SHOWN
    early = Policy("x", OPEN.hospital, (Hold(Where(sites=("Location/1",)), 1, "b"), Hold(Where(), 9, "b")))
    assert decided(RESULT, early).visible_from == FINAL + timedelta(hours=9)
    assert decided(replace(RESULT, sites=frozenset({"Location/1"})), early).visible_from == FINAL + timedelta(hours=1)
    by_status = Policy("x", OPEN.hospital, (Withhold(Where(statuses=("cancelled",)), "Cancelled", "b"),))
    assert decided(RESULT, by_status) == SHOWN


def test_what_waits_for_a_review_is_shown_once_somebody_looked_at_it_or_after_the_longest_wait():
    policy = Policy("x", OPEN.hospital, (Review(Where(sections=(Section.RESULTS,)), "basis", 240),))
    assert decided(RESULT, policy).reason is Reason.REVIEW
    assert decided(RESULT, policy).visible_from == FINAL + timedelta(hours=240)
    assert decided(replace(RESULT, reviewed_at=FINAL), policy) == SHOWN


def test_every_reason_has_a_sentence_for_patients_and_one_for_staff():
    assert set(TO_PATIENTS) == set(TO_STAFF) == set(Reason)


# Families
def _kept(visible_from, reason):
    return Judgement(Release(visible_from, None, reason), SHOWN)


OPEN_ONE = Judgement(SHOWN, SHOWN)
WITHHELD = _kept(None, Reason.WITHHELD)
LATER = _kept(FINAL + timedelta(hours=72), Reason.HELD)


def test_the_results_of_a_withheld_report_are_withheld_and_so_is_a_report_with_a_withheld_result():
    pair = [("report", "result")]
    for judged in ({"report": WITHHELD, "result": OPEN_ONE}, {"report": OPEN_ONE, "result": WITHHELD}):
        together = keep_together(judged, pair, pair)
        assert {one.release().reason for one in together.values()} == {Reason.WITHHELD}


def test_a_report_waits_for_the_last_of_its_results_but_they_do_not_wait_for_it():
    pair = [("report", "result")]
    together = keep_together({"report": OPEN_ONE, "result": LATER}, pair, pair)
    assert together["report"].release().visible_from == LATER.kept.visible_from
    together = keep_together({"report": LATER, "result": OPEN_ONE}, pair, pair)
    assert together["result"].release() == SHOWN


def test_what_only_cites_waits_and_makes_nothing_wait():
    cites = [("summary", "result")]
    together = keep_together({"summary": OPEN_ONE, "result": WITHHELD, "other": OPEN_ONE}, [], cites)
    assert together["summary"].release().reason is Reason.WITHHELD
    together = keep_together({"summary": WITHHELD, "result": OPEN_ONE}, [], cites)
    assert together["result"].release() == SHOWN


def test_withholding_reaches_everybody_in_the_family_and_not_finality():
    chain = [("a", "b"), ("b", "c")]
    together = keep_together({"a": OPEN_ONE, "b": OPEN_ONE, "c": WITHHELD}, chain, chain)
    assert {one.release().reason for one in together.values()} == {Reason.WITHHELD}
    waiting = _kept(None, Reason.NOT_FINAL)
    assert keep_together({"a": OPEN_ONE, "b": waiting}, [("a", "b")], [("a", "b")])["a"].release() == SHOWN


def test_a_window_is_each_records_own():
    old = Judgement(SHOWN, Release(None, None, Reason.TOO_OLD))
    together = keep_together({"report": old, "result": OPEN_ONE}, [("report", "result")], [("report", "result")])
    assert together["result"].release() == SHOWN
    assert together["report"].release().reason is Reason.TOO_OLD


def test_a_hold_and_a_window_together_leave_what_lies_between():
    judged = judge(REPORT, BACKUS, wish_hours=0, zone=ZONE).release()
    assert judged.visible_from == FINAL + timedelta(hours=72)
    assert judged.visible_until == datetime(2028, 11, 20, tzinfo=ZoneInfo(ZONE))
    assert ALWAYS < FINAL
