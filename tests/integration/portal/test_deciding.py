"""Does the stored decision follow policy, wish, family and time, and is what an older policy decided hidden?"""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from haversack.portal.actions import load
from haversack.portal.actions.deciding import decide_some, mark_reviewed, set_wish
from haversack.portal.actions.policy import set_policy
from haversack.portal.jobs.deciding import sweep
from haversack.portal.models import Patient, Record
from haversack.portal.queries.records import visible
from haversack.portal.rules.policy import Policy, Review, Where
from haversack.portal.rules.presets import PRESETS
from haversack.portal.rules.sections import Section

from .hospital import (
    Desk,
    bundle,
    coded,
    let_hold,
    load_bytes,
    of,
    person,
    reader_of,
    report,
    result,
    take_in,
)


def seen(**more):
    return sorted(visible(reader_of(**more)).exclude(type="Patient").values_list("fhir_id", flat=True))


def fresh():
    return timezone.now().isoformat()


def test_a_result_of_today_is_hidden_until_its_hold_has_passed():
    let_hold()
    issued = datetime(2026, 11, 1, 10, tzinfo=UTC)
    take_in(person(), result("a", issued=issued.isoformat()))
    assert seen(now=issued + timedelta(hours=71, minutes=59, seconds=59)) == []
    assert seen(now=issued + timedelta(hours=72)) == ["a"]
    assert Record.objects.get(fhir_id="a").shown_at >= issued + timedelta(hours=72)


def test_results_of_a_pathology_report_are_withheld_in_whatever_order_they_come():
    let_hold()
    take_in(person(), result("early"))
    assert seen() == ["early"]
    take_in(report("path", "early", "late", category="LP7839-6"))
    assert seen() == []
    take_in(result("late"), result("other"))
    assert seen() == ["other"]
    assert Record.objects.get(fhir_id="late").reason == "withheld"


def test_a_bundle_never_shows_a_result_before_the_report_that_withholds_it(monkeypatch):
    monkeypatch.setattr(load, "AT_ONCE", 1)
    let_hold()
    take_in(person())
    shown: list[str] = []
    flush = load._Loading._flush

    def watched(self):
        flush(self)
        shown.extend(seen())

    monkeypatch.setattr(load._Loading, "_flush", watched)
    load_bytes(bundle(result("a"), report("path", "a", category="PAT")), "b.json")
    assert shown == []


def test_two_records_that_carry_the_same_file_are_withheld_together():
    let_hold()
    form = [{"url": "https://files.example/1.pdf"}]
    document = {
        "resourceType": "DocumentReference",
        "id": "doc",
        "status": "current",
        "subject": of(),
        "date": "2026-01-05T10:00:00Z",
        "content": [{"attachment": form[0]}],
    }
    take_in(person(), document)
    assert seen() == ["doc"]
    take_in(report("path", category="LP7839-6", presentedForm=form))
    assert seen() == []


def test_another_policy_hides_everything_until_it_has_decided():
    take_in(person(), result("a"), report("p", category="PAT"))
    assert seen() == ["a", "p"]
    let_hold()
    assert seen() == []
    sweep()
    assert seen() == ["a"]
    let_hold("open")
    assert seen() == []
    while decide_some(most=1):
        pass
    assert seen() == ["a", "p"]


def test_what_becomes_visible_by_a_new_policy_is_new_at_that_moment():
    let_hold()
    take_in(person(), result("a"), report("p", category="PAT"))
    before = {row.fhir_id: row.shown_at for row in Record.objects.all()}
    let_hold("open")
    sweep()
    after = {row.fhir_id: row.shown_at for row in Record.objects.all()}
    assert after["a"] == before["a"]
    assert after["p"] > before["p"]


def test_a_patients_wish_makes_results_wait_and_can_be_taken_back():
    now = timezone.now()
    take_in(person(), result("a", issued=fresh()), result("old"))
    patient = Patient.objects.get()
    assert seen() == ["a", "old"]
    set_wish(by=Desk(), patient=patient.uuid, hours=48)
    assert seen() == ["old"]
    assert seen(now=now + timedelta(hours=49)) == ["a", "old"]
    set_wish(by=Desk(), patient=patient.uuid, hours=0)
    assert seen() == ["a", "old"]


def test_a_review_lets_a_record_and_its_family_go():
    review = Review(Where(types=("DiagnosticReport",)), "basis", 1000)
    set_policy(by=Desk(), policy=Policy("x", PRESETS["open"].hospital, (review,)))
    take_in(person(), result("a", issued=fresh()), report("r", "a", issued=fresh()))
    assert seen() == []
    mark_reviewed(by=Desk(), record=Record.objects.get(fhir_id="r").pk)
    assert seen() == ["a", "r"]


def test_a_new_version_is_decided_on_by_what_it_says():
    let_hold()
    take_in(person(), report("r", category="RAD"))
    assert seen() == ["r"]
    take_in(report("r", category="PAT"))
    assert seen() == []


def test_sections_limit_what_a_reader_sees():
    take_in(person(), result("a"), {"resourceType": "Condition", "id": "c", "subject": of(), "code": coded("1")})
    assert seen(sections={Section.CONDITIONS}) == ["c"]
    assert seen(sections=set()) == []


def test_another_patients_rows_are_never_there():
    take_in(person(), person("2", name=[{"family": "Berg"}]), result("a"), result("b", subject=of("2")))
    assert seen(number="2") == ["b"]
