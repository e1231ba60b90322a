"""Which messages come over a wire, whatever the sender does to their frames?

MLLP, release 1 (HL7 v2 Transport Specification): 0x0b, the message, 0x1c, 0x0d. What stands between frames is left
out; a frame in which another begins was given up by its sender.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

BEGIN, END, RETURN = 0x0B, 0x1C, 0x0D
MOST = 16 << 20  # bytes of one message on a wire; larger ones come as files


class Broken(StrEnum):
    """What is wrong with a frame, in a person's words."""

    CUT_OFF = "This message was cut off: another one began before it had ended. Send it again."
    TOO_LONG = "This message is longer than any that is taken in over a wire. It was left out."


class Received(NamedTuple):
    """One message as it came; of one that is broken as much as its header needs."""

    raw: bytes
    broken: Broken | None = None


class Frames:
    """Takes what comes, in whatever pieces, and gives the messages in it. Holds at most one message."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: bytearray | None = None  # None: between frames
        self._too_long = False

    @property
    def is_inside(self) -> bool:
        """Whether a message has begun and not ended."""
        return self._held is not None

    def feed(self, data: bytes) -> list[Received]:
        """The messages that end with these bytes."""
        found: list[Received] = []
        while data:
            if self._held is None:
                _between, mark, data = data.partition(bytes([BEGIN]))
                if mark:
                    self._held, self._too_long = bytearray(), False
                continue
            at = min((place for sign in (BEGIN, END) if (place := data.find(sign)) >= 0), default=-1)
            self._hold(data if at < 0 else data[:at])
            if at < 0:
                break
            found.append(self._ended(data[at]))
            data = data[at + 1 :]
        return found

    def _hold(self, data: bytes) -> None:
        assert self._held is not None
        room = self._most - len(self._held)
        if len(data) > room:
            self._too_long = True
        self._held += data[: max(room, 0)]

    def _ended(self, sign: int) -> Received:
        assert self._held is not None
        raw = bytes(self._held)
        broken = Broken.TOO_LONG if self._too_long else Broken.CUT_OFF if sign == BEGIN else None
        self._held, self._too_long = bytearray() if sign == BEGIN else None, False
        return Received(raw, broken)


def in_frame(raw: bytes) -> bytes:
    """A message as it goes over a wire."""
    return bytes([BEGIN]) + raw + bytes([END, RETURN])
