"""How long does a fetch bear with a portal?"""

from datetime import UTC, datetime

import pytest

from haversack.connections.rules.patience import ROUNDS, may_come_right, next_round, reason_for
from haversack.connections.rules.states import Reason
from haversack.smart.answers import Trouble

NOW = datetime(2026, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_has_a_reason_for_the_connection(trouble):
    assert reason_for([trouble.value]) is not Reason.NONE


def test_the_reason_is_what_was_met_most_often():
    assert reason_for(["busy", "unwell", "unwell"]) is Reason.UNWELL
    assert reason_for([]) is Reason.NONE


def test_what_may_come_right_is_tried_in_rounds_that_grow_and_end():
    assert [next_round(number, ["unwell"], NOW) for number in range(len(ROUNDS))] == [NOW + one for one in ROUNDS]
    assert next_round(len(ROUNDS), ["unwell"], NOW) is None
    assert list(ROUNDS) == sorted(ROUNDS)


@pytest.mark.parametrize("trouble", ["refused", "not_allowed", "too_large", "unauthorized"])
def test_what_a_portal_has_made_up_its_mind_about_is_not_asked_again(trouble):
    assert not may_come_right(trouble)
    assert next_round(0, [trouble], NOW) is None
    assert next_round(0, [trouble, "busy"], NOW) is not None
