"""Who and what is there while the matrix is tried?

Two backpacks with a word of their own in every text, a third that was removed, and everybody who may ask.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from haversack.accounts.actions import add_user
from haversack.accounts.models import User
from haversack.backpack.actions.export_work import want_export
from haversack.backpack.actions.import_work import want_import
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.links import Fetched, Followed
from haversack.backpack.actions.links_live import keep_live
from haversack.backpack.actions.persons import add_person, remove_person
from haversack.backpack.actions.phones import begin_pairing, pair
from haversack.backpack.actions.review import accept_all
from haversack.backpack.actions.upload import Inbox
from haversack.backpack.jobs.work import do_work
from haversack.backpack.models import Decision, HealthLink, Membership, Person, Record
from haversack.backpack.models.record import Kind, State
from haversack.backpack.queries.lab_reports import lab_reports
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.persons import open_person
from haversack.backpack.queries.phones import phones
from haversack.backpack.rules.roles import Viewer
from haversack.connections.models import Connection, Fetch
from haversack.connections.models.facts import CONNECTION, FETCH, ConnectionFacts, FetchFacts
from haversack.connections.models.facts import encode as facts_encode
from haversack.demo.users import GUESTS, make_guest
from haversack.notices.actions.gathering import gather
from haversack.notices.actions.telling import tell
from haversack.notices.rules.kinds import Kind as Notice
from haversack.records.bundle import SourceFile
from haversack.smart.links.reading import Link

from ...papers import lab_pdf

PASSWORD = "seven quiet harbours"
OPERATOR = Viewer.operator()
# Which column of the table speaks for whom. Who is no member any more is a stranger; who may not sign in any more is
# nobody.
SPEAKS_FOR = {
    "anonymous": "anonymous",
    "switched off": "anonymous",
    "owner": "owner",
    "editor": "editor",
    "viewer": "viewer",
    "stranger": "stranger",
    "expired": "stranger",
    "taken off": "stranger",
}
COLUMNS = ("anonymous", "owner", "editor", "viewer", "stranger")
UNKNOWN = UUID(int=42)
NOWHERE = 10**17  # the number of nothing


@dataclass
class World:
    """`things[part][kind]` is what can stand in an address; `words[whose]` is found in nobody else's pages."""

    browsers: dict[str, Client] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    words: dict[str, bytes] = field(default_factory=dict)
    sees: dict[str, set[str]] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)  # what a body refers to ("$shown"), by person


def make_world() -> World:
    """The same in every run but for ids."""
    cache.clear()  # how often somebody may try to sign in is for people, not for tests
    world = World()
    users = {who: _user(world, who) for who in SPEAKS_FOR if who != "anonymous"}
    shared, other = _backpack(world, "shared", users["owner"]), _backpack(world, "other", users["stranger"])
    yesterday = timezone.now() - timedelta(days=1)
    for who, role, until in (("editor", "editor", None), ("viewer", "viewer", None), ("expired", "editor", yesterday)):
        Membership.objects.create(user=users[who], person_id=shared.person, role=role, until=until)
    Membership.objects.create(user=users["switched off"], person_id=shared.person, role="owner")
    Membership.objects.create(user=users["taken off"], person_id=shared.person, role="owner").delete()
    make_guest(GUESTS["ines"])
    gone = add_person(by=OPERATOR, name="Gone", owner=users["owner"].pk)
    remove_person(by=OPERATOR, opened=gone)

    world.browsers = {"anonymous": Client(raise_request_exception=False)}
    world.browsers |= {who: _signed_in(user) for who, user in users.items()}
    User.objects.filter(pk=users["switched off"].pk).update(is_active=False)
    members = {"owner", "editor", "viewer"}
    world.sees = {who: {"shared", *members, "switched off"} if who in members else {who} for who in SPEAKS_FOR}
    world.sees["anonymous"] = world.sees["switched off"] = set()
    world.sees["stranger"] = {"other", "stranger"}
    world.things |= {
        "person": {"shared": shared.uuid, "other": other.uuid, "removed": gone.uuid, "unknown": UNKNOWN},
        "record": _records(shared, "") | _records(other, "other ") | {"unknown": NOWHERE},
        "decision": {
            "own": _acceptance(shared),
            "other own": _acceptance(other),
            "unknown": NOWHERE,
        },
        "work": _works(shared, users["owner"], "") | _works(other, users["stranger"], "other ") | {"unknown": NOWHERE},
        "message": {"of the owner": _message(shared, users["owner"]), "unknown": NOWHERE, "endless": 10**30},
        **_connections(shared, other),
        "phone": {
            "own": _phone(shared, users["owner"]),
            "other own": _phone(other, users["stranger"]),
            "unknown": UNKNOWN,
        },
        "source": {"unknown": UNKNOWN},
        "link": {"own": _link(shared), "other own": _link(other), "unknown": NOWHERE},
        "report": {"own": _lab_report(shared), "other own": _lab_report(other), "unknown": NOWHERE},
        "number": {"first": 0, "none": 7},
        "slug": {"known": "labs", "unknown": "nonsense"},
        "key": {"unknown": "MQ-1a2b3c"},
        "uidb36": {"unknown": "zzzz"},
        "pk": {"unknown": NOWHERE},
        "status": {"known": 404, "unknown": 418},
    }
    world.values = {"shared": _values(shared, other), "other": _values(other, shared)}
    return world


def _user(world: World, who: str) -> User:
    world.words[who] = f"zq{who.replace(' ', '')}u".encode()
    return add_user(
        email=f"{world.words[who].decode()}@example.org", password=PASSWORD, name=f"Noor {world.words[who].decode()}"
    )


def _signed_in(user: User) -> Client:
    browser = Client(raise_request_exception=False)
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    browser.get("/account/sessions/")  # what is said once after signing in is said here
    return browser


def _backpack(world: World, whose: str, owner: User) -> Opened:
    """A backpack with a record of every kind, each told apart by what it became."""
    word = f"zq{whose}p"
    world.words[whose] = word.encode()
    opened = add_person(by=OPERATOR, name=f"Ada {word}", born="1970-01-01", owner=owner.pk)
    first = [
        *(_result(word, name, "5.4") for name in ("accepted", "superseded")),
        _document(word),
        {"resourceType": "Organization", "id": "undisplayed", "name": f"Clinic {word}"},
        {"resourceType": "Observation", "id": "unreadable", "valueQuantity": {"value": ["x"]}, "code": 7},
        {"id": "nothing", "note": word},
    ]
    _take(opened, word, first)
    _accept(opened)
    newer = _result(word, "superseded", "5.9") | {"meta": {"lastUpdated": "2024-05-01T10:00:00Z"}}
    _take(opened, word, [newer])
    _accept(opened)
    _take_file(opened, word, _day(word))
    _accept(opened)
    _take(opened, word, [_result(word, "pending", "6.1", code="718-7")])
    return opened


def _accept(opened: Opened) -> None:
    accept_all(opened=opened, by=OPERATOR, shown=None)


def _take(opened: Opened, word: str, resources: list[dict[str, Any]]) -> None:
    data = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]})
    _take_file(opened, word, data)


def _day(word: str) -> str:
    """A day of an export of Apple Health, whose measurements are kept."""
    return (
        f'<HealthData><Record type="HKQuantityTypeIdentifierStepCount" sourceName="Watch {word}" unit="count" '
        'startDate="2024-03-05 10:00:00 +0100" endDate="2024-03-05 10:10:00 +0100" value="900"/></HealthData>'
    )


def _take_file(opened: Opened, word: str, data: str) -> None:
    file = SourceFile(name=f"{word}.json", size=len(data), open=lambda: io.BytesIO(data.encode()), problem=None)
    receive(opened=opened, by=OPERATOR, files=[file], terms=Terms(source=f"Hospital {word}"))


def _result(word: str, name: str, value: str, code: str = "4548-4") -> dict[str, Any]:
    laboratory = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "category": [{"coding": [laboratory]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": f"Sugar {word}"},
        "effectiveDateTime": "2024-03-05",
        "valueQuantity": {"value": float(value), "unit": "%"},
        "note": [{"text": f"Note {word}"}],
    }


def _document(word: str) -> dict[str, Any]:
    return {
        "resourceType": "DocumentReference",
        "id": "document",
        "status": "current",
        "type": {"text": f"Letter {word}"},
        "date": "2024-03-05T10:00:00Z",
        "content": [{"attachment": {"contentType": "text/plain", "title": word, "data": "aGVsbG8="}}],
    }


def _records(opened: Opened, before: str) -> dict[str, int]:
    """One record of each kind, by what it is."""
    mine = Record.objects.filter(person_id=opened.person).order_by("pk")
    kinds = {
        "accepted": mine.filter(state=State.ACCEPTED, kind=Kind.DISPLAYED, code__isnull=False),
        "day": mine.filter(state=State.ACCEPTED, kind=Kind.DISPLAYED).reverse(),
        "document": mine.filter(state=State.ACCEPTED, kind=Kind.DISPLAYED, code__isnull=True),
        "pending": mine.filter(state=State.PENDING, kind=Kind.DISPLAYED),
        "superseded": mine.filter(state=State.SUPERSEDED),
        "undisplayed": mine.filter(kind=Kind.UNDISPLAYED),
        "unreadable": mine.filter(kind=Kind.UNREADABLE),
    }
    return {before + name: rows.values_list("pk", flat=True)[0] for name, rows in kinds.items()}


def _phone(opened: Opened, user: User) -> UUID:
    """A phone that its owner paired."""
    mine = open_person(Viewer(user.pk, user.pseudonym), opened.uuid)
    now = timezone.now()
    named = f"Phone {opened.facts.name}"
    code, _until = begin_pairing(opened=mine, by=mine.viewer, name=named, granted=["labs"], now=now)
    pair(code=code, now=now)
    return phones(mine)[0].uuid


def _lab_report(opened: Opened) -> int:
    """A laboratory's report that nobody has looked at."""
    name = opened.facts.name
    pdf = lab_pdf(laboratory=f"Laboratory {name.split()[-1]}", head=(("Patient", name), ("Collected", "2026-03-14")))
    file = SourceFile(f"{name}.pdf", len(pdf), partial(io.BytesIO, pdf))
    receive(opened=opened, by=OPERATOR, files=[file], terms=Terms(accept=True))
    return lab_reports(opened)[0].id


def _works(opened: Opened, user: User, before: str) -> dict[str, int]:
    """A finished import, one that waits for what the columns of its table are, and a finished export."""
    mine = open_person(Viewer(user.pk, user.pseudonym), opened.uuid)
    with Inbox(mine, most=10_000) as inbox:
        inbox.begin(f"{opened.facts.name}.json")
        inbox.write(b'{"resourceType": "Bundle", "type": "collection", "entry": []}')
        inbox.end()
        inbox.claim()
        imported = want_import(opened=mine, by=mine.viewer, inbox=inbox, source="")
    with Inbox(mine, most=10_000) as inbox:
        inbox.begin(f"{opened.facts.name}.csv")
        inbox.write(b"Day,Weight (kg)\n2024-03-05,70.5\n2024-03-06,71\n")
        inbox.end()
        table = want_import(opened=mine, by=mine.viewer, inbox=inbox, source="")
    exported = want_export(opened=mine, by=mine.viewer, accepted_only=False)
    for work in (imported, exported):
        do_work.func(work.pk)
    return {f"{before}import": imported.pk, f"{before}table": table.pk, f"{before}export": exported.pk}


def _message(opened: Opened, user: User) -> int:
    """What this user was told about records that wait."""
    now = timezone.now()
    tell(users=[user.pk], kind=Notice.RECORDS_WAITING, person=opened.uuid, now=now)
    message = gather(user.pk, now + timedelta(days=1))
    assert message is not None
    return message.pk


def _connections(shared: Opened, other: Opened) -> dict[str, dict[str, int]]:
    """In each backpack a connection that works, with a fetch that is over."""
    rows = {"own": _connection(shared), "other own": _connection(other)}
    return {
        "connection": {kind: row.pk for kind, row in rows.items()} | {"unknown": NOWHERE},
        "fetch": {kind: row.fetches.get().pk for kind, row in rows.items()} | {"unknown": NOWHERE},
    }


def _connection(opened: Opened) -> Connection:
    now = timezone.now()
    word = opened.facts.name.split()[-1]
    facts = ConnectionFacts(f"Portal {word}", f"{word}.example", base=f"https://{word}.example/fhir", patient="1")
    row = Connection.objects.create(
        person_id=opened.person, door=b"door", state="connected", created_at=now, changed_at=now, signed_in_at=now,
        sealed=opened.key.seal(facts_encode(facts), CONNECTION),
    )  # fmt: skip
    Fetch.objects.create(
        connection=row, kind=Fetch.Kind.FULL, why=Fetch.Why.FIRST, state=Fetch.State.DONE, due_at=now, created_at=now,
        finished_at=now, sealed=opened.key.seal(facts_encode(FetchFacts()), FETCH),
    )  # fmt: skip
    return row


def _link(opened: Opened) -> int:
    """A health link that is looked after."""
    text, url = "shlink:/e30", "https://records.hospital.example/shl"
    followed = Followed(text, Link(url, bytes(32), opened.facts.name, live=True), Fetched(()))
    keep_live(opened=opened, by=OPERATOR, followed=followed, passcode="", now=timezone.now())
    return int(HealthLink.objects.get(person_id=opened.person).pk)


def _values(mine: Opened, other: Opened) -> dict[str, Any]:
    shown = Person.objects.get(pk=mine.person).pending_version
    waiting, foreign = _records(mine, "")["pending"], _records(other, "")["pending"]
    return {
        "shown": shown,
        "earlier": shown - 1,
        "pending": waiting,
        "other": foreign,
        "name": mine.facts.name,
        "file": b"{}",
    }


def _acceptance(opened: Opened) -> int:
    return Decision.objects.filter(person_id=opened.person).latest("pk").pk
