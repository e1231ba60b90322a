"""Is this data folder ready for this version of Haversack, and if not, how does it become so?

Every command asks. The answer costs one small query per database: the migrations on disk held against those recorded
as applied. Only when some are missing is Django's own machinery loaded, under a lock, so that two commands may start
at once.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connections

from haversack.audit.router import AUDIT

from .logs import set_up_logging

_PG_LOCK = 0x68_61_76_65_72  # any number that is always the same
RESTORING = "restoring"  # a file in the data folder that is there while a backup is being restored


class SiteTooNew(Exception):
    """A newer Haversack wrote this data; whoever runs the site installs that one, or restores an older backup."""


class RestoreUnfinished(Exception):
    """A restore was interrupted, so what is here is not a whole site. Whoever runs the site starts it again."""

    def __init__(self) -> None:
        super().__init__("A restore was interrupted here. Start it again: haversack restore FILE.")


def set_up() -> None:
    """Load the settings and the apps. Raises SettingUnreadable."""
    set_up_logging()
    django.setup()


def prepare(say: Callable[[str], None]) -> None:
    """Bring every database of the site to this version. Raises SiteTooNew, RestoreUnfinished."""
    if (settings.DATA / RESTORING).exists():
        raise RestoreUnfinished
    if not (_behind("default") or _behind("audit")):
        return
    with _only_one():
        for alias in ("audit", "default"):
            if _behind(alias):
                _migrate(alias, say)


def _behind(alias: str) -> bool:
    here, applied = migrations_here(), _migrations_applied(alias)
    ours = {label for label, _ in here}
    if any(label in ours for label, _ in applied - here):
        raise SiteTooNew("This data was written by a newer Haversack. Install that version to open it.")
    return any(alias != AUDIT or label == AUDIT for label, _ in here - applied)


def migrations_here() -> set[tuple[str, str]]:
    found = set()
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        found |= {(app.label, file.stem) for file in folder.glob("*.py") if file.stem[0] not in "_~"}
    return found


def _migrations_applied(alias: str) -> set[tuple[str, str]]:
    with connections[alias].cursor() as cursor:
        try:
            cursor.execute("SELECT app, name FROM django_migrations")
        except DatabaseError:  # an empty database
            return set()
        return set(cursor.fetchall())


def _migrate(alias: str, say: Callable[[str], None]) -> None:
    from django.core.management import call_command

    if _migrations_applied(alias):
        say("Bringing the data up to date.")
    # Nothing of any other app goes into the audit database; to walk them all took half of a first start.
    only = [AUDIT] if alias == AUDIT else []
    call_command("migrate", *only, database=alias, verbosity=0, interactive=False)


@contextmanager
def _only_one() -> Iterator[None]:
    """Keep a second process out, on this machine and on any other that uses the same PostgreSQL."""
    connection = connections["default"]
    with open(settings.DATA / "migrating.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_PG_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_PG_LOCK])
