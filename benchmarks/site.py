"""What do the figures that need a filled site share? A backpack of so many resources, and somebody signed in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from haversack.backpack.queries.opened import Opened


def open_site() -> None:
    """Set Django up on the data folder of this process and make what it needs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haversack.config.settings")
    os.environ.setdefault("HAVERSACK_ALLOWED_HOSTS", "testserver")
    from haversack.config.prepare import prepare, set_up

    set_up()
    prepare(lambda words: None)


def as_served() -> None:
    """Bring this process to where the web server's is when it takes its first request."""
    from haversack.config.serving import load

    load()


def filled(folder: Path, number: int) -> Opened:
    """A user's backpack with `number` resources, accepted."""
    from benchmarks import data
    from haversack.accounts.models import User
    from haversack.backpack.actions.intake import Terms, receive
    from haversack.backpack.actions.persons import add_person
    from haversack.backpack.actions.words import join_shards
    from haversack.backpack.rules.roles import Viewer
    from haversack.records.bundle import open_paths

    user = User.objects.create_user(f"bench-{number}@example.test", "a long enough password")
    viewer = Viewer(user.pk, user.pseudonym)
    opened = add_person(by=viewer, name=f"Bench {number}", owner=user.pk)
    path = data.ndjson_file(number, folder / f"{number}.ndjson")
    terms = Terms(source="Bench Clinic", accept=True, same_person=True)
    receive(opened=opened, by=viewer, files=list(open_paths([str(path)])), terms=terms)
    join_shards(opened)
    return opened


def signed_in(opened: Opened) -> Client:
    """A browser's worth of cookies for the backpack's owner."""
    from django.test import Client

    from haversack.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(pk=opened.viewer.user))
    return client
