"""A process that connects a backpack to a portal and fetches from it, until it is killed: DATA BASE SECONDS [planted].

SECONDS: how far its clock is ahead, so that it need not wait for the lease of one that was killed before it. planted: a
cursor is committed before its page, by itself.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(folder: str, base: str, ahead: float, *words: str) -> None:
    os.environ["HAVERSACK_DATA"] = folder
    os.environ["HAVERSACK_ALLOWED_PORTALS"] = base.partition("//")[2].partition("/")[0]
    os.environ["DJANGO_SETTINGS_MODULE"] = "haversack.config.settings"
    sys.path.insert(0, str(ROOT))
    from haversack.config.prepare import prepare, set_up

    set_up()
    prepare(lambda told: None)
    from django.utils import timezone
    from tests.fakes.fetched import FakePortal
    from tests.integration.connections.fetching import connected_to, given_by

    from haversack.backpack.actions.persons import add_person
    from haversack.backpack.queries.persons import persons_of
    from haversack.backpack.rules.roles import Viewer
    from haversack.connections.actions.fetch_work import do
    from haversack.connections.actions.fetching import want
    from haversack.connections.models import Connection, Fetch

    if "planted" in words:
        plant()
    by = Viewer.operator()
    opened = next(iter(persons_of(by)), None) or add_person(by=by, name="Ada")
    row = Connection.objects.first() or connected_to(FakePortal(base=base), opened).connection
    given_by(lambda *told, spent="": "good")
    now = timezone.now() + timedelta(seconds=ahead)
    fetch = want(opened=opened, connection=row, by=by, kind=Fetch.Kind.FULL, why=Fetch.Why.HAND, now=now)
    say("begun")
    clock = {"ahead": ahead}
    while do(fetch.pk, clock=lambda: timezone.now() + timedelta(seconds=clock["ahead"]), second=0.01):
        fetch.refresh_from_db()
        if fetch.state != Fetch.State.WAITING:
            break
        clock["ahead"] = max(clock["ahead"], (fetch.due_at - timezone.now()).total_seconds() + 1)
    say(fetch.state)


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def plant() -> None:
    import time

    from haversack.backpack.actions.intake_page import PageReport
    from haversack.connections.actions import carrying

    real = carrying.receive_page

    def broken(**terms):
        keep = terms["keep"]
        keep(PageReport(received=1))
        time.sleep(0.05)
        return real(**{**terms, "keep": lambda report: None})

    carrying.receive_page = broken


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), *sys.argv[4:])
