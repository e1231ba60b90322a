"""What do the tests of fetching share? A backpack that is connected to a portal in memory, and one way to fetch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.review import accept_all, remove_all
from haversack.backpack.actions.sources import portal_text, source_for
from haversack.backpack.models import Record
from haversack.backpack.models.face import BODY
from haversack.backpack.models.record import Kind, State
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Viewer
from haversack.connections.actions.fetch_work import do
from haversack.connections.actions.fetching import want
from haversack.connections.actions.permission import given_by
from haversack.connections.actions.tokens import bearer
from haversack.connections.http import Web
from haversack.connections.models import Connection, Fetch
from haversack.connections.models.facts import CONNECTION, TOKENS, ConnectionFacts, Tokens, encode
from haversack.connections.rules.reaching import Allowed

from ...fakes.fetched import FakePortal

OPERATOR = Viewer.operator()
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
OBSERVATION = "http://terminology.hl7.org/CodeSystem/observation-category"


def result(number: str, value: float = 98, category: str = "laboratory", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "id": number,
        "status": "final",
        "category": [{"coding": [{"system": OBSERVATION, "code": category}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "2339-0"}], "text": f"Invented measure {number}"},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": "2025-03-05",
        "valueQuantity": {"value": value, "unit": "mg/dL"},
        **more,
    }


def about(kind: str, number: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": kind, "id": number, "subject": {"reference": "Patient/p"}, **more}


def patient(number: str = "p", family: str = "Ferris") -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": number,
        "name": [{"family": family, "given": ["Ada"]}],
        "birthDate": "1970-01-01",
    }


def sample(portal: FakePortal, results: int = 25) -> FakePortal:
    """A small record: results on several pages, and a little of the rest."""
    portal.put(
        patient(),
        *(result(f"o{number:03}") for number in range(results)),
        result("v1", category="vital-signs"),
        result("odd", category="nobody-knows-this"),
        about("Condition", "c1", code={"text": "Invented ache"}),
        about(
            "MedicationRequest",
            "m1",
            status="active",
            intent="order",
            medicationReference={"reference": "Medication/x"},
        ),
        {"resourceType": "Medication", "id": "x", "code": {"text": "Inventol 5 mg"}},
        about(
            "DocumentReference",
            "d1",
            status="current",
            category=[{"coding": [{"code": "clinical-note"}]}],
            content=[{"attachment": {"url": f"{portal.base}/Binary/b1", "contentType": "text/plain"}}],
        ),
        about(
            "Encounter",
            "e1",
            status="finished",
            participant=[{"individual": {"reference": "Practitioner/w"}}],
            location=[{"location": {"reference": "Location/l"}}],
        ),
        {"resourceType": "Practitioner", "id": "w", "name": [{"family": "Wren"}]},
        {
            "resourceType": "Location",
            "id": "l",
            "name": "Invented ward",
            "managingOrganization": {"reference": "Organization/o"},
        },
        {"resourceType": "Organization", "id": "o", "name": "Invented Hospital"},
    )
    portal.files["Binary/b1"] = ("text/plain", b"What the doctor wrote")
    return portal


@dataclass
class Connected:
    """A backpack connected to a portal."""

    portal: FakePortal
    opened: Opened
    connection: Connection
    now: datetime = NOW
    second: float = 0.0
    troubles: list[str] = field(default_factory=list)

    def fetch(self, kind: str = "full", why: str = "hand", **terms: Any) -> Fetch:
        """Want a fetch and do it, until nothing of it is due within a day."""
        row = want(
            opened=self.opened,
            connection=self.connection,
            by=OPERATOR,
            kind=Fetch.Kind(kind),
            why=Fetch.Why(why),
            now=self.now,
        )
        return self.go_on(row, **terms)

    def go_on(self, row: Fetch, times: int = 6, **terms: Any) -> Fetch:
        given_by(self.give)
        try:
            for _ in range(times):
                done = do(row.pk, clock=lambda: self.now, luck=lambda: 0.5, web=self.web, second=self.second, **terms)
                row.refresh_from_db()
                if not done or row.state != Fetch.State.WAITING:
                    break
                self.now = max(self.now, min(row.due_at, self.now + timedelta(days=1)))
        finally:  # other tests have real tokens
            given_by(bearer)
        self.connection.refresh_from_db()
        return row

    def give(self, connection: Any, opened: Any, web: Any, now: Any, *, spent: str = "") -> str:
        """The token that the portal gave when it was connected, and gives again."""
        return "good"

    def web(self, local: str) -> Web:
        return Web(Allowed.read([]), transport=self.portal.transport())

    def accept(self) -> None:
        accept_all(opened=self.opened, by=OPERATOR, shown=None)

    def remove(self) -> None:
        remove_all(opened=self.opened, by=OPERATOR, shown=None)

    def held(self, *states: State) -> list[bytes]:
        """The bytes of every record in these states, sorted: the same whatever the order they came in."""
        rows = Record.objects.filter(
            person_id=self.opened.person, state__in=states or (State.PENDING, State.ACCEPTED)
        ).exclude(kind=Kind.ORIGINAL)
        return sorted(self.opened.key.open(bytes(row.body), BODY) for row in rows)


def connected(portal: FakePortal, name: str = "Ada", **facts: Any) -> Connected:
    return connected_to(portal, add_person(by=OPERATOR, name=name), **facts)


def connected_to(portal: FakePortal, opened: Opened, **facts: Any) -> Connected:
    told = ConnectionFacts(
        **{"name": "Invented Hospital", "given": portal.base, "base": portal.base, "patient": portal.patient, **facts}
    )
    tokens = Tokens("good", "", None, f"{portal.base}/token", portal.base)
    source = source_for(
        opened=opened, text=portal_text(portal.base, portal.patient), name="Invented Hospital", kind="portal"
    )
    row = Connection.objects.create(
        person_id=opened.person,
        source=source,
        door=opened.key.index(portal.base.encode()),
        state="connected",
        sealed=opened.key.seal(encode(told), CONNECTION),
        tokens=opened.key.seal(encode(tokens), TOKENS),
        created_at=NOW,
        changed_at=NOW,
    )
    return Connected(portal, opened, row)
