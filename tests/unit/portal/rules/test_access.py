"""By what right does somebody see a record, whatever their age and on whichever day?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from haversack.portal.rules.access import Access, AccessClass, Act, Kind, Tie, Why, may_read, own_access, proxy_access
from haversack.portal.rules.access import staff_access as at_the_desk
from haversack.portal.rules.minors import Life
from haversack.portal.rules.rights import PRESETS, AccessUnreadable, access_policy
from haversack.portal.rules.sections import LISTED, Section

BACKUS, OPEN = (access_policy(name, {}) for name in ("backus", "open"))
NOON = datetime(2026, 3, 3, 17, tzinfo=UTC)  # in New York
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ADULT, TEEN, CHILD = (Life(date(born, 3, 3)) for born in (1968, 2011, 2019))
EMANCIPATED = Life(date(2009, 6, 1), emancipated_on=date(2026, 1, 15))


def _tie(kind: Kind = Kind.CONSENT, **more) -> Tie:
    return Tie(kind, **({"sections": None, "since": LONG_AGO} | more))


@pytest.mark.parametrize(
    ("policy", "life", "expected"),
    [
        (BACKUS, ADULT, AccessClass.SELF),
        (BACKUS, EMANCIPATED, AccessClass.EMANCIPATED),
        (BACKUS, TEEN, Why.MINOR),
        (BACKUS, CHILD, Why.MINOR),
        (OPEN, ADULT, AccessClass.SELF),
        (OPEN, EMANCIPATED, AccessClass.EMANCIPATED),
        (OPEN, TEEN, AccessClass.TEEN),
        (OPEN, CHILD, Why.CHILD),
        (BACKUS, Life(None), Why.NO_BIRTH_DATE),
        (OPEN, Life(None), Why.NO_BIRTH_DATE),
        (OPEN, Life(date(1930, 1, 1), died_on=date(2026, 3, 1)), Why.DIED),
        (BACKUS, Life(date(2009, 6, 1), emancipated_on=date(2026, 3, 4)), Why.MINOR),  # as of tomorrow
    ],
)
def test_patients_see_their_own_record_as_the_policy_and_their_age_allow(policy, life, expected):
    found = own_access(policy, life, NOON)
    assert expected == (found.access or found.why)


@pytest.mark.parametrize(
    ("policy", "kind", "life", "expected"),
    [
        (BACKUS, Kind.CONSENT, ADULT, AccessClass.ADULT_PROXY),
        (BACKUS, Kind.CONSENT, EMANCIPATED, AccessClass.ADULT_PROXY),
        (BACKUS, Kind.CONSENT, TEEN, Why.MINOR),
        (BACKUS, Kind.PARENT, CHILD, Why.NO_PARENT),
        (BACKUS, Kind.PARENT, TEEN, Why.NO_PARENT),
        (BACKUS, Kind.REPRESENTATIVE, ADULT, Why.NOT_GIVEN),
        (OPEN, Kind.CONSENT, ADULT, AccessClass.ADULT_PROXY),
        (OPEN, Kind.CONSENT, TEEN, Why.MINOR),
        (OPEN, Kind.PARENT, CHILD, AccessClass.PARENT_OF_CHILD),
        (OPEN, Kind.PARENT, TEEN, AccessClass.PARENT_OF_TEEN),
        (OPEN, Kind.PARENT, ADULT, Why.OUTGROWN),
        (OPEN, Kind.PARENT, EMANCIPATED, Why.OUTGROWN),
        (OPEN, Kind.PARENT, Life(None), Why.NO_BIRTH_DATE),
        (OPEN, Kind.CONSENT, Life(None), Why.NO_BIRTH_DATE),
        (OPEN, Kind.REPRESENTATIVE, ADULT, AccessClass.DIMINISHED_CAPACITY),
        (OPEN, Kind.REPRESENTATIVE, Life(None), AccessClass.DIMINISHED_CAPACITY),
        (OPEN, Kind.CONSENT, Life(date(1930, 1, 1), died_on=date(2026, 3, 1)), Why.DIED),
    ],
)
def test_somebody_who_stands_in_sees_what_policy_and_the_patients_age_allow(policy, kind, life, expected):
    found = proxy_access(policy, _tie(kind), life, NOON)
    assert expected == (found.access or found.why)


@pytest.mark.parametrize(
    ("tie", "why"),
    [
        (_tie(since=NOON), None),
        (_tie(since=NOON + timedelta(seconds=1)), Why.NOT_YET),
        (_tie(until=NOON + timedelta(seconds=1)), None),
        (_tie(until=NOON), Why.ENDED),
        (_tie(ended_at=NOON), Why.ENDED),
        (_tie(until=NOON + timedelta(days=9), ended_at=NOON - timedelta(days=1)), Why.ENDED),
    ],
)
def test_access_holds_from_the_form_to_its_end_and_not_a_moment_longer(tie, why):
    assert proxy_access(BACKUS, tie, ADULT, NOON).why == why


def test_a_form_narrows_what_its_class_may_see_and_never_widens_it():
    some = frozenset({Section.RESULTS, Section.MEDICATIONS})
    narrowed = proxy_access(BACKUS, _tie(sections=some), ADULT, NOON)
    assert narrowed.sections == some | {Section.DIRECTORY}
    asked = frozenset({Section.RESULTS, Section.ALLERGIES})
    parent = proxy_access(OPEN, _tie(Kind.PARENT, sections=asked), TEEN, NOON)
    assert parent.sections == {Section.ALLERGIES, Section.DIRECTORY}


def test_a_teens_parent_sees_a_part_and_the_teen_all_of_it():
    parent, teen = proxy_access(OPEN, _tie(Kind.PARENT), TEEN, NOON), own_access(OPEN, TEEN, NOON)
    assert {section for section in LISTED if section in parent.sections} == {Section.ALLERGIES, Section.PREVENTIVE}
    assert set(LISTED) <= teen.sections
    assert may_read(parent, Section.VISITS) is Why.NOT_THIS
    assert may_read(teen, Section.VISITS) is None


def test_only_the_patient_decides_who_else_is_let_in():
    assert own_access(BACKUS, ADULT, NOON).may(Act.LET_IN)
    assert not proxy_access(OPEN, _tie(), ADULT, NOON).may(Act.LET_IN)
    assert not own_access(OPEN, TEEN, NOON).may(Act.LET_IN)


def test_staff_look_and_change_nothing_in_the_patients_name():
    found = at_the_desk(BACKUS)
    assert (found.access, found.acts) == (AccessClass.STAFF, {Act.SEE})


@pytest.mark.parametrize(
    ("now", "teen", "parent"),
    [
        ("2029-03-03T04:59:59Z", AccessClass.TEEN, AccessClass.PARENT_OF_TEEN),  # one second to midnight in New York
        ("2029-03-03T05:00:00Z", AccessClass.SELF, Why.OUTGROWN),
    ],
)
def test_the_birthday_begins_at_midnight_where_the_hospital_is(now, teen, parent):
    at = datetime.fromisoformat(now)
    own, theirs = own_access(OPEN, TEEN, at), proxy_access(OPEN, _tie(Kind.PARENT), TEEN, at)
    assert (own.access, theirs.access or theirs.why) == (teen, parent)


def test_an_answer_says_when_age_changes_it():
    midnight = datetime.fromisoformat("2029-03-03T05:00:00Z")
    assert own_access(OPEN, TEEN, NOON).changes_at == midnight
    assert own_access(BACKUS, TEEN, NOON).changes_at == midnight
    assert own_access(OPEN, ADULT, NOON).changes_at is None


def test_every_no_comes_with_words():
    assert all(Access(None, why=why).reason for why in Why)


def test_a_policy_of_a_preset_nobody_knows_begins_as_the_strictest():
    assert access_policy("own", {}) == BACKUS != OPEN


@pytest.mark.parametrize(
    "change",
    [
        {"teen_from": 19},
        {"teen_from": "13"},
        {"adult_at": 0},
        {"time_zone": "Backus"},
        {"time_zone": "../../etc/passwd"},
        {"classes": {}},
        {"classes": {"self": {"sections": ["results"], "acts": []}}},
        {"classes": {"self": {"sections": ["xrays"], "acts": ["see"]}}},
        {"classes": {"aunt": {"sections": ["results"], "acts": ["see"]}}},
        {"classes": {"self": ["results"]}},
        {"classes": None},
    ],
)
def test_a_policy_that_cannot_be_is_refused_with_the_place(change):
    with pytest.raises(AccessUnreadable, match="access: "):
        access_policy("open", PRESETS["open"] | change)
