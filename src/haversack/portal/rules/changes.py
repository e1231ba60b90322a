"""What may a patient ask to have changed, and what do staff have to say about it? (P6)

Nothing changes before staff have decided, field by field. One request waits at a time. Whoever asks and whoever
decides acts on what was on the screen: where the profile on file is another meanwhile, they look again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .profile import MARITAL, PARTS, RACES, Field, Parts, Profile
from .states import Table


class State(StrEnum):
    """Where a request stands. The values are stored: they never change."""

    SENT = "sent"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    ANSWER = "answer"
    WITHDRAW = "withdraw"


MOVES: Table[State, Move] = {
    (State.SENT, Move.ANSWER): State.ANSWERED,
    (State.SENT, Move.WITHDRAW): State.WITHDRAWN,
}
LONGEST = 200
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-]{4,24}(?:(?:ext|x)\.? ?\d{1,6})?", re.ASCII)


class Wrong(StrEnum):
    """What is not usable in what was typed, or in a decision."""

    NOTHING = "nothing"
    LONG = "long"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    CHOICE = "choice"
    UNDECIDED = "undecided"
    UNEXPLAINED = "unexplained"


REASONS: dict[Wrong, str] = {
    Wrong.NOTHING: "Nothing here differs from what is on file.",
    Wrong.LONG: "This is too long. Use at most 200 characters.",
    Wrong.EMAIL: "Write the address like name@example.org.",
    Wrong.PHONE: "Write a telephone number, such as 555-0182.",
    Wrong.NAME: "Write the name of this person, or leave all of it empty.",
    Wrong.CHOICE: "Choose one of the answers.",
    Wrong.UNDECIDED: "Accept or decline each field.",
    Wrong.UNEXPLAINED: "Tell the patient why, where you decline a field.",
}
ON_FILE_CHANGED = "What is on file was changed meanwhile. Look at it again, then send your answer."
ALREADY_WAITING = "A request waits for Medical Records already. Wait for the answer, or withdraw it, then ask again."


class OnFileChanged(Exception):
    """The profile is not the one on the screen any more; whoever acted looks again."""

    def __init__(self) -> None:
        super().__init__(ON_FILE_CHANGED)


class AlreadyWaiting(Exception):
    """The patient has a request that is not answered yet."""

    def __init__(self) -> None:
        super().__init__(ALREADY_WAITING)


class NotUsable(Exception):
    """What was sent cannot be used; `wrong` says why, in words of REASONS, `field` where."""

    def __init__(self, wrong: Wrong, field: Field | None = None) -> None:
        super().__init__(REASONS[wrong])
        self.wrong, self.field = wrong, field


@dataclass(frozen=True, slots=True)
class Answer:
    """What staff decided about one field; `message` tells the patient why, and must where it was declined."""

    accepted: bool
    message: str = ""


def difference(on_file: Profile, wanted: Profile) -> Profile:
    """The fields in which what was typed differs from what is on file. Raises NotUsable, for nothing too."""
    asked = {field: parts for field, parts in wanted.items() if parts != on_file[field]}
    if not asked:
        raise NotUsable(Wrong.NOTHING)
    for field, parts in asked.items():
        if (wrong := _wrong(field, parts)) is not None:
            raise NotUsable(wrong, field)
    return asked


def require_same(*, shown: str, now: str) -> None:
    """`shown` is the digest of what was on the screen, `now` of what is on file. Raises OnFileChanged."""
    if shown != now:
        raise OnFileChanged


def require_decided(asked: Mapping[Field, Parts], answers: Mapping[Field, Answer]) -> None:
    """Every field that was asked for has its answer, and every no its reason. Raises NotUsable."""
    if set(asked) != set(answers):
        raise NotUsable(Wrong.UNDECIDED)
    for field, answer in answers.items():
        if not answer.accepted and not answer.message.strip():
            raise NotUsable(Wrong.UNEXPLAINED, field)


def answer_by(sent_at: datetime, days: int) -> datetime:
    """When the patient may expect the answer."""
    return sent_at + timedelta(days=days)


def _wrong(field: Field, parts: Parts) -> Wrong | None:
    if set(parts) != set(PARTS[field]):
        return Wrong.CHOICE
    if any(len(text) > LONGEST for text in parts.values()):
        return Wrong.LONG
    if field is Field.MARITAL_STATUS and parts["status"] not in (*MARITAL, ""):
        return Wrong.CHOICE
    if field is Field.RACE and not set(parts["race"].split()) <= set(RACES):
        return Wrong.CHOICE
    if field is Field.EMAIL and parts["email"] and not _EMAIL.fullmatch(parts["email"]):
        return Wrong.EMAIL
    numbers = list(parts.values()) if field is Field.PHONES else parts.get("phones", "").split(",")
    if any(number.strip() and not _PHONE.fullmatch(number.strip()) for number in numbers):
        return Wrong.PHONE
    nameless = field in (Field.NEXT_OF_KIN, Field.NOTIFY) and not parts["name"] and any(parts.values())
    return Wrong.NAME if nameless else None
