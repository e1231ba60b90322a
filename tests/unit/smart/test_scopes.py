"""What does a scope allow, in either spelling?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haversack.smart.scopes import Category, RecordScope, as_uri, meeting, narrow, parse, parse_record_scope

LAB = "http://terminology.hl7.org/CodeSystem/observation-category|laboratory"


@pytest.mark.parametrize(
    ("word", "rights"),
    [
        ("patient/Observation.rs", "rs"),
        ("patient/Observation.r", "r"),
        ("patient/Observation.s", "s"),
        ("patient/Observation.cruds", "cruds"),
        ("patient/*.rs", "rs"),
        ("system/Patient.rs", "rs"),
        ("user/Patient.rs", "rs"),
        ("patient/Observation.read", "rs"),
        ("patient/Observation.write", "cud"),
        ("patient/Observation.*", "cruds"),
    ],
)
def test_both_spellings_say_which_rights(word: str, rights: str):
    scope = parse_record_scope(word)
    assert scope is not None
    assert scope.rights == rights
    assert str(scope) == word


@pytest.mark.parametrize(
    "word",
    [
        "patient/Observation", "patient/Observation.", "patient/Observation.sr", "patient/observation.rs",
        "patient/Observation.rss", "clinic/Observation.rs", "patient/Observation.rs?", "patient/Observation.rs?code=1",
        "patient/Observation.rs?category=a&category=b", "patient/Observation.rs?category=a,b", "patient/*.readwrite",
        "patient/Observation.rs?category=", "patient/Observation.rs?category=http://x|", "launch", "patient/**.rs", "",
        "patient/.rs", "patient/Observation.rs?category=x&status=final", "PATIENT/Goal.rs", "patient/Goal.rs#x",
    ],
)  # fmt: skip
def test_what_is_no_scope_for_records_is_none(word: str):
    assert parse_record_scope(word) is None


def test_a_category_is_part_of_the_scope_and_is_written_back_as_it_came():
    word = f"patient/Observation.rs?category={LAB}"
    scope = parse_record_scope(word)
    assert scope is not None
    assert scope.category == Category(*LAB.split("|"))
    assert str(scope) == word


def test_a_category_may_come_escaped():
    scope = parse_record_scope("patient/Observation.rs?category=http%3A%2F%2Fx%7Claboratory")
    assert scope is not None
    assert scope.category == Category("http://x", "laboratory")


def test_a_request_is_sorted_into_words_records_and_what_nobody_knows():
    scopes = parse("openid launch/patient patient/Patient.r fly/away openid patient/Patient.r")
    assert scopes.plain == ("openid", "launch/patient")
    assert [str(each) for each in scopes.records] == ["patient/Patient.r"]
    assert scopes.unknown == ("fly/away",)
    assert str(scopes) == "openid launch/patient patient/Patient.r"


def test_a_right_covers_its_type_and_the_star_every_type():
    scopes = parse("patient/Observation.s patient/*.r")
    assert scopes.allows("s", "Observation")
    assert scopes.allows("r", "Goal")
    assert not scopes.allows("s", "Goal")


@pytest.mark.parametrize(
    ("asked", "within", "left"),
    [
        ("patient/*.rs", "patient/Observation.rs", ["patient/Observation.rs"]),
        ("patient/Observation.rs", "patient/*.rs", ["patient/Observation.rs"]),
        ("patient/Observation.rs", "patient/*.r", ["patient/Observation.r"]),
        ("patient/Observation.rs", "patient/Goal.rs", []),
        ("patient/Observation.rs", "user/*.rs", []),
        ("system/Observation.rs", "patient/*.cruds", []),
        (
            "patient/Observation.rs",
            f"patient/Observation.rs?category={LAB}",
            [f"patient/Observation.rs?category={LAB}"],
        ),
        (f"patient/Observation.rs?category={LAB}", "patient/*.rs", [f"patient/Observation.rs?category={LAB}"]),
        ("patient/Observation.rs?category=a|x", "patient/Observation.rs?category=a|y", []),
        ("patient/*.read", "patient/*.cruds", ["patient/*.read"]),
        ("patient/*.rs patient/Observation.r", "patient/*.rs", ["patient/*.rs"]),
        ("patient/Observation.cruds", "patient/*.rs", ["patient/Observation.rs"]),
    ],
)
def test_no_more_is_left_than_both_allow(asked: str, within: str, left: list[str]):
    assert [str(each) for each in narrow(parse(asked).records, parse(within).records)] == left


SCOPES = st.builds(
    RecordScope,
    st.sampled_from(["patient", "system"]),
    st.sampled_from(["*", "Observation", "Goal"]),
    st.sampled_from(["r", "s", "rs", "cruds", "cud"]),
    st.one_of(st.none(), st.builds(Category, st.sampled_from([None, "a", "b"]), st.sampled_from(["x", "y"]))),
)


@given(SCOPES, SCOPES)
def test_the_meeting_of_two_scopes_is_within_both(one: RecordScope, other: RecordScope):
    met = meeting(one, other)
    if met is not None:
        assert one.includes(met)
        assert other.includes(met)


@given(SCOPES, SCOPES)
def test_which_of_two_comes_first_changes_nothing(one: RecordScope, other: RecordScope):
    first, second = meeting(one, other), meeting(other, one)
    assert (first is None) == (second is None)
    if first and second:
        assert first.includes(second)
        assert second.includes(first)


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str):
    parse(text)


def test_writing_is_left_out_of_what_is_granted():
    assert str(parse_record_scope("patient/Goal.cruds").only_reading()) == "patient/Goal.rs"  # type: ignore[union-attr]
    assert parse_record_scope("patient/Goal.write").only_reading() is None  # type: ignore[union-attr]
    assert str(parse_record_scope("patient/Goal.read").only_reading()) == "patient/Goal.read"  # type: ignore[union-attr]


def test_a_scope_can_be_an_address():
    assert as_uri("patient/*.r") == "http://smarthealthit.org/fhir/scopes/patient/*.r"
    assert as_uri("openid") == "http://openid.net/specs/openid-connect-core-1_0#openid"
