"""How long may an answer take, and which way can a request go?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from haversack.portal.rules.amendments import (
    GROUNDS,
    MOVES,
    WAITING,
    Ground,
    Move,
    NotUsable,
    State,
    Wrong,
    clock,
    due_at,
    require_text,
)
from haversack.portal.rules.states import NotPossible, moved

SENT = datetime(2026, 1, 5, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_sixty_days_and_thirty_more_once():
    assert due_at(SENT, 60) == datetime(2026, 3, 6, 10, tzinfo=UTC)
    assert due_at(SENT, 60, extended=True) == datetime(2026, 4, 5, 10, tzinfo=UTC)
    assert moved(MOVES, State.SENT, Move.EXTEND) is State.EXTENDED
    with pytest.raises(NotPossible):
        moved(MOVES, State.EXTENDED, Move.EXTEND)


@pytest.mark.parametrize(
    ("now", "left", "overdue"),
    [
        (SENT, 60, False),
        (SENT + MINUTE, 60, False),
        (due_at(SENT, 60) - timedelta(days=1), 1, False),
        (due_at(SENT, 60) - MINUTE, 1, False),
        (due_at(SENT, 60), 0, False),
        (due_at(SENT, 60) + MINUTE, 0, True),
    ],
)
def test_the_days_left_count_the_one_that_has_begun(now, left, overdue):
    found = clock(due_at(SENT, 60), now)
    assert (found.days_left, found.is_overdue) == (left, overdue)


def test_only_a_denial_is_disagreed_with_and_only_what_waits_is_settled():
    assert [state for state, move in MOVES if move is Move.DISAGREE] == [State.DENIED]
    for move in (Move.ACCEPT, Move.DENY, Move.WITHDRAW):
        assert {state for state, one in MOVES if one is move} == WAITING


def test_the_law_knows_four_grounds_and_each_has_its_words():
    assert set(GROUNDS) == set(Ground)
    assert len(Ground) == 4


@pytest.mark.parametrize(("texts", "wrong"), [(("a", " "), Wrong.EMPTY), (("x" * 4001,), Wrong.LONG)])
def test_something_must_be_written_and_fit(texts, wrong):
    with pytest.raises(NotUsable) as refused:
        require_text(*texts)
    assert refused.value.wrong is wrong
    require_text("a", "x" * 4000)
