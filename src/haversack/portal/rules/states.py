"""Which moves can a request make, from which state to which? Each kind of request has its table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias, TypeVar

State = TypeVar("State", bound=StrEnum)
Move = TypeVar("Move", bound=StrEnum)
Table: TypeAlias = Mapping[tuple[State, Move], State]
TOO_LATE = "This was settled meanwhile. Look at it again."


class NotPossible(Exception):
    """The request is in another state than it was on the screen; whoever acted looks again."""

    def __init__(self) -> None:
        super().__init__(TOO_LATE)


def moved(table: Table[State, Move], state: State, move: Move) -> State:
    """The state after the move. Raises NotPossible where the table has none."""
    try:
        return table[state, move]
    except KeyError:
        raise NotPossible from None
