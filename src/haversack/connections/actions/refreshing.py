"""How does somebody have new records fetched now (B7)?"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Act

from ..models import Fetch
from ..queries.connections import connection_of
from ..rules.states import LIVE, CannotHappen
from .fetching import want


def refresh(*, opened: Opened, number: int, now: datetime) -> int:
    """Want a fetch of a connection; the number of it, or of the one that is under way already.

    Everything is asked for by hand as long as it never came whole; later only what changed, which is quicker.
    Raises NotAllowed, NoSuchConnection, CannotHappen.
    """
    opened.require(Act.CONNECT)
    row = connection_of(opened, number).row
    if row.state not in LIVE:
        raise CannotHappen(f"refresh while {row.state}")
    kind = Fetch.Kind.QUICK if row.last_full_at else Fetch.Kind.FULL
    why = Fetch.Why.HAND
    try:
        with transaction.atomic():
            return want(opened=opened, connection=row, by=opened.viewer, kind=kind, why=why, now=now).pk
    except IntegrityError:  # somebody else was quicker
        with transaction.atomic():
            return want(opened=opened, connection=row, by=opened.viewer, kind=kind, why=why, now=now).pk
