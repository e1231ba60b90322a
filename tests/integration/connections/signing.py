"""What do the tests of connecting share? A backpack, a portal that signs people in, and the steps between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from haversack.backpack.actions.persons import add_person
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Viewer
from haversack.connections.actions.disconnecting import disconnect
from haversack.connections.actions.investigating import begin, investigate
from haversack.connections.actions.signing_in import Arrival, arrive, depart
from haversack.connections.actions.tokens import bearer
from haversack.connections.http import Web
from haversack.connections.models import Connection
from haversack.connections.models.facts import TOKENS, Tokens, decode_tokens
from haversack.connections.queries.connections import Seen, connection_of
from haversack.connections.rules.reaching import Allowed

from ...fakes.smart_portal import BASE, SmartPortal

OPERATOR = Viewer.operator()
BACK = "https://home.example/connections/back/"
SESSION = "a-session-of-forty-three-characters-or-so-1"


@dataclass
class Visit:
    """One backpack on its way to one portal. now: the clock of both."""

    portal: SmartPortal = field(default_factory=SmartPortal)
    opened: Opened = field(default_factory=lambda: add_person(by=OPERATOR, name="Ada", born="1974-05-11"))
    now: datetime = field(default_factory=timezone.now)
    number: int = 0

    def web(self, local: str = "") -> Web:
        return Web(Allowed.read([]), transport=self.portal)

    def begun(self, address: str = BASE, back: str = BACK) -> Seen:
        """The portal was named, and looked at."""
        row = begin(opened=self.opened, by=self.opened.viewer, address=address, back=back, now=self.now)
        self.number = row.pk
        investigate(opened=self.opened, number=row.pk, now=self.now, web=self.web)
        return self.seen()

    def sent(self, **terms: Any) -> str:
        """The address to sign in at."""
        return depart(
            opened=self.opened, number=self.number, session=SESSION, now=self.now, web=self.web,
            **{"back": BACK, **terms},
        ).address  # fmt: skip

    def back(self, told: Mapping[str, str], session: str = SESSION) -> Arrival:
        return arrive(viewer=self.opened.viewer, session=session, told=told, now=self.now, web=self.web)

    def signed_in(self, **terms: Any) -> Arrival:
        """Sent, signed in there, and come back."""
        return self.back(self.portal.browser(self.sent(**terms)))

    def connected(self, **terms: Any) -> Visit:
        self.begun()
        assert self.signed_in(**terms).reason == ""
        return self

    def bearer(self, **terms: Any) -> str:
        with self.web() as web:
            return bearer(self.row, self.opened, web, self.now, **terms)

    def ended(self) -> bool:
        return disconnect(opened=self.opened, number=self.number, now=self.now, web=self.web)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)
        self.portal.ahead += timedelta(**span).total_seconds()

    @property
    def row(self) -> Connection:
        return Connection.objects.get(pk=self.number)

    def seen(self) -> Seen:
        return connection_of(self.opened, self.number)

    def tokens(self) -> Tokens:
        sealed = self.row.tokens
        assert sealed is not None
        return decode_tokens(self.opened.key.open(bytes(sealed), TOKENS))
