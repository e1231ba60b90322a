"""How is a fetch wanted? A row written in the transaction that wants it (invariant 9)."""

from __future__ import annotations

from datetime import datetime

from haversack import audit
from haversack.backpack.queries.opened import Opened
from haversack.backpack.rules.roles import Viewer

from ..models import Connection, Fetch
from ..models.facts import FETCH, FetchFacts, encode


def want(
    *, opened: Opened, connection: Connection, by: Viewer, kind: Fetch.Kind, why: Fetch.Why, now: datetime
) -> Fetch:
    """Write down that this connection is to be fetched from; one that waits or runs already is it. Call inside a
    transaction."""
    found = Fetch.objects.filter(connection=connection, state__in=[Fetch.State.WAITING, Fetch.State.RUNNING]).first()
    if found is not None:
        return found
    audit.record(by=by, act="fetch.want", person=opened.uuid)
    return Fetch.objects.create(
        connection=connection,
        kind=kind,
        why=why,
        sealed=opened.key.seal(encode(FetchFacts()), FETCH),
        due_at=now,
        created_at=now,
    )
