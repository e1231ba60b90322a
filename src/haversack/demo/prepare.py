"""How does a data folder come to hold the demo: its guests, four backpacks, and what their hospitals sent?

On the first start, told relative to that day; a start after that adds nothing, one after an interrupted start goes on
where it stopped. A file in the folder says that it is the demo's: invented people are never added to a family's own.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.utils import timezone

from haversack import audit
from haversack.accounts.models import User
from haversack.backpack.actions.import_past import remember_import
from haversack.backpack.actions.intake import Terms, receive
from haversack.backpack.actions.persons import add_person, settle_person
from haversack.backpack.jobs.after_intake import tidy
from haversack.backpack.models import Membership, Person
from haversack.backpack.queries.opened import Opened
from haversack.backpack.queries.persons import open_person, persons_of
from haversack.backpack.rules.roles import Role, Viewer
from haversack.records.bundle import SourceFile

from .mark import Mark, read_mark
from .people import DemoPerson, family
from .users import GUESTS, make_guest, viewer_of

HUES = {"self": "teal", "mother": "sienna", "daughter": "violet", "grandson": "olive"}


class NotADemo(Exception):
    """This data folder holds people who are not the demo's; whoever started it names another one."""

    def __init__(self) -> None:
        super().__init__("This data folder holds records of your own. Give the demo another one: --data DIR.")


def claim() -> Mark:
    """Make this site's data folder the demo's, unless it is. Raises NotADemo."""
    mark = read_mark(settings.DATA)
    if mark is None:
        if Person.objects.exists() or User.objects.exists():
            raise NotADemo
        mark = Mark(timezone.localdate(), whole=False)
        mark.keep(settings.DATA)
    return mark


def prepare(say: Callable[[str], None] = lambda _: None) -> None:
    """Fill this site's data folder with the demo, unless it is there. Raises NotADemo."""
    mark = claim()
    if mark.whole:
        return
    say("Preparing the demo: ten years of four invented lives.")
    users = {name: make_guest(guest) for name, guest in GUESTS.items()}
    ines = viewer_of(users["ines"])
    for member in family(mark.day):
        opened = _backpack(ines, member)
        _fill(opened, ines, member)
        for name, guest in GUESTS.items():
            if member.relation in guest.looks_at:
                _let_look(opened, ines, users[name], guest.looks_at[member.relation])
    Mark(mark.day, whole=True).keep(settings.DATA)


def _backpack(owner: Viewer, member: DemoPerson) -> Opened:
    """The member's backpack, made where there is none."""
    born = member.born.isoformat()
    for one in persons_of(owner):
        if one.facts.name == member.name:
            return one
    opened = add_person(by=owner, name=member.name, born=born, owner=owner.user, relation=member.relation)
    settle_person(by=owner, opened=opened, name=member.name, born=born, hue=HUES[member.relation])
    return open_person(owner, opened.uuid)


def _fill(opened: Opened, by: Viewer, member: DemoPerson) -> None:
    for accept, bundles in ((True, member.bundles), (False, member.pending_bundles)):
        for hospital, data in bundles:
            file = SourceFile(name=f"{hospital}.json", size=len(data), open=partial(io.BytesIO, data))
            report = receive(opened=opened, by=by, files=[file], terms=Terms(source=hospital, accept=accept))
            remember_import(opened=opened, files=[file], source=hospital, report=report)
    tidy(opened)


def _let_look(opened: Opened, by: Viewer, user: User, relation: str) -> None:
    """Somebody else may look at this backpack, and decide nothing."""
    Membership.objects.get_or_create(
        person_id=opened.person, user_id=user.pk, defaults={"role": Role.VIEWER.value, "relation": relation}
    )
    audit.record(by=by, act="person.share", person=opened.uuid)
