"""Is a policy document read, and does whoever wrote it learn what is wrong with it?"""

import msgspec
import pytest

from haversack.portal.rules.policy import PolicyUnreadable, read_policy, written
from haversack.portal.rules.presets import PRESETS
from haversack.portal.rules.rights import PRESETS as RIGHTS
from haversack.portal.rules.sections import Section


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_a_policy_that_can_be_followed(name):
    document = msgspec.json.decode(msgspec.json.encode(written(PRESETS[name])))
    assert read_policy(document) == PRESETS[name]


def test_backus_holds_results_and_reports_for_72_hours_and_withholds_pathology():
    backus = PRESETS["backus"]
    assert [backus.hold_hours(one) for one in (Section.RESULTS, Section.REPORTS, Section.LETTERS)] == [72, 72, 0]
    assert [rule.name for rule in backus.withheld()] == ["Pathology reports"]
    assert backus.window(Section.REPORTS).younger_than_years == 2
    assert backus.window(Section.LETTERS).since.year == 2012
    assert backus.window(Section.ALLERGIES).current


def test_open_keeps_nothing_back():
    assert PRESETS["open"].rules == ()


def _with(**changes):
    document = written(PRESETS["open"])
    document["hospital"] |= changes.pop("hospital", {})
    return document | changes


RULE = {"effect": "withhold", "where": {}, "name": "Letters", "legal_basis": "Because."}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "not a policy document"),
        ([], "not a policy document"),
        (_with(hospital={"help_line": " "}), "help_line is missing"),
        (_with(hospital={"look": {"accent": "url(evil)"}}), "a colour such as"),
        (_with(hospital={"look": {"font": "serif"}}), "look knows"),
        (_with(hospital={"look": {"radius": "1px;}"}}), "such as 6px"),
        (_with(rules=[RULE | {"legal_basis": ""}]), "rule 1: whatever keeps a record from its patient"),
        (_with(rules=[RULE | {"name": ""}]), "what patients call"),
        (_with(rules=[RULE | {"wher": {}}]), "unknown field `wher`"),
        (_with(rules=[RULE | {"where": {"sections": ["resluts"]}}]), "resluts"),
        (_with(rules=[RULE | {"where": {"codes": ["LP7839-6"]}}]), "system|code"),
        (_with(rules=[{"effect": "hold", "where": {}, "hours": 72}]), "legal_basis"),
        (_with(rules=[{"effect": "hold", "where": {}, "hours": -1, "legal_basis": "x"}]), "hours must be from 0"),
        (_with(rules=[{"effect": "review", "where": {}, "legal_basis": "x", "at_most_hours": 0}]), "waits for ever"),
        (_with(rules=[{"effect": "window", "where": {}, "legal_basis": "x"}]), "one of since"),
        (
            _with(
                rules=[{"effect": "window", "where": {}, "legal_basis": "x", "since": "2003-01-01", "current": True}]
            ),
            "one of since",
        ),
        (_with(amendment_days=90), "within 60 days"),
    ],
)
def test_a_document_that_cannot_be_followed_is_refused_with_the_place(document, said):
    with pytest.raises(PolicyUnreadable) as refusal:
        read_policy(document)
    assert said in str(refusal.value)


def test_who_may_see_is_read_with_the_rest():
    with pytest.raises(PolicyUnreadable, match="access: teen_from"):
        read_policy(written(PRESETS["open"]) | {"access": RIGHTS["open"] | {"teen_from": 40}})
