"""Who gives a fetch the token that opens a portal's records, and how does it hear that there is none?

Whoever keeps the tokens says so here once, when the app is ready; a fetch never reads a token from its row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from haversack.backpack.queries.opened import Opened

from ..http import Web
from ..models import Connection
from ..rules.states import Reason


class SignInAgain(Exception):
    """The permission ended. The connection says so already; the person has to sign in at the portal once more."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class PortalUnwell(Exception):
    """The portal gives no token just now. Whoever asked comes back at `retry_at`."""

    def __init__(self, reason: Reason, retry_at: datetime) -> None:
        super().__init__(reason.value)
        self.reason, self.retry_at = reason, retry_at


class Bearer(Protocol):
    """An access token that works, for requests to the connection's FHIR base alone. spent: one that the portal refused
    although its time was not over. Raises SignInAgain, PortalUnwell."""

    def __call__(self, connection: Connection, opened: Opened, web: Web, now: datetime, *, spent: str = "") -> str: ...


_givers: list[Bearer] = []


def given_by(giver: Bearer) -> None:
    """Say who keeps the tokens."""
    _givers[:] = [giver]


def bearer(connection: Connection, opened: Opened, web: Web, now: datetime, *, spent: str = "") -> str:
    """A token from whoever keeps them. Raises SignInAgain, PortalUnwell; SignInAgain where nobody keeps any."""
    for giver in _givers:
        return giver(connection, opened, web, now, spent=spent)
    raise SignInAgain(Reason.EXPIRED)
