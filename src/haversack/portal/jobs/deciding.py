"""When are stored decisions made again? Whenever there are rows that an older policy decided."""

from __future__ import annotations

from django_tasks import task

from ..actions.deciding import decide_some


@task()
def decide_again() -> None:
    """Decide until nothing is left. Another worker may do so too: each takes rows that nobody has."""
    while decide_some():
        pass


def sweep() -> None:
    """The same for what a worker that was killed left over."""
    decide_again.func()
