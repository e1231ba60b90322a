"""Who is a Patient about, and can two of them be the same person?"""

from __future__ import annotations

from typing import Any

import pytest

from haversack.records import people
from haversack.records.people import PersonIdentity, identity_of_patient, same_person


def somebody(*names: str, born: str = "") -> PersonIdentity:
    return PersonIdentity(names=names, born=born)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ada Ferris", "Ada Ferris"),
        ("Ada Ferris", "ADA FERRIS"),
        ("Ada Ferris", " ada  ferris "),
        ("Zoë Müller", "Zoe Muller"),
        ("Zoe\u0308 Müller", "Zoë Müller"),
        ("Søren Kjær", "Soren Kjaer"),
        ("Anna Groß", "Anna Gross"),
        ("Łucja Ławska", "Lucja Lawska"),
        ("Siobhan O'Brien", "Siobhan O’Brien"),
        ("Siobhan O'Brien", "Siobhan OBrien"),
        ("Ana de la Cruz", "Ana Delacruz"),
        ("Ana García", "Ana García López"),
        ("Ana García", "Ana María García"),
        ("Jane Smith-Jones", "Jane Smith Jones"),
        ("Jane Smith-Jones", "Jane Jones"),
        ("Ada M. Ferris", "Ada Marie Ferris"),
        ("A. Ferris", "Ada Ferris"),
        ("Ferris", "Ada Ferris"),
        ("Dr. Ada Ferris", "Ada Ferris"),
        ("John Ferris Jr.", "John Ferris"),
        ("John Ferris III", "John Ferris"),
        ("Xiulan Wang", "Wang Xiulan"),
        ("王秀兰", "王秀兰"),
        ("李 伟", "李伟"),
        ("Ολγα Παπαδοπούλου", "ΟΛΓΑ ΠΑΠΑΔΟΠΟΥΛΟΥ"),
    ],
)
def test_names_that_can_be_one_person(name: str, other: str) -> None:
    for one, two in ((name, other), (other, name)):
        assert same_person(somebody(one, born="1970-01-01"), somebody(two, born="1970-01-01"))
        assert same_person(somebody(one), somebody(two))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ada Ferris", "Ida Ferris"),
        ("Ada Ferris", "Ada Okafor"),
        ("Ada Ferris", "Ben Okafor"),
        ("Ada Marie Ferris", "Ada Louise Ferris"),
        ("A. Ferris", "Ben Ferris"),
        ("A. F.", "Ada Ferris"),
        ("Anna Lee", "Anna Leeman"),
        ("李 伟", "李 娜"),
        ("Maria Elena Cruz", "Maria Cruz Lopez"),
    ],
)
def test_names_that_are_somebody_else(name: str, other: str) -> None:
    for one, two in ((name, other), (other, name)):
        assert not same_person(somebody(one, born="1970-01-01"), somebody(two, born="1970-01-01"))
        assert not same_person(somebody(one), somebody(two))


@pytest.mark.parametrize(
    ("born", "other"),
    [("1970-01-01", "1970-01-01"), ("1970", "1970-01-01"), ("1970-01", "1970-01-31"), ("", "1970-01-01"), ("", "")],
)
def test_birth_dates_agree_as_far_as_both_say_them(born: str, other: str) -> None:
    assert same_person(somebody("Ada Ferris", born=born), somebody("Ada Ferris", born=other))
    assert same_person(somebody("Ada Ferris", born=other), somebody("Ada Ferris", born=born))


@pytest.mark.parametrize(
    ("born", "other"),
    [("1970-01-01", "1970-01-02"), ("1970", "1971-01-01"), ("1970-01", "1970-02-01"), ("1970-01-01", "1970-10-01")],
)
def test_another_birth_date_is_somebody_else_whatever_the_name(born: str, other: str) -> None:
    answer = same_person(somebody("Ada Ferris", born=born), somebody("Ada Ferris", born=other))
    assert not answer
    assert answer.reason == people.ANOTHER_BIRTH_DATE


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (somebody("Ada Ferris", born="1970-01-01"), somebody("Ada Ferris", born="1970-01-01"), people.SAME),
        (somebody(), somebody("Ada Ferris", born="1970-01-01"), people.NOTHING_TO_COMPARE),
        (somebody("Ada Ferris"), somebody(born="1970-01-01"), people.NOTHING_TO_COMPARE),
        (somebody(born="1970-01-01"), somebody("Ada Ferris", born="1970-01-01"), people.SAME),
        (somebody("Ada Ferris"), somebody("Ben Okafor"), people.ANOTHER_NAME),
        (somebody("Ada Ferris", born="1970"), somebody("Ben Okafor", born="1970"), people.ANOTHER_NAME),
        (somebody("Ada Ferris", born="1970"), somebody("Ada Okafor", born="1970"), people.ANOTHER_PART),
        (somebody("Ada Ferris"), somebody("Ada Okafor"), people.ANOTHER_NAME),
    ],
)
def test_the_answer_gives_its_reason_and_names_nobody(one: PersonIdentity, other: PersonIdentity, reason: str) -> None:
    answer = same_person(one, other)
    assert answer.reason == reason
    assert "Ferris" not in repr(answer) + repr(one)


def test_any_of_several_names_may_agree() -> None:
    married = somebody("Ada Okafor", "Ada Ferris", born="1970-01-01")
    assert same_person(somebody("Ada Ferris", born="1970-01-01"), married)


def test_twins_are_two_people() -> None:
    answer = same_person(somebody("Ada Ferris", born="1970-01-01"), somebody("Ida Ferris", born="1970-01-01"))
    assert not answer


def patient(*names: object, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": "p", "name": list(names)} | more


@pytest.mark.parametrize(
    ("doc", "names", "born"),
    [
        (patient({"family": "Ferris", "given": ["Ada", "Marie"]}, birthDate="1970-01-01"),
         ("Ada Marie Ferris",), "1970-01-01"),
        (patient({"text": "Ada  Ferris"}, birthDate="1970"), ("Ada Ferris",), "1970"),
        (patient({"text": "Ferris, Ada", "family": "Ferris", "given": ["Ada"]}), ("Ada Ferris",), ""),
        (patient({"use": "nickname", "given": ["Addie"]}, {"use": "official", "family": "Ferris", "given": ["Ada"]}),
         ("Ada Ferris", "Addie"), ""),
        (patient({"use": "old", "family": "Ferris", "given": ["Ada"]},
                 {"use": "usual", "family": "Okafor", "given": ["Ada"]}),
         ("Ada Okafor", "Ada Ferris"), ""),
        (patient({"use": "anonymous", "text": "Nobody"}), (), ""),
        (patient({"family": ["Ferris"], "given": ["Ada"]}), ("Ada Ferris",), ""),
        (patient({"family": "Ferris", "given": "Ada"}), ("Ada Ferris",), ""),
        (patient({"family": "Ferris", "given": ["Ada"]}, {"family": "Ferris", "given": ["Ada"]}), ("Ada Ferris",), ""),
        (patient({}, None, "Ada", {"family": 3, "given": [None, " "]}), (), ""),
        (patient(birthDate="1970-02-30"), (), ""),
        (patient(birthDate="1970-01-01T10:00:00Z"), (), "1970-01-01"),
        (patient(birthDate=19700101), (), ""),
        ({"resourceType": "Patient", "name": {"family": "Ferris"}}, ("Ferris",), ""),
        ({"resourceType": "Patient"}, (), ""),
    ],
)  # fmt: skip
def test_a_patient_tells_its_names_and_birth_date(doc: dict[str, Any], names: tuple[str, ...], born: str) -> None:
    identity = identity_of_patient(doc)
    assert (identity.names, identity.born) == (names, born)
    assert identity.id == doc.get("id", "")
