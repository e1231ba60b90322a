"""Which client asks, and about which token may it be told? For introspection (RFC 7662)."""

from datetime import datetime

from oauth2_provider.oauth2_backends import get_oauthlib_core
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors

from ..models import AccessToken, App
from ..queries.bearer import bearer, live_token


def by_bearer(token: str, *, base: str, now: datetime) -> App | None:
    """Who holds an access token that works."""
    found = bearer(token, base=base, now=now)
    return found.token.application if found else None


def by_credentials(uri: str, method: str, body: str, headers: dict[str, str]) -> App | None:
    """Who shows credentials, in one of the ways in which clients do."""
    asked = Request(uri, method, body, headers)
    validator = get_oauthlib_core().server.request_validator
    try:
        known = validator.client_authentication_required(asked) and validator.authenticate_client(asked)
    except errors.OAuth2Error:
        return None
    return asked.client if known else None


def visible_to(asking: App, token: str, *, base: str, now: datetime) -> AccessToken | None:
    """The token, if it works and is this client's own, or the site trusts this client with everybody's."""
    found = live_token(token, now)
    if found is None or not (asking.introspects or found.application_id == asking.pk):
        return None
    return found if bearer(token, base=base, now=now) else None
