"""Who makes the exports that services wait for? A worker, woken at once, or by the sweep when it was not."""

from django.utils import timezone
from django_tasks import task

from ..actions.exporting import forget_exports, make
from ..actions.forgetting import forget_old
from ..presenters.bundles import line
from ..queries.exports import due


@task()
def make_export(export: int) -> None:
    """Make one export, if it is due and nobody is at it."""
    make(export=export, written=line)


def sweep() -> None:
    """Make what is still due: messages get lost, and workers are killed."""
    for export in due(timezone.now()):
        make_export.func(export)


def put_in_order() -> None:
    """Take away what nobody can use any more."""
    forget_old(now=timezone.now())
    forget_exports(now=timezone.now())
