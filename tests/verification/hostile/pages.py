"""Which pages show a record, and what do they say of one full of hostile texts?"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from urllib.parse import quote

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from haversack.accounts.models import User
from haversack.backpack.actions.import_work import want_import
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.persons import add_person
from haversack.backpack.actions.review import accept_all
from haversack.backpack.actions.upload import Inbox
from haversack.backpack.jobs.work import do_work
from haversack.backpack.models import Record, Work
from haversack.backpack.models.record import Kind
from haversack.backpack.presenters.readable import readable_record
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.persons import open_person
from haversack.backpack.rules.roles import Viewer
from haversack.records.bundle import SourceFile
from haversack.records.categories import CATEGORIES

from .records import FIELDS
from .texts import TEXTS, hostile

Pair = tuple[str, str]  # field, text


def drawn(number: int, seed: int) -> list[Pair]:
    """So many pairs of a field and a text: every field and every text at least once, the others by lot."""
    every = [(field, text) for field in FIELDS for text in TEXTS]
    random.Random(seed).shuffle(every)
    first = {("field", field): (field, text) for field, text in every} | {("text", t): (f, t) for f, t in every}
    chosen = dict.fromkeys([*first.values(), *every])
    return list(chosen)[: max(number, len(first))]


def hostile_backpack(pairs: list[Pair]) -> Opened:
    """A backpack of somebody whose name is one of them, with a record of each pair; half of them wait."""
    user = User.objects.create_user("ada@example.org", None, name=hostile("picture", "zquser"))
    opened = add_person(by=Viewer.operator(), name=hostile("drawing", "zqperson"), owner=user.pk)
    half = len(pairs) // 2
    _take(opened, pairs[:half])
    accept_all(opened=opened, by=Viewer.operator(), shown=None)
    _take(opened, pairs[half:], first=half)
    _send(opened, user)
    return opened


def _send(opened: Opened, user: User) -> None:
    """Files sent through the page, of which nothing can be read: the report names them and what is wrong in them."""
    mine = open_person(Viewer(user.pk, user.pseudonym), opened.uuid)
    with Inbox(mine, most=10_000_000) as inbox:
        for number, text in enumerate(TEXTS):
            broken = {"resourceType": hostile(text, "zqkind"), "id": hostile(text, "zqid"), "status": 7}
            bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": broken}]}
            inbox.begin(f"{_sent(text, f'zqfile{number}')}.json")
            inbox.write(json.dumps([broken, bundle][number % 2]).encode())
            inbox.end()
        inbox.claim()
        work = want_import(opened=mine, by=mine.viewer, inbox=inbox, source=hostile("picture", "zqsent"))
    do_work.func(work.pk)
    with Inbox(mine, most=10_000_000) as inbox:
        inbox.begin(f"{hostile('picture', 'zqtable')}.csv")
        inbox.write(_table())
        inbox.end()
        asked = want_import(opened=mine, by=mine.viewer, inbox=inbox, source="")
    assert asked.state == Work.State.FAILED, "the table is no table"


def _table() -> bytes:
    """A table that waits to be asked about, hostile in its headings, its cells and its bad lines."""
    sent = [_sent(text, f"zqcell{number}").replace("\0", "") for number, text in enumerate(TEXTS)]
    texts = [" ".join(one.split())[:1000] for one in sent][:50]
    held = io.StringIO()
    writer = csv.writer(held, quoting=csv.QUOTE_ALL)
    writer.writerows([["Day", "kg", *texts], ["2024-03-05", "70", *texts], ["2024-03-06", *texts, "71"]])
    return held.getvalue().encode()


def _take(opened: Opened, pairs: list[Pair], first: int = 0) -> None:
    """Each as a file of its own: one that cannot be read must not take others with it."""
    marked = [(f"zq{number}", field, text) for number, (field, text) in enumerate(pairs, first)]
    made = [json.dumps(FIELDS[field](hostile(text, mark), mark)).encode() for mark, field, text in marked]
    names = [f"{hostile('picture', mark)}.json" for mark, _, _ in marked]
    files = [
        SourceFile(name=name, size=len(data), open=lambda data=data: io.BytesIO(data), problem=None)
        for name, data in zip(names, made, strict=True)
    ]
    terms = Terms(source=hostile("picture", f"zqsource{first}"), same_person=True)
    receive(opened=opened, by=Viewer.operator(), files=files, terms=terms)


def browser_of(opened: Opened) -> Client:
    browser = Client(headers={"host": "localhost"})
    browser.force_login(User.objects.get(memberships__person_id=opened.person))
    return browser


def addresses(opened: Opened) -> Iterator[str]:
    """Every page that shows something of this record."""
    at = [opened.uuid]
    for name in ("home", "review", "timeline", "search", "settings", "person_remove", "import", "export"):
        yield reverse(f"backpack:{name}", args=at)
    for category in CATEGORIES:
        for query in ("", "?show=all", "?page=2&show=all"):
            yield reverse("backpack:category", args=[*at, category.slug]) + query
    for page in range(2, 6):
        yield f"{reverse('backpack:review', args=at)}?page={page}"
    mine = Record.objects.filter(person_id=opened.person, kind=Kind.DISPLAYED).order_by("pk")
    for record in mine.values_list("pk", flat=True):
        yield reverse("backpack:entry", args=[*at, record])
        yield reverse("backpack:trend", args=[*at, record])
    for work in Work.objects.filter(person_id=opened.person).values_list("pk", flat=True):
        yield reverse("backpack:import_work", args=[*at, work])
    for work in Work.objects.filter(person_id=opened.person, state=Work.State.FAILED).values_list("pk", flat=True):
        yield reverse("backpack:csv_mapping", args=[*at, work])
    for text in TEXTS:  # and what somebody may be made to follow
        yield f"{reverse('backpack:category', args=[*at, 'labs'])}?page={quote(_sent(text))}&year={quote(_sent(text))}"
        yield f"/account/login/?next={quote(_sent(text))}"
        yield f"/{quote(_sent(text)[:500])}"


def _sent(text: str, mark: str = "zqasked") -> str:
    """As a browser sends it: half a character has no UTF-8."""
    return hostile(text, mark).encode("utf-8", "replace").decode()


def in_one_file(opened: Opened) -> str:
    """The export that people read."""
    return "".join(readable_record(opened, accepted_only=False, at=timezone.now()))
