"""Is a client's assertion good, and is this the first time that it is shown?"""

from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction

from haversack.smart import assertions

from ..http import keys_at
from ..models import App, SeenAssertion
from .permitting import hash_of


def accept(*, assertion: str, app: App, audiences: tuple[str, ...], now: datetime) -> None:
    """Take an assertion as shown. Raises BadAssertion when it shows nothing, or was shown before."""
    shown = assertions.check(
        assertion,
        client=app.client_id,
        keys=_keys(app, assertion, now),
        jwks_uri=app.jwks_uri,
        audiences=audiences,
        now=int(now.timestamp()),
    )
    until = datetime.fromtimestamp(shown.until, UTC)
    try:
        with transaction.atomic():
            SeenAssertion.objects.create(fingerprint=hash_of(f"{app.client_id} {shown.jti}"), until=until)
    except IntegrityError:
        raise assertions.BadAssertion("The assertion was shown before: jti must be new every time.") from None


def _keys(app: App, assertion: str, now: datetime) -> dict[str, Any]:
    if not app.jwks_uri:
        return dict(app.keys)
    if not assertions.points_at(assertion, app.jwks_uri):
        raise assertions.BadAssertion("jku is not the address that was registered.")
    return keys_at(app.jwks_uri, now=now)
