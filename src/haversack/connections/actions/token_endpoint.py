"""How is a portal asked for tokens, and told that they end?"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import orjson

from haversack.smart.answers import retry_after
from haversack.smart.tokens import Fault, Given, NotGiven, read_tokens, revoke_form

from ..http import AddressRefused, Web, WebFault
from ..models import Registration
from ..rules.states import Reason
from .clients import proven

_MOST = 1 << 20
_LONGEST = timedelta(days=1)  # that a portal is left alone because it says so
_JSON = {"Accept": "application/json"}
_REASONS = {
    Fault.CLIENT: Reason.CLIENT_REFUSED,
    Fault.SCOPE: Reason.SCOPE_REFUSED,
    Fault.REQUEST: Reason.REJECTED,
    Fault.GRANT: Reason.REJECTED,
    Fault.BUSY: Reason.BUSY,
    Fault.UNWELL: Reason.UNWELL,
    Fault.UNREADABLE: Reason.UNREADABLE,
}


class NoTokens(Exception):
    """The portal gave none. `reason` says why; `is_over`: asking again with the same words will not help."""

    def __init__(self, reason: Reason, *, is_over: bool, seconds: int = 0) -> None:
        super().__init__(reason.value)
        self.reason, self.is_over, self.seconds = reason, is_over, seconds


def ask_for_tokens(
    *, web: Web, endpoint: str, registration: Registration, form: dict[str, str], now: datetime
) -> Given:
    """Raises NoTokens."""
    whole, headers = proven(registration, endpoint, form, now)
    try:
        answer = web.send("POST", endpoint, form=whole, headers=_JSON | headers, most=_MOST)
    except AddressRefused:
        raise NoTokens(Reason.NOT_ALLOWED_HERE, is_over=False) from None
    except WebFault:
        raise NoTokens(Reason.UNREACHABLE, is_over=False) from None
    document: Any = None
    with suppress(orjson.JSONDecodeError):
        document = orjson.loads(answer.body)
    try:
        return read_tokens(answer.status, document)
    except NotGiven as why:
        over = why.fault in (Fault.GRANT, Fault.CLIENT, Fault.SCOPE, Fault.REQUEST)
        wait = min(retry_after(answer.headers.get("retry-after", ""), now) or timedelta(), _LONGEST)
        raise NoTokens(_REASONS[why.fault], is_over=over, seconds=int(wait.total_seconds())) from None


def revoke(*, web: Web, endpoint: str, registration: Registration, refresh: str, access: str, now: datetime) -> bool:
    """Tell the portal that its tokens end (RFC 7009): the one that brings others first. Whether it said yes to all."""
    said = True
    for token, is_refresh in ((refresh, True), (access, False)):
        if token:
            said = _revoke(web, endpoint, registration, revoke_form(token, is_refresh=is_refresh), now) and said
    return said


def _revoke(web: Web, endpoint: str, registration: Registration, form: dict[str, str], now: datetime) -> bool:
    whole, headers = proven(registration, endpoint, form, now)
    with suppress(WebFault):
        return web.send("POST", endpoint, form=whole, headers=_JSON | headers, most=_MOST, seconds=15).status == 200
    return False
