"""What does a search mean, and which ones are refused?"""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haversack.fhirserver.rules.criteria import Criterion, Ref, Span, Token
from haversack.fhirserver.rules.searching import MOST, USUAL, CannotSearch, Wanted, read

BASE = "https://portal.example/fhir"
PARAMS = {
    "patient": "reference", "category": "token", "date": "date", "name": "string", "_id": "id", "_lastUpdated": "date",
}  # fmt: skip


def wanted(strict: bool = False, **asked: object) -> Wanted:
    given = {name.replace("__", ":"): value if isinstance(value, list) else [value] for name, value in asked.items()}
    return read(
        given, params=PARAMS, includes=("MedicationRequest:medication",), revincludes=("Provenance:target",), base=BASE,
        strict=strict,
    )  # fmt: skip


def only(**asked: object) -> Criterion:
    (found,) = wanted(**asked).criteria
    return found


def day(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("laboratory", [Token(None, "laboratory")]),
        ("http://x|laboratory", [Token("http://x", "laboratory")]),
        ("|laboratory", [Token("", "laboratory")]),
        ("http://x|", [Token("http://x", "")]),
        ("a,b", [Token(None, "a"), Token(None, "b")]),
        (r"a\,b", [Token(None, "a,b")]),
        (r"http://x|a\|b", [Token("http://x", "a|b")]),
    ],
)
def test_a_code_comes_with_or_without_its_system(text: str, values: list[Token]):
    assert list(only(category=text).any_of) == values


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2024", Span("eq", day(2024, 1, 1), day(2025, 1, 1))),
        ("ge2024-05", Span("ge", day(2024, 5, 1), day(2024, 6, 1))),
        ("lt2024-12", Span("lt", day(2024, 12, 1), day(2025, 1, 1))),
        ("2024-05-17", Span("eq", day(2024, 5, 17), day(2024, 5, 18))),
        ("gt2024-05-17T08:30:00Z", Span("gt", day(2024, 5, 17, 8, 30), day(2024, 5, 17, 8, 30, 1))),
        ("sa2024-05-17T08:30+02:00", Span("sa", day(2024, 5, 17, 6, 30), day(2024, 5, 17, 6, 31))),
        ("eb2024-05-17T08:30 02:00", Span("eb", day(2024, 5, 17, 6, 30), day(2024, 5, 17, 6, 31))),
        ("le2024-05-17T08", None),
    ],
)
def test_a_date_is_as_wide_as_it_was_written(text: str, span: Span | None):
    if span is None:
        with pytest.raises(CannotSearch):
            only(date=text)
    else:
        assert only(date=text).any_of == (span,)


@pytest.mark.parametrize(
    "text",
    [
        "0000", "2024-13", "2024-02-30", "2024-5-1", "yesterday", "xx2024", "20240517", "2024-05-17T25:00Z", "9999",
        "2024-05-17T08:30:00+99:00", "-2024", "9999-12-31T23:59:59.999999999Z", "0001-01-01T00:00:00+14:00", "2024-",
        "２０２４", "1e9", "",
    ],
)  # fmt: skip
def test_a_wild_date_is_refused_in_words(text: str):
    if text == "":
        assert wanted(date=text).criteria == ()
    else:
        with pytest.raises(CannotSearch, match="not a date"):
            only(date=text)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("123", Ref("", "123")),
        ("Patient/123", Ref("Patient", "123")),
        (f"{BASE}/Patient/123", Ref("Patient", "123")),
    ],
)
def test_a_reference_comes_short_or_in_full(text: str, ref: Ref):
    assert only(patient=text).any_of == (ref,)


def test_a_reference_may_name_its_type_behind_the_colon():
    assert only(patient__Patient="123").any_of == (Ref("Patient", "123"),)


@pytest.mark.parametrize(
    "text",
    ["https://evil.example/fhir/Patient/1", "Patient/", "Patient/1/_history/2", "../Patient/1", "Patient/a b", "%00",
     "patient/1", "' OR 1=1 --"],
)  # fmt: skip
def test_a_foreign_or_broken_reference_is_refused(text: str):
    with pytest.raises(CannotSearch, match="not a reference"):
        only(patient=text)


@pytest.mark.parametrize(
    "asked",
    [
        {"patient.name": "Muster"}, {"_has:Observation:patient:code": "x"}, {"patient:Patient.birthdate": "1967"},
        {"patient.identifier": "M-1"},
    ],
)  # fmt: skip
def test_a_chain_is_ignored_or_refused_and_never_followed(asked: dict):
    chained = {name.partition(":")[0] for name in asked}
    with suppress(CannotSearch):
        found = wanted(**asked)
        assert found.criteria == ()
        assert len(found.ignored) == len(chained)
    with pytest.raises(CannotSearch):
        wanted(strict=True, **asked)


@pytest.mark.parametrize(
    "modifier", ["text", "in", "below", "above", "of-type", "identifier", "iterate", "not-in", "x" * 50]
)
def test_a_modifier_that_is_not_done_is_refused(modifier: str):
    for name in ("category", "patient", "date", "name"):
        with pytest.raises(CannotSearch):
            read({f"{name}:{modifier}": ["2024"]}, params=PARAMS, includes=(), revincludes=(), base=BASE, strict=False)


def test_the_modifiers_that_are_done():
    assert only(name__exact="Ana").modifier == "exact"
    assert only(name__contains="na").modifier == "contains"
    assert only(category__not="laboratory").modifier == "not"
    assert only(category__missing="true").any_of == ("true",)
    with pytest.raises(CannotSearch, match="true or false"):
        only(category__missing="perhaps")


@pytest.mark.parametrize(("text", "count"), [("10", 10), ("0", 0), ("1000000", MOST), ("999999999999", MOST)])
def test_a_page_has_at_most_so_many(text: str, count: int):
    assert wanted(_count=text).count == count
    assert wanted().count == USUAL


@pytest.mark.parametrize("text", ["-1", "ten", "1.5", "1" * 30, "٣", ""])
def test_a_count_that_is_none_is_refused(text: str):
    with pytest.raises(CannotSearch, match="_count"):
        wanted(_count=text)


def test_what_is_not_known_is_ignored_and_named_or_refused():
    assert wanted(colour="blue").ignored == ("colour",)
    with pytest.raises(CannotSearch, match="colour"):
        wanted(strict=True, colour="blue")


def test_a_name_that_is_no_name_is_not_said_back():
    assert wanted(**{"<script>": "x"}).ignored == ("?",)


def test_includes_are_those_that_there_are():
    assert wanted(_include="MedicationRequest:medication").includes == ("MedicationRequest:medication",)
    assert wanted(_include="MedicationRequest:subject").includes == ()
    assert wanted(_revinclude="Provenance:target").revincludes == ("Provenance:target",)
    with pytest.raises(CannotSearch):
        wanted(strict=True, _include="Patient:link")


def test_too_much_at_once_is_refused():
    with pytest.raises(CannotSearch):
        wanted(category=["x"] * 21)
    with pytest.raises(CannotSearch):
        wanted(category=",".join(["x"] * 101))
    with pytest.raises(CannotSearch):
        wanted(name="x" * 501)
    with pytest.raises(CannotSearch):
        wanted(name="a\0b")


@given(
    st.dictionaries(st.sampled_from([*PARAMS, "_count", "_include", "x"]), st.lists(st.text(max_size=30), max_size=3))
)
def test_whatever_is_asked_is_read_or_refused(asked: dict[str, list[str]]):
    with suppress(CannotSearch):
        read(asked, params=PARAMS, includes=(), revincludes=(), base=BASE, strict=False)
