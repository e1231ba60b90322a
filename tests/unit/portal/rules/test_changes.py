"""What may be asked of a profile, and what must an answer say?"""

from __future__ import annotations

import pytest

from haversack.portal.rules.changes import (
    MOVES,
    Answer,
    Move,
    NotUsable,
    OnFileChanged,
    State,
    Wrong,
    difference,
    require_decided,
    require_same,
)
from haversack.portal.rules.profile import Field, profile_of
from haversack.portal.rules.states import NotPossible, moved

EMPTY = profile_of({})


@pytest.mark.parametrize(
    ("field", "parts", "wrong"),
    [
        (Field.EMAIL, {"email": "ana@example.org"}, None),
        (Field.EMAIL, {"email": "ana@example"}, Wrong.EMAIL),
        (Field.EMAIL, {"email": "a b@example.org"}, Wrong.EMAIL),
        (Field.PHONES, {"home": "555-0182", "mobile": "", "work": "+1 (555) 0100 ext 12"}, None),
        (Field.PHONES, {"home": "at noon", "mobile": "", "work": ""}, Wrong.PHONE),
        (Field.MARITAL_STATUS, {"status": "W"}, None),
        (Field.MARITAL_STATUS, {"status": "happy"}, Wrong.CHOICE),
        (Field.RACE, {"race": "2106-3 2028-9"}, None),
        (Field.RACE, {"race": "0000-0"}, Wrong.CHOICE),
        (Field.RELIGION, {"religion": "x" * 200}, None),
        (Field.RELIGION, {"religion": "x" * 201}, Wrong.LONG),
        (Field.RELIGION, {"faith": "x"}, Wrong.CHOICE),
        (Field.NOTIFY, {"name": "Eva", "relation": "", "address": "", "phones": "555-0164, 555-0165"}, None),
        (Field.NOTIFY, {"name": "", "relation": "sister", "address": "", "phones": ""}, Wrong.NAME),
        (Field.NOTIFY, {"name": "Eva", "relation": "", "address": "", "phones": "often"}, Wrong.PHONE),
    ],
)
def test_what_is_asked_for_must_be_usable(field, parts, wrong):
    if wrong is None:
        assert difference(EMPTY, EMPTY | {field: parts}) == {field: parts}
        return
    with pytest.raises(NotUsable) as refused:
        difference(EMPTY, EMPTY | {field: parts})
    assert (refused.value.wrong, refused.value.field) == (wrong, field)


def test_only_what_differs_is_asked_for_and_nothing_is_no_request():
    on_file = EMPTY | {Field.EMAIL: {"email": "old@example.org"}, Field.RELIGION: {"religion": "none"}}
    assert difference(on_file, on_file | {Field.EMAIL: {"email": ""}}) == {Field.EMAIL: {"email": ""}}
    with pytest.raises(NotUsable) as refused:
        difference(on_file, dict(on_file))
    assert refused.value.wrong is Wrong.NOTHING


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({Field.EMAIL: Answer(True), Field.RELIGION: Answer(False, "Not kept here.")}, None),
        ({Field.EMAIL: Answer(True), Field.RELIGION: Answer(False, "  ")}, Wrong.UNEXPLAINED),
        ({Field.EMAIL: Answer(True)}, Wrong.UNDECIDED),
        ({Field.EMAIL: Answer(True), Field.RELIGION: Answer(True), Field.RACE: Answer(True)}, Wrong.UNDECIDED),
    ],
)
def test_every_field_is_answered_and_every_no_explained(answers, wrong):
    asked = {Field.EMAIL: {"email": "x"}, Field.RELIGION: {"religion": "y"}}
    if wrong is None:
        require_decided(asked, answers)
        return
    with pytest.raises(NotUsable) as refused:
        require_decided(asked, answers)
    assert refused.value.wrong is wrong


def test_what_was_not_on_the_screen_is_not_acted_on():
    require_same(shown="a", now="a")
    with pytest.raises(OnFileChanged):
        require_same(shown="a", now="b")


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(Move))
def test_a_request_moves_once_from_sent(state, move):
    if state is State.SENT:
        assert moved(MOVES, state, move) is {Move.ANSWER: State.ANSWERED, Move.WITHDRAW: State.WITHDRAWN}[move]
        return
    with pytest.raises(NotPossible):
        moved(MOVES, state, move)
