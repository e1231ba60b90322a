"""What did ended work leave behind that nobody needs any more? Old files, and many small shards of words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from ..models import Person, Shard, Work
from ..queries.persons import KeysMissing, NoSuchPerson, open_person
from ..rules.roles import Viewer
from ..rules.work import KEPT, UPLOAD_KEPT
from .export_work import exports
from .upload import inbox
from .words import FULL, join_shards

_SMALL_ONES = 16  # that many shards more than would do make a search noticeably slower


def delete_old_files(now: datetime | None = None) -> int:
    """Exports that have expired, and uploads that no work took or that nobody answered for. Returns how many."""
    now = now or timezone.now()
    old = list(_older(exports(), now - KEPT))
    busy = Work.objects.filter(kind=Work.Kind.IMPORT, state__in=(Work.State.WAITING, Work.State.RUNNING))
    # After a week without power, what waits is old and still wanted.
    if not busy.exists():
        old += _older(inbox(), now - UPLOAD_KEPT)
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _older(folder: Path, than: datetime) -> Iterator[Path]:
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < than.timestamp():
                yield path


def join_small_shards() -> int:
    """Join the words of every backpack that has many small shards. Returns how many backpacks had."""
    found = Shard.objects.values("person", "person__uuid").annotate(number=Count("id"), size=Sum("lines"))
    many = [row for row in found if row["number"] > row["size"] // FULL + _SMALL_ONES]
    for row in many:
        with suppress(NoSuchPerson, KeysMissing), transaction.atomic():
            opened = open_person(Viewer.operator(), row["person__uuid"])
            Person.objects.select_for_update().only("pk").get(pk=row["person"])
            join_shards(opened)
    return len(many)
