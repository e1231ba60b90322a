"""How does a service take out a whole group? It asks, a worker writes sealed files, the service fetches them, they go.

An export is due work: a row with a lease. A worker that dies leaves it to the next, which begins again from nothing.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haversack import audit
from haversack.accounts.sealing import site_sealer
from haversack.smart import scopes
from haversack.vault.sealing_file import SealingFile

from ..models import App, Export, ExportFile
from ..queries.finding import exported
from ..store import Reach, Stored

KIND = "export-for-service"
LEASE, KEPT = timedelta(minutes=15), timedelta(days=1)
A_FILE = 20_000  # resources
MOST_AT_ONCE = 2
_LOOK = 1000
Written = Callable[[Stored], bytes]


class NotWanted(Exception):
    """The service gave the export up while it was made. Nobody has to put anything right."""


class TooMany(Exception):
    """This service waits for exports already. It can wait for them, or give one up."""


@transaction.atomic
def begin(
    *, app: App, group: str, types: list[str], scope: str, since: datetime | None, request: str, now: datetime
) -> Export:
    """Note that an export is due. Raises TooMany."""
    if Export.objects.filter(app=app, state=Export.WAITING).count() >= MOST_AT_ONCE:
        raise TooMany
    audit.record(by=app, act="export.asked", object="group")
    return Export.objects.create(
        app=app, group=group, types=types, scope=scope, since=since, request=request, asked=now
    )


def make(*, export: int, written: Written) -> bool:
    """Write the files of an export that is due. Returns False when somebody is at it, or nobody wants it any more."""
    row = _take(export)
    if row is None:
        return False
    try:
        files = _write(row, written)
    except NotWanted:
        shutil.rmtree(_folder(row), ignore_errors=True)
        return False
    except Exception:
        shutil.rmtree(_folder(row), ignore_errors=True)
        Export.objects.filter(pk=row.pk).update(state=Export.FAILED, leased=None)
        raise
    with transaction.atomic():
        done = Export.objects.filter(pk=row.pk, state=Export.WAITING)
        if done.update(state=Export.DONE, done=timezone.now(), leased=None):
            ExportFile.objects.bulk_create(files)
            audit.record(by=row.app, act="export.made", object="group", count=sum(each.count for each in files))
            return True
    shutil.rmtree(_folder(row), ignore_errors=True)
    return False


def _take(export: int) -> Export | None:
    now = timezone.now()
    free = Q(leased=None) | Q(leased__lt=now)
    if not Export.objects.filter(free, pk=export, state=Export.WAITING).update(leased=now + LEASE):
        return None
    return Export.objects.select_related("app").get(pk=export)


@transaction.atomic
def give_up(*, export: Export) -> None:
    """The service wants no more of it: files and row go."""
    audit.record(by=export.app, act="export.given-up", object="group")
    shutil.rmtree(_folder(export), ignore_errors=True)
    export.delete()


def forget_exports(*, now: datetime) -> None:
    """Exports are there for a day."""
    for export in Export.objects.filter(Q(done__lt=now - KEPT) | Q(asked__lt=now - 2 * KEPT)).select_related("app"):
        shutil.rmtree(_folder(export), ignore_errors=True)
        export.delete()


def pieces(file: ExportFile) -> Iterator[bytes]:
    """What is in a file, piece by piece."""
    with (_folder(file.export) / str(file.number)).open("rb") as reader:
        yield from site_sealer().open_stream(reader, KIND)


def _write(export: Export, written: Written) -> list[ExportFile]:
    folder = _folder(export)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    reach = Reach(None, None, export.app.client_id, scopes.parse(export.scope).at("system"), export.asked)
    sealer = site_sealer()
    files: list[ExportFile] = []
    open_now: dict[str, tuple[ExportFile, SealingFile]] = {}
    with ExitStack() as stack:
        for number, stored in enumerate(exported(reach, export.group, export.types, since=export.since), 1):
            if number % _LOOK == 0:
                _go_on(export)
            if stored.type not in open_now or open_now[stored.type][0].count >= A_FILE:
                file = ExportFile(export=export, number=len(files) + 1, type=stored.type, count=0)
                plain = stack.enter_context((folder / str(file.number)).open("wb"))
                open_now[stored.type] = file, stack.enter_context(sealer.sealing_file(plain, KIND))
                files.append(file)
            file, writer = open_now[stored.type]
            writer.write(written(stored) + b"\n")
            file.count += 1
    return files


def _go_on(export: Export) -> None:
    """Keep the lease while there is work, and stop when the service gave the export up."""
    if not Export.objects.filter(pk=export.pk, state=Export.WAITING).update(leased=timezone.now() + LEASE):
        raise NotWanted


def _folder(export: Export) -> Path:
    return Path(settings.DATA) / "exports-for-services" / str(export.uuid)
