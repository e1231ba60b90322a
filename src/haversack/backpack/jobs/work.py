"""Which long work runs behind the pages, and what is looked after by itself?"""

from __future__ import annotations

from functools import partial

from django_tasks import task

from ..actions.export_work import make_export
from ..actions.import_work import import_uploads
from ..actions.links_live import want_due
from ..actions.work import Lease
from ..actions.work_doing import do, wake_waiting
from ..actions.work_leftovers import delete_old_files, join_small_shards
from ..presenters.readable import readable_record
from ..queries.opened import Opened
from .after_intake import tidy


@task()
def do_work(work: int) -> None:
    """Do the work of that row, if it is due and nobody is at it."""
    do(work, {"import": _import, "export": partial(make_export, readable=readable_record)})


def _import(*, opened: Opened, lease: Lease) -> None:
    import_uploads(opened=opened, lease=lease)
    tidy(opened)


def sweep_work() -> None:
    """Wake workers for what waits: messages get lost, workers are killed, and what failed is tried again later."""
    wake_waiting()


def sweep_links() -> None:
    """Look again at what live links open, where their moment has come."""
    want_due()


def put_in_order() -> None:
    """Take away and join what ended work left behind."""
    delete_old_files()
    join_small_shards()
