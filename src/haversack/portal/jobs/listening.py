"""What is done with each message that comes over the network? Taken in, told to whoever listens, and answered."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.db import close_old_connections, connections
from django.utils import timezone

from haversack.audit import Actor
from haversack.records.formats.hl7v2.answering import answer
from haversack.records.formats.hl7v2.wire import Received

from ..actions.load_message import Told, load_message
from ..http import USUAL, Bounds, Listener

Hear = Callable[[Told], None]


def listener(host: str, port: int, *, by: Actor, hear: Hear, bounds: Bounds = USUAL) -> Listener:
    """One that listens there. hear: is told of each message, one at a time. Raises OSError where it cannot."""

    def take(received: Received) -> bytes:
        close_old_connections()
        told = load_message(by=by, received=received)
        hear(told)
        at = timezone.localtime().strftime("%Y%m%d%H%M%S%z")
        return answer(received.raw, told.said, told.words, own_id=secrets.token_hex(10), at=at)

    return Listener(host, port, take=take, left=connections.close_all, bounds=bounds)
