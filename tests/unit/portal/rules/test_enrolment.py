"""What may be typed, and is guessing as hopeless as the rules say?"""

from datetime import UTC, datetime, timedelta

import pytest

from haversack.portal.rules.access import Access, AccessClass, Why
from haversack.portal.rules.enrolment import (
    ASK_TO_ENROL,
    NUMBERS,
    By,
    Outcome,
    Unfit,
    fit_mrn,
    fit_user_id,
    outcome,
)
from haversack.portal.rules.outgoing import MOST_ATTEMPTS, next_try

YEAR = timedelta(days=365)


def _tries_in_a_year(by: By) -> int:
    """Most tries that the limits of this kind let through."""
    return min(allowance.most * (YEAR // allowance.within) for allowance in ASK_TO_ENROL[by])


def test_the_arithmetic_of_guessing_is_as_the_rules_state_it():
    assert _tries_in_a_year(By.EMAIL) == 1_825
    assert NUMBERS // _tries_in_a_year(By.EMAIL) == 547  # years to try every number against one address
    assert _tries_in_a_year(By.NUMBER) == 1_825
    assert _tries_in_a_year(By.NETWORK) == 7_300
    assert NUMBERS / 2 // _tries_in_a_year(By.NETWORK) == 68
    a_day = 1_000 * ASK_TO_ENROL[By.EMAIL][0].most
    assert NUMBERS / a_day == 200


def test_every_kind_of_limit_holds_at_least_a_day():
    """Otherwise waiting an hour would give a fresh share."""
    for allowances in ASK_TO_ENROL.values():
        assert max(allowance.within for allowance in allowances) >= timedelta(days=1)


@pytest.mark.parametrize("text", ["M123456", "m123456", " M 123 456 ", "M-123-456", "M123456\n"])
def test_a_record_number_is_read_however_it_is_typed(text):
    assert fit_mrn(text) == "M123456"


@pytest.mark.parametrize("text", ["", "123456", "M12345", "M1234567", "N123456", "M12345a", "M١٢٣٤٥٦", "M123456; --"])
def test_what_cannot_be_a_record_number_is_refused_with_words(text):
    with pytest.raises(Unfit, match="six digits"):
        fit_mrn(text)


@pytest.mark.parametrize("text", ["rosa.almeida", "Rosa_1968", " rosa-a ", "r12345"])
def test_a_user_id_is_kept_in_lower_case(text):
    assert fit_user_id(text) == text.strip().lower()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("rosa", "6 to 30"),
        ("r" * 31, "6 to 30"),
        ("1rosa-almeida", "begins with a letter"),
        ("rosa almeida", "6 to 30"),
        ("rosa@example.org", "6 to 30"),
        ("rósaalmeida", "6 to 30"),
        ("m123456", "record number"),
        ("rosa.123456", "record number"),
        ("rosa.almeida", "e-mail"),
    ],
)
def test_a_user_id_that_cannot_be_used_or_tells_something_is_refused(text, why):
    with pytest.raises(Unfit, match=why):
        fit_user_id(text, mrn="M123456", email="rosa.almeida@example.org")


@pytest.mark.parametrize(
    ("enrolled", "access", "shared", "expected"),
    [
        (False, Access(AccessClass.SELF), False, Outcome.LINK),
        (False, Access(AccessClass.SELF), True, Outcome.LINK),  # a couple with one address
        (True, Access(AccessClass.SELF), False, Outcome.ENROLLED),
        (False, Access(None, why=Why.MINOR), False, Outcome.NOT_ONLINE),
        (True, Access(None, why=Why.MINOR), False, Outcome.ENROLLED),
        (False, Access(AccessClass.TEEN), False, Outcome.LINK),
        (False, Access(AccessClass.TEEN), True, Outcome.NOT_ONLINE),  # or the parent would have the account
        (False, Access(AccessClass.EMANCIPATED), True, Outcome.LINK),
    ],
)
def test_what_goes_out_depends_on_who_was_found(enrolled, access, shared, expected):
    assert outcome(enrolled=enrolled, access=access, shared=shared) is expected


def test_a_mail_that_cannot_be_sent_is_tried_for_hours_and_then_given_up():

    now = datetime(2026, 3, 3, tzinfo=UTC)
    waits = [next_try(attempts, now) for attempts in range(1, MOST_ATTEMPTS + 1)]
    assert waits[-1] is None
    assert all(one is not None for one in waits[:-1])
    assert sum(((one - now) for one in waits[:-1] if one), timedelta()) > timedelta(hours=4)
