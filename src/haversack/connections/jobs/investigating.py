"""Who looks at a portal that somebody wants to connect, behind the page that waits for it?"""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from ..actions.investigating import due, forget_doubles, investigate, put_off, wake
from ..queries.opening import opened_by
from .hands import Hands

AT_ONCE = 4


@task()
def look(connection: int) -> None:
    """Have the portal of this connection looked at soon, if it is due and nobody is at it."""
    _hands.give(connection)


def sweep_investigations() -> None:
    """Wake workers for every portal that is to be looked at now, also again."""
    forget_doubles(timezone.now())
    for number in due(timezone.now()).values_list("pk", flat=True):
        wake(number)


def carry_out(connection: int) -> None:
    """Look at it here and now."""
    opened = opened_by(connection)
    if opened is None:
        put_off(connection, timezone.now())
    else:
        investigate(opened=opened, number=connection, now=timezone.now())


_hands = Hands(carry_out, AT_ONCE)
